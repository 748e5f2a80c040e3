import io
import sys

import pytest


def test_a_clean_file(archspec) -> None:
    assert archspec("check", "good.yaml") == (0, "1 file checked: no findings\n", "")
    assert archspec("check", "good.yaml", "-q") == (0, "", "")


def test_findings_go_to_standard_output(archspec) -> None:
    done = archspec("check", "bad.yaml", "good.yaml", "bad.yaml")
    assert done.code == 1
    assert done.out.startswith("error[unknown-kind]: there is no kind `denes`\n --> bad.yaml:3:10\n")
    assert done.out.endswith("\n\n3 files checked: 2 errors\n")
    assert done.err == ""


def test_warnings_are_no_errors_unless_asked(archspec) -> None:
    done = archspec("check", "warned.yaml")
    assert done.code == 0
    assert done.out.startswith("warning[ambiguous-scalar]: ")
    assert done.out.endswith("1 file checked: 1 warning\n")
    assert archspec("check", "warned.yaml", "--error-on-warning").code == 1


def test_a_folder_means_the_specs_in_it_in_order(archspec) -> None:
    done = archspec("check", ".")
    assert done.code == 1
    assert [line for line in done.out.splitlines() if "-->" in line] == [" --> bad.yaml:3:10", " --> warned.yaml:3:36"]
    assert done.out.endswith("4 files checked: 1 error, 1 warning\n")
    assert archspec("check", "deep", "good.yaml").out == "2 files checked: no findings\n"


def test_a_folder_without_specs(archspec, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    assert archspec("check", "empty") == (2, "", "archspec: there is no `*.yaml` in the folder `empty`\n")


def test_variants_and_settings(archspec) -> None:
    for arguments in (["good.yaml:wide"], ["good.yaml", "--variant", "wide"], ["good.yaml", "--set", "units=3"]):
        assert archspec("check", *arguments).code == 0
    assert "the spec has no variant `wied`" in archspec("check", "good.yaml:wied").out
    assert "the spec has no param `unit`" in archspec("check", "good.yaml", "--set", "unit=3").out
    assert archspec("check", "good.yaml", "--set", "units").code == 2
    assert archspec("check", "good.yaml", "--set", "units=[1").code == 2


def test_standard_input(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "archspec: 1\ninput: [4]\nlayers: [denes: 2]\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    done = archspec("check", "-")
    assert done.code == 1
    assert " --> <stdin>:3:10\n" in done.out


def test_colour(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in archspec("check", "bad.yaml").out
    assert "\x1b[" in archspec("check", "bad.yaml", "--color", "always").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in archspec("check", "bad.yaml").out
