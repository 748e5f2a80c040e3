"""What all tests share: text files that hold an expected output, and the seed of what is random."""

from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import pytest
from hypothesis import settings

from archspec.diagnostics.kind import DiagnosticKind

SEED = 2026
"""The seed unless another one is asked for, so that every run has the same outcome."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the files that hold expected outputs")
    parser.addoption("--without-messages", action="store_true", help="give every message its kind's name for words")
    parser.addoption("--every-variant", action="store_true", help="build every variant of every shipped network")
    parser.addoption("--fresh-seed", action="store_true", help="draw what is random anew, and more of it")
    parser.addoption("--fuzz-seed", type=int, help="the seed of random specs; repeats a run with a fresh seed")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.without_messages:
        _take_messages_away()
    # The workers are given the options of the process that starts them, and so the same seed.
    fresh = config.option.fresh_seed
    if config.option.fuzz_seed is None:
        config.option.fuzz_seed = SystemRandom().randrange(10**6) if fresh else SEED
    if config.getoption("hypothesis_profile", None) is None:
        # A busy machine is not a fault of the code, hence no deadline.
        examples = 1_000 if fresh else 100
        settings.register_profile("archspec", deadline=None, derandomize=not fresh, max_examples=examples)
        settings.load_profile("archspec")


def _take_messages_away() -> None:
    """Makes the name of its kind the message of all that archspec says: of what is imported now, and of what will be.

    What a test itself has a kind of its own say stays: it is the input of that test.
    """

    def silence(kind: type[DiagnosticKind]) -> None:
        if "message" in vars(kind) and not kind.__module__.startswith("tests."):
            kind.message = lambda self: self.kind.name
        for case in kind.__subclasses__():
            silence(case)

    made = DiagnosticKind.__init_subclass__

    def make(cls: type[DiagnosticKind], **kwargs: object) -> None:
        made.__func__(cls, **kwargs)
        silence(cls)

    silence(DiagnosticKind)
    DiagnosticKind.__init_subclass__ = classmethod(make)  # pyright: ignore[reportAttributeAccessIssue] - it is one


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.without_messages:
        about_sentences = [one for one in items if one.get_closest_marker("sentences")]
        config.hook.pytest_deselected(items=about_sentences)
        items[:] = [one for one in items if one not in about_sentences]


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
