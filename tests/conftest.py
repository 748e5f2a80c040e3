"""What all tests share: text files that hold an expected output."""

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the files that hold expected outputs")


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
