import io
import json
import sys
from pathlib import Path

import pytest

from archspec.cli import fixes
from archspec.cli.main import CommandError
from archspec.compiler.name_faults import UnknownKind
from archspec.language import zoo

BROKEN = "archspec: 1\ninput: [4]\nlayers: [denes: 2]\n"
FIXED = "archspec: 1\ninput: [4]\nlayers: [dense: 2]\n"
HALF = "archspec: 1\ninput: [4]\nlayers: [denes: 2, foo]\n"
WORSE = "archspec: 1\ninput: [4]\nlayers: [maxpool: 2]\n"


def test_a_file_is_put_right(archspec, tmp_path: Path) -> None:
    done = archspec("check", "--fix", "bad.yaml")
    assert done == (
        0,
        "fixed[unknown-kind]: bad.yaml:3:10: `denes` -> `dense`\n\n1 file checked, 1 fixed: no problems left\n",
        "",
    )
    assert (tmp_path / "bad.yaml").read_text() == FIXED


def test_the_exit_code_is_of_what_is_left(archspec, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(HALF)
    done = archspec("check", "--fix", "bad.yaml", "good.yaml")
    assert done.code == 1
    assert done.out.startswith(
        "fixed[unknown-kind]: bad.yaml:3:10: `denes` -> `dense`\n\n"
        f"error[unknown-kind]: {UnknownKind('foo').message()}\n"
    )
    assert done.out.endswith("\n\n2 files checked, 1 fixed: 1 error left\n")


def test_a_shipped_network_stays_as_it_is(archspec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoo, "FOLDER", tmp_path / "deep")
    (tmp_path / "deep/shipped.yaml").write_text(BROKEN)
    done = archspec("check", "--fix", "shipped")
    assert done.code == 2
    assert "`archspec new shipped` makes a copy that you can change" in done.err
    assert (tmp_path / "deep/shipped.yaml").read_text() == BROKEN
    assert archspec("check", "--diff", "shipped").code == 1
    assert archspec("check", "--fix", "deep/shipped.yaml").code == 0


def test_a_file_with_nothing_to_fix_is_not_touched(archspec, tmp_path: Path) -> None:
    before = (tmp_path / "good.yaml").stat()
    assert archspec("check", "--fix", "good.yaml").out == "1 file checked, 0 fixed: no problems left\n"
    after = (tmp_path / "good.yaml").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_would_make_it_worse_is_told_and_not_done(archspec, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(WORSE)
    done = archspec("check", "--fix", "bad.yaml")
    assert done.code == 1
    assert done.out.startswith(
        "not fixed[unknown-kind]: bad.yaml:3:10: `maxpool` -> `max_pool`, which causes another error\n\n"
        "error[unknown-kind]"
    )
    assert (tmp_path / "bad.yaml").read_text() == WORSE


def test_variants_of_one_file_are_put_right_in_turn(archspec, tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(
        "archspec: 1\nparams: {a: true}\nvariants: {x: {a: true}, y: {a: false}}\ninput: [4]\n"
        "layers: [denes: {units: 2, when: $a}, relu: {when: $(not a), nmae: r}]\n"
    )
    done = archspec("check", "--fix", "two.yaml:x", "two.yaml:y")
    assert (done.code, (tmp_path / "two.yaml").read_text().splitlines()[-1]) == (
        0,
        "layers: [dense: {units: 2, when: $a}, relu: {when: $(not a), name: r}]",
    )


def test_standard_input_is_printed_as_it_is_then(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\ufeffarchspec: 1\r\ninput: [4]\r\nlayers: [denes: 2, foo] # ü"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out := io.BytesIO(), encoding="utf-8"))
    done = archspec("check", "--fix", "-")
    assert out.getvalue().decode() == text.replace("denes", "dense")
    assert done.code == 1
    assert done.err.startswith("fixed[unknown-kind]: <stdin>:3:10: `denes` -> `dense`\n\nerror[unknown-kind]")
    assert done.err.endswith("1 file checked, 1 fixed: 1 error left\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fix", "-", "--format", "json"],
        ["--fix", "-", "good.yaml"],
        ["--diff", "good.yaml", "--format", "sarif"],
    ],
)
def test_what_does_not_go_together(archspec, arguments: list[str]) -> None:
    done = archspec("check", *arguments)
    assert (done.code, done.out) == (2, "")


def test_a_diff_changes_nothing(archspec, tmp_path: Path) -> None:
    before = (tmp_path / "bad.yaml").read_bytes()
    done = archspec("check", "--diff", "bad.yaml", "good.yaml")
    assert done.code == 1
    assert done.out == (
        "--- bad.yaml\n+++ bad.yaml\n@@ -1,3 +1,3 @@\n archspec: 1\n input: [4]\n"
        "-layers: [denes: 2]\n+layers: [dense: 2]\n"
    )
    assert done.err == (
        "fixable[unknown-kind]: bad.yaml:3:10: `denes` -> `dense`\n\n2 files checked, 1 fixable: no problems left\n"
    )
    assert (tmp_path / "bad.yaml").read_bytes() == before
    assert archspec("check", "--diff", "good.yaml") == (0, "", "1 file checked, 0 fixable: no problems left\n")


def test_a_diff_keeps_line_ends(archspec, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_bytes(b"archspec: 1\r\ninput: [4]\r\nlayers: [denes: 2]")
    assert archspec("check", "--diff", "bad.yaml", "-q").out == (
        "--- bad.yaml\n+++ bad.yaml\n@@ -1,3 +1,3 @@\n archspec: 1\r\n input: [4]\r\n"
        "-layers: [denes: 2]\n\\ No newline at end of file\n+layers: [dense: 2]\n\\ No newline at end of file\n"
    )


def test_colours_of_a_diff(archspec) -> None:
    assert "\x1b[1;32m+layers: [dense: 2]\x1b[0m\n" in archspec("check", "--diff", "bad.yaml", "--color", "always").out


def test_json_says_what_was_put_right(archspec) -> None:
    done = archspec("check", "--fix", "bad.yaml", "--format", "json")
    assert done.code == 0
    (file,) = json.loads(done.out)["files"]
    assert (file["valid"], file["diagnostics"], file["not_fixed"]) == (True, [], [])
    (fixed,) = file["fixed"]
    assert (fixed["name"], fixed["line"], fixed["fix"]["edits"][0]["replacement"]) == ("unknown-kind", 3, "dense")


def test_a_file_that_cannot_be_written_is_told(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(path: Path, before: bytes, after: bytes) -> None:
        raise CommandError(f"`{path}` has changed by {len(after) - len(before)} bytes")

    monkeypatch.setattr(fixes, "rewrite", changed)
    done = archspec("check", "--fix", "bad.yaml", "good.yaml")
    assert (done.code, done.err) == (2, "archspec: `bad.yaml` has changed by 0 bytes\n")
    assert done.out.endswith("\n\n2 files checked, 0 fixed, 1 not written: 1 error left\n")
