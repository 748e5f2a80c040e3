"""Runs tests on a mutant, in a process of its own that ends with it."""

import os
import resource
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import hypothesis
import pydantic
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 2 * 2**30
"""The bytes that a mutant may take."""

# Imported here once, so that no process has to: the tests import both.
PRELOADED = (pydantic, yaml)

# The same examples in every run, and no time lost on making a failure small.
hypothesis.settings.register_profile(
    "mutants",
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
# Most of the time of so short a run is pytest's own, so that it does without all that it can do without.
UNUSED = ("cacheprovider", "doctest", "faulthandler", "junitxml", "logging", "threadexception", "unraisableexception")
OPTIONS = (
    "--exitfirst", "--quiet", "--assert=plain", "--override-ini=addopts=--import-mode=importlib",
    *(f"-pno:{name}" for name in UNUSED), "-p_hypothesis_pytestplugin", "--hypothesis-profile=mutants",
)  # fmt: skip

FINDINGS = ["tests/ui", "-k", "check_prints and not too_many_layers"]
"""The texts of findings, without the one that takes longer than all others together."""


class Outcome(NamedTuple):
    """What came of a run of tests.

    Attributes:
        passed: Whether all of them passed.
        seconds: How long the processor worked on them.
    """

    passed: bool
    seconds: float


def tests_of(path: str) -> list[list[str]]:
    """Returns the tests that have to notice a mutant of a module, the quickest first, as arguments of pytest."""
    module = Path(path)
    folder = Path("tests/unit", *module.parts[1:-1])
    own = folder / f"test_{module.name}"
    stages = [[str(own)]] if (ROOT / own).exists() else []
    if folder.name != "layers":
        stages.append([str(folder)])
    stages.append(["tests/property/test_tensors.py"] if folder.name == "tensors" else FINDINGS)
    return stages


def run_tests(tests: Sequence[str], path: str, source: str, *, seconds: float = 600) -> Outcome:
    """Runs tests with another source in place of a module's; it fails if it takes more seconds of the processor."""
    child = os.fork()
    if child == 0:
        _run(tests, path, source, seconds)
    _, status, usage = os.wait4(child, 0)
    return Outcome(status == 0, usage.ru_utime + usage.ru_stime)


def _run(tests: Sequence[str], path: str, source: str, seconds: float) -> None:
    code = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(ROOT)
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        name = path.removesuffix(".py").replace("/", ".")
        module = sys.modules[name] = ModuleType(name)
        exec(compile(source, path, "exec"), vars(module))
        fixtures = ["--noconftest"] if path.startswith("archspec/tensors/") else []  # whose tests use none
        code = int(pytest.main([*OPTIONS, *fixtures, *tests]))
    finally:
        os._exit(code)
