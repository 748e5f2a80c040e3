import io
import json
import sys

import pytest

from archspec.cli import check
from archspec.compiler.name_faults import UnknownKind
from archspec.compiler.size_faults import InvalidSize
from archspec.language.reuse_faults import NotASpec
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import MergedShapes


def test_a_clean_file(archspec) -> None:
    assert archspec("check", "good.yaml") == (0, "1 file checked: no problems\n", "")
    assert archspec("check", "good.yaml", "-q") == (0, "", "")


def test_findings_go_to_standard_output(archspec) -> None:
    done = archspec("check", "bad.yaml", "good.yaml", "bad.yaml")
    assert done.code == 1
    assert done.out.startswith(f"error[unknown-kind]: {UnknownKind('denes').message()}\n --> bad.yaml:3:10\n")
    assert done.out.endswith("\n\n2 files checked: 1 error (1 fixable with --fix)\n")
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
    assert done.out.endswith("4 files checked: 1 error, 1 warning (1 fixable with --fix)\n")
    assert archspec("check", "deep", "good.yaml").out == "2 files checked: no problems\n"


def test_a_spec_that_is_named_twice_is_checked_once(archspec, tmp_path) -> None:
    (tmp_path / "link.yaml").symlink_to("good.yaml")
    done = archspec("check", "good.yaml", "./good.yaml", "link.yaml", str(tmp_path / "good.yaml"), "deep", "deep/er")
    assert done.out == "2 files checked: no problems\n"
    assert archspec("check", "good.yaml:wide", "good.yaml").out == "2 files checked: no problems\n"


def test_what_cannot_be_read_does_not_stop_the_others(archspec, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    done = archspec("check", "gone.yaml", "bad.yaml", "empty", "good.yaml")
    assert done.code == 2
    assert done.err == ("archspec: there is no file `gone.yaml`\narchspec: there is no spec in the folder `empty`\n")
    assert " --> bad.yaml:3:10\n" in done.out
    assert done.out.endswith("2 files checked, 2 unreadable: 1 error (1 fixable with --fix)\n")


def test_other_yaml_in_a_folder_is_passed_over_and_counted(archspec, tmp_path) -> None:
    (tmp_path / "deep/deploy.yaml").write_text("services: {web: {image: nginx}}\n")
    done = archspec("check", "--fix", "deep")
    assert (done.code, done.out) == (0, "1 file checked, 0 fixed, 1 other YAML file skipped: no problems left\n")
    done = archspec("check", "--fix", "deep", "deep/deploy.yaml")
    assert done.code == 1
    assert f"error[not-a-spec]: {NotASpec().message()}\n" in done.out
    assert (tmp_path / "deep/deploy.yaml").read_text() == "services: {web: {image: nginx}}\n"


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
def test_what_cannot_be_read_stands_in_every_format(archspec, form: str) -> None:
    done = archspec("check", "gone.yaml", "good.yaml", "--format", form)
    assert (done.code, done.err) == (2, "")
    assert "there is no file `gone.yaml`" in done.out


def test_variants_and_settings(archspec) -> None:
    for arguments in (["good.yaml:wide"], ["good.yaml", "--variant", "wide"], ["good.yaml", "--set", "units=3"]):
        assert archspec("check", *arguments).code == 0
    wrong = archspec("check", "good.yaml:wied", "--format", "json")
    assert json.loads(wrong.out)["files"][0]["diagnostics"][0]["data"]["variant"] == "wied"
    wrong = archspec("check", "good.yaml", "--set", "unit=3", "--format", "json")
    assert json.loads(wrong.out)["files"][0]["diagnostics"][0]["data"]["param"] == "unit"
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


def test_json_holds_what_a_program_needs(archspec, tmp_path) -> None:
    (tmp_path / "open.yaml").write_text(
        "archspec: 1\ninput: [H, 8, 1]\nlayers:\n"
        "  - max_pool: 2\n  - upsample: 2\n  - add: [., input]\n  - conv: {filters: 2, size: 3}\n"
    )
    done = archspec("check", "open.yaml", "bad.yaml", "--format", "json")
    assert done.code == 1
    printed = json.loads(done.out)
    assert printed["format_version"] == 1
    assert printed["problems"] == []
    good, bad = printed["files"]
    assert good == {
        "file": "open.yaml",
        "valid": True,
        "layers": 4,
        "params": 3 * 3 * 1 * 2 + 2,
        "outputs": {"conv_1": ["H", 8, 2]},
        "size_contract": {
            "H": {
                "minimum": 2,
                "multiple_of": 2,
                "conditions": ["H % 2 == 0"],
                "reasons": [
                    {
                        "condition": "H % 2 == 0",
                        "layers": [
                            {
                                "layer": "add_1",
                                "asks": "H % 2 == 0",
                                "because": "merges `upsample_1` (2*⌊H/2⌋) with `input` (H)",
                            }
                        ],
                    }
                ],
            }
        },
        "variants": {},
        "diagnostics": [],
        "fixed": [],
        "not_fixed": [],
    }
    assert (bad["valid"], bad["params"], bad["outputs"]) == (False, None, None)
    assert bad["diagnostics"][0]["name"] == "unknown-kind"
    assert bad["diagnostics"][0]["line"] == 3


@pytest.mark.parametrize(
    ("form", "sign"),
    [("sarif", '"version": "2.1.0"'), ("github", "::error "), ("gitlab", "fingerprint"), ("junit", "<testsuite")],
)
def test_findings_in_the_formats_of_others(archspec, form: str, sign: str) -> None:
    done = archspec("check", "bad.yaml", "--format", form)
    assert done.code == 1
    assert sign in done.out


OPEN = "archspec: 1\ninput: [H, W, 1]\nlayers: [max_pool: 2, upsample: 2, add: [., input]]\n"


@pytest.fixture
def open_spec(tmp_path) -> str:
    (tmp_path / "open.yaml").write_text(OPEN)
    return "open.yaml"


def test_verbose_tells_the_sizes_and_why(archspec, open_spec: str) -> None:
    assert archspec("check", "--verbose", open_spec, "good.yaml") == (
        0,
        "open.yaml works for\n"
        "  H % 2 == 0\n"
        "    `add_1` merges `upsample_1` (2*⌊H/2⌋) with `input` (H)\n"
        "  W % 2 == 0\n"
        "    `add_1` merges `upsample_1` (2*⌊W/2⌋) with `input` (W)\n"
        "2 files checked: no problems\n",
        "",
    )


@pytest.mark.parametrize("sizes", [["--at", "H=4"], ["--at", "H=4,W=6"], ["--at", "H = 4", "--at", "W=6"]])
def test_sizes_that_will_do(archspec, open_spec: str, sizes: list[str]) -> None:
    assert archspec("check", open_spec, *sizes) == (0, "1 file checked: no problems\n", "")


def test_sizes_that_will_not(archspec, open_spec: str) -> None:
    done = archspec("check", open_spec, "--at", "H=4,W=5")
    assert done.code == 1
    wrong = InvalidSize((("H", 4), ("W", 5)), MergedShapes(Shape((4, 4, 1)), Shape((4, 5, 1)), axis=1))
    assert f"error[invalid-size]: at H = 4, W = 5, `add_1` {wrong.message()}\n" in done.out
    assert "= help: the nearest sizes that work are `H=4,W=4` and `H=4,W=6`, where only `W` changes\n" in done.out


def test_what_is_left_open_at_some_sizes(archspec, open_spec: str) -> None:
    done = archspec("check", open_spec, "--at", "H=4", "--format", "json")
    [file] = json.loads(done.out)["files"]
    assert file["outputs"] == {"add_1": [4, "W", 1]}
    assert list(file["size_contract"]) == ["W"]
    done = archspec("check", open_spec, "--at", "H=5", "--format", "json")
    [file] = json.loads(done.out)["files"]
    assert (done.code, file["valid"], file["diagnostics"][0]["name"]) == (1, False, "invalid-size")
    assert file["diagnostics"][0]["layer"] == "add_1"


@pytest.mark.parametrize("sizes", ["H", "H=", "=4", "H=4.5", "H=-1", "H=0", "H=4,", "H=9999999999", "358"])
def test_sizes_that_cannot_be_read(archspec, open_spec: str, sizes: str) -> None:
    assert archspec("check", open_spec, f"--at={sizes}") == (
        2,
        "",
        f"archspec: `--at {sizes}` is not of the form `--at H=358` or `--at H=358,W=512`\n",
    )


def test_sizes_that_there_are_not(archspec, open_spec: str) -> None:
    assert archspec("check", open_spec, "--at", "D=4") == (
        2,
        "",
        "archspec: `open.yaml`: the network has no open size `D`; its open sizes are `H`, `W`\n",
    )
    assert archspec("check", "good.yaml", "--at", "D=4").err == (
        "archspec: `good.yaml`: the network has no open size `D`; it has none\n"
    )


@pytest.mark.parametrize(("form", "root"), [("github", "GITHUB_WORKSPACE"), ("sarif", "GITHUB_WORKSPACE"),
                                            ("gitlab", "CI_PROJECT_DIR")])  # fmt: skip
def test_paths_are_those_of_the_repository(archspec, form: str, root: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv(root, str(tmp_path.parent))
    assert f"{tmp_path.name}/bad.yaml" in archspec("check", "bad.yaml", "--format", form).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["good.yaml"], 0),
        (["warned.yaml"], 0),
        (["warned.yaml", "--error-on-warning"], 1),
        (["bad.yaml"], 1),
        (["bad.yaml", "gone.yaml"], 2),
        (["good.yaml", "--set", "units"], 2),
        (["good.yaml", "--format", "html"], 2),
    ],
)
@pytest.mark.parametrize("form", [[], ["--format", "json"]])
def test_exit_codes(archspec, arguments: list[str], code: int, form: list[str]) -> None:
    assert archspec("check", *form, *arguments).code == code


def test_a_fault_of_archspec_itself(archspec, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError(f"{len(arguments)} arguments")

    monkeypatch.setattr(check, "sweep", broken)
    assert archspec("check", "good.yaml").code == 101


NOTED = "archspec: 1\ninput: [11, 8]\nlayers:\n  - max_pool: 2\n"
ADVISED = "archspec: 1\ninput: [8]\nlayers:\n  - dense: 8\n  - batch_norm\n  - softmax: {name: a}\n  - softmax\n"


def test_notes_are_printed_where_they_are_asked_for(archspec, tmp_path) -> None:
    (tmp_path / "noted.yaml").write_text(NOTED)
    assert archspec("check", "noted.yaml", "--error-on-warning") == (
        0, "1 file checked: 1 note (notes are printed with --verbose)\n", ""
    )  # fmt: skip
    for flag in ("-v", "--verbose"):
        out = archspec("check", "noted.yaml", flag).out
        assert out.startswith("note[dropped-edge]: ")
        assert out.endswith("\n\n1 file checked: 1 note\n")
    assert '"severity": "note"' in archspec("check", "noted.yaml", "--format", "json").out
    done = archspec("check", "noted.yaml", "warned.yaml", "noted.yaml")
    assert done.out.startswith("warning[ambiguous-scalar]: ")
    assert "\n\n\n" not in done.out


def test_findings_can_be_allowed(archspec, tmp_path) -> None:
    (tmp_path / "advised.yaml").write_text(ADVISED)
    assert archspec("check", "advised.yaml").out.endswith("1 file checked: 2 warnings (1 fixable with --fix)\n")
    for arguments in (
        ["--allow", "bias-before-norm", "--allow", "activation-before-softmax"],
        ["--allow", "bias-before-norm, activation-before-softmax"],
    ):
        assert archspec("check", "advised.yaml", *arguments).out == "1 file checked: no problems\n"
    assert archspec("check", "advised.yaml", "--allow", "checkerboard").out.endswith(
        "2 warnings (1 fixable with --fix)\n"
    )


def test_only_warnings_and_notes_can_be_allowed(archspec) -> None:
    done = archspec("check", "good.yaml", "--allow", "bias-befor-norm")
    reason = "there is no diagnostic `bias-befor-norm`; did you mean `bias-before-norm`?"
    assert done == (2, "", f"archspec: `--allow bias-befor-norm`: {reason}\n")
    done = archspec("show", "good.yaml", "--allow", "channel-mismatch")
    reason = "`channel-mismatch` is an error, and only warnings and notes can be allowed"
    assert done == (2, "", f"archspec: `--allow channel-mismatch`: {reason}\n")
