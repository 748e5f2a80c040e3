"""Each spec here, checked, prints the text beside it.

A first line `# args: --set x=3` gives arguments for `archspec check`. A file whose name begins with `_` is no case: it
is there for others to use. `pytest --bless` rewrites the texts.
"""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from archspec.cli.main import main

HERE = Path(__file__).parent
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.yaml") if not path.name.startswith("_"))
ARGUMENTS = b"# args:"


@pytest.mark.parametrize("case", CASES)
def test_check_prints_the_text_beside_it(
    case: str,
    matches_file: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["check", case, *arguments(HERE / case)]) in (0, 1)
    matches_file((HERE / case).with_suffix(".txt"), capsys.readouterr().out)


def arguments(path: Path) -> list[str]:
    with path.open("rb") as file:
        line = file.readline()
    return shlex.split(line.removeprefix(ARGUMENTS).decode()) if line.startswith(ARGUMENTS) else []


def test_every_text_has_its_spec() -> None:
    texts = {path.relative_to(HERE).with_suffix(".yaml").as_posix() for path in HERE.rglob("*.txt")}
    assert texts <= set(CASES)
