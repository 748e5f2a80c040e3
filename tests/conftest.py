"""What all tests share: text files that hold an expected output, and the seed of what is random."""

from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import pytest
from hypothesis import settings

SEED = 2026
"""The seed unless another one is asked for, so that every run has the same outcome."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the files that hold expected outputs")
    parser.addoption("--every-variant", action="store_true", help="build every variant of every shipped network")
    parser.addoption("--fresh-seed", action="store_true", help="draw what is random anew, and more of it")
    parser.addoption("--fuzz-seed", type=int, help="the seed of random specs; repeats a run with a fresh seed")


def pytest_configure(config: pytest.Config) -> None:
    # The workers are given the options of the process that starts them, and so the same seed.
    fresh = config.option.fresh_seed
    if config.option.fuzz_seed is None:
        config.option.fuzz_seed = SystemRandom().randrange(10**6) if fresh else SEED
    if config.getoption("hypothesis_profile", None) is None:
        # A busy machine is not a fault of the code, hence no deadline.
        examples = 1_000 if fresh else 100
        settings.register_profile("archspec", deadline=None, derandomize=not fresh, max_examples=examples)
        settings.load_profile("archspec")


def pytest_report_header(config: pytest.Config) -> str:
    return f"random specs: --fuzz-seed {config.option.fuzz_seed}"


@pytest.fixture
def matches_file(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """A function that demands that a file holds a text; under `--bless` it writes the text instead."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("bless"):
            if not path.exists() or path.read_bytes() != text.encode():
                path.write_bytes(text.encode())
            return
        assert path.exists(), (
            f"{path.name} is missing; look at the output, then write it with `pytest --bless`:\n{text}"
        )
        assert text == path.read_bytes().decode()

    return compare
