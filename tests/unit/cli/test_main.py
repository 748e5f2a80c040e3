import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from archspec.cli import show
from archspec.cli.main import main


def test_without_a_command_the_commands_are_listed(archspec) -> None:
    done = archspec()
    assert done.code == 2
    assert "check" in done.out
    assert "explain" in done.out


@pytest.mark.parametrize("arguments", [["chek", "good.yaml"], ["check"], ["check", "good.yaml", "--colour", "always"]])
def test_wrong_arguments_are_told_and_help_is_named(archspec, arguments: list[str]) -> None:
    done = archspec(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("archspec: ")
    assert done.err.endswith("--help`\n")


def test_a_missing_file(archspec) -> None:
    assert archspec("show", "nowhere.yaml") == (2, "", "archspec: there is no file `nowhere.yaml`\n")


def test_a_fault_of_archspec_itself_is_no_traceback(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(graph: object, **_: object) -> str:
        raise ZeroDivisionError(f"no table of {type(graph).__name__}")

    monkeypatch.setattr(show, "table", broken)
    done = archspec("show", "good.yaml")
    assert done.code == 101
    assert done.err.startswith("archspec: internal error, please report it with the spec: ZeroDivisionError at ")
    assert done.err.endswith(": no table of Graph\n")
    assert "Traceback" not in done.err


def test_what_is_printed_cannot_steer_the_terminal(archspec) -> None:
    done = archspec("show", "no\x1b[31m.yaml")
    assert "\x1b" not in done.err


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["--version"])
    assert leaving.value.code == 0
    assert capsys.readouterr().out.startswith("archspec 0.")


def printing(
    *arguments: str, encoding: str = "utf-8", how: Sequence[str] = ("-m", "archspec")
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *how, *arguments],
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.usefixtures("archspec")
def test_what_a_terminal_cannot_show_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [dénse: 2]\n", encoding="utf-8")
    with printing("check", "bad.yaml", encoding="ascii") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (1, b"")
    assert b"there is no kind `d\\xe9nse`" in out


@pytest.mark.usefixtures("archspec")
@pytest.mark.parametrize("arguments", [["--format", "junit"], ["--diff"]])
def test_what_programs_read_is_utf_8_everywhere(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "bad.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [dénse: 2]\n", encoding="utf-8")
    with printing("check", "bad.yaml", *arguments, encoding="latin-1") as process:
        out, _ = process.communicate()
    assert "dénse" in out.decode("utf-8")


@pytest.mark.usefixtures("archspec")
def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    with printing("check", *["bad.yaml"]) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


@pytest.mark.parametrize(("spec", "code"), [("good.yaml", 0), ("bad.yaml", 1), ("none.yaml", 2)])
@pytest.mark.usefixtures("archspec")
def test_a_process_that_ends_at_once_has_printed_everything_and_keeps_its_exit_code(spec: str, code: int) -> None:
    at_once = printing("check", spec)
    orderly = printing("check", spec, how=("-c", "import sys; from archspec.cli.main import main; sys.exit(main())"))
    assert at_once.communicate() == orderly.communicate()
    assert (at_once.returncode, orderly.returncode) == (code, code)
