"""Each spec here, checked, prints the text beside it; what `--fix` would change is in the `.diff` beside it, if any.

A first line `# args: --set x=3` gives arguments for `archspec check`. A file whose name begins with `_` is no case: it
is there for others to use. `LARGE` holds the specs that are too large to stand here. `pytest --bless` rewrites the
texts.
"""

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from archspec.cli.main import main

HERE = Path(__file__).parent
CASES = sorted(path.relative_to(HERE).as_posix() for path in HERE.rglob("*.yaml") if not path.name.startswith("_"))
ARGUMENTS = b"# args:"

TAIL = 12  # lines: of a large spec only the end of the text is kept
SMALL = "archspec: 1\ninput: [4]\nlayers: [dense: 2]\n"
LARGE = {
    "limits/file_too_large.yaml": SMALL + "# and so on\n" * 100_000,
    "limits/scalar_too_long.yaml": SMALL + f"description: {'long ' * 20_000}\n",
    "limits/too_many_diagnostics.yaml": "archspec: 1\ninput: [4]\nlayers:\n" + "  - dense: *units\n" * 1100,
    "limits/diagnostics_left_out.yaml": SMALL + "".join(f"key_{i}: {i}\n" for i in range(1100)),
    "limits/variants_left_out.yaml": "archspec: 1\nparams: {units: 1}\ninput: [4]\nlayers: [dense: $units]\nvariants:\n"
    + "".join(f"  v{i}: {{units: {i}}}\n" for i in range(1, 1003)),
    "limits/too_many_anchors.yaml": SMALL + "".join(f"x-{i}: &a{i} {i}\n" for i in range(1100)),
}


QUOTING = ("sizes/contract.yaml", "variants/other_numbers.yaml")
"""What is printed of these quotes messages in labels or notes."""

MESSAGE = re.compile(r"^(\w+\[[\w-]+\]:)\s.*?(?=^ *(?:-->|[=|])|^$|^\d+ files? checked|\Z)", re.MULTILINE | re.DOTALL)


@pytest.fixture
def prints(request: pytest.FixtureRequest, matches_file: Callable[[Path, str], None]) -> Callable[[Path, str], None]:
    """A function that demands that a text is printed; all but its messages where there are none."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("without_messages"):
            assert MESSAGE.sub(r"\1\n", text) == MESSAGE.sub(r"\1\n", path.read_text(encoding="utf-8"))
        else:
            matches_file(path, text)

    return compare


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=[pytest.mark.sentences] * (case in QUOTING)) for case in CASES]
)
def test_check_prints_the_text_beside_it(
    case: str,
    prints: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["check", case, *arguments(HERE / case)]) in (0, 1)
    prints((HERE / case).with_suffix(".txt"), capsys.readouterr().out)


@pytest.mark.parametrize("case", CASES)
def test_fixes_are_those_of_the_diff_beside_it(
    case: str,
    matches_file: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(HERE)
    monkeypatch.setenv("NO_COLOR", "1")
    main(["check", case, "--diff", *arguments(HERE / case)])
    diff = capsys.readouterr().out
    beside = (HERE / case).with_suffix(".diff")
    if diff or beside.exists():
        matches_file(beside, diff)


@pytest.mark.parametrize("case", LARGE)
def test_a_large_spec_is_refused(
    case: str,
    prints: Callable[[Path, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / case).parent.mkdir()
    (tmp_path / case).write_text(LARGE[case])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["check", case, "--error-on-warning"]) == 1
    end = capsys.readouterr().out.splitlines(keepends=True)[-TAIL:]
    prints((HERE / case).with_suffix(".txt"), "".join(end))


def arguments(path: Path) -> list[str]:
    with path.open("rb") as file:
        line = file.readline()
    return shlex.split(line.removeprefix(ARGUMENTS).decode()) if line.startswith(ARGUMENTS) else []


def test_every_text_has_its_spec() -> None:
    written = (path for suffix in ("txt", "diff") for path in HERE.rglob(f"*.{suffix}"))
    texts = {path.relative_to(HERE).with_suffix(".yaml").as_posix() for path in written}
    assert texts <= {*CASES, *LARGE}
