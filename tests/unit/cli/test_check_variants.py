"""`archspec check` of specs that describe several networks."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from archspec.language.faults import NotAccepted
from archspec.layers.fields import COUNT

FAMILY = """archspec: 1
params: {units: 4, pool: {default: avg, choices: [avg, max, %s]}}
variants:
  wide: {units: 16}
  %s
input: [H, 8, 3]
layers:
  - conv: {filters: 4, size: 3, activation: relu}
  - global_pool: $pool
  - dense: $units
"""
GOOD = FAMILY % ("avg", "narrow: {units: 2}")
BROKEN = FAMILY % ("avg", "none: {units: 0}")
ADVISED = GOOD.replace("dense: $units", "dense: {units: $units, activation: softmax}").replace("units: 2", "units: 1")


@pytest.fixture
def write(tmp_path: Path) -> None:
    for name, text in {"family": GOOD, "broken": BROKEN, "advised": ADVISED}.items():
        (tmp_path / f"{name}.yaml").write_text(text)


pytestmark = pytest.mark.usefixtures("write")


def test_a_spec_is_one_file_however_many_networks_it_describes(archspec) -> None:
    assert archspec("check", "family.yaml") == (0, "1 file checked: no problems\n", "")


def test_a_broken_variant_fails_the_file_and_is_named(archspec) -> None:
    done = archspec("check", "family.yaml", "broken.yaml")
    assert done.code == 1
    assert done.out.startswith(f"error[wrong-value]: {NotAccepted('`units`', COUNT, '0').message()}\n")
    assert "= note: in variant `none`\n" in done.out
    assert done.out.endswith("2 files checked: 1 error\n")
    for arguments in (["broken.yaml:wide"], ["broken.yaml", "--variant", "wide"], ["broken.yaml", "--set", "units=3"]):
        assert archspec("check", *arguments) == (0, "1 file checked: no problems\n", "")
    assert archspec("check", "broken.yaml:none").code == 1


def test_a_broken_choice_fails_the_file(archspec, tmp_path: Path) -> None:
    (tmp_path / "choices.yaml").write_text(FAMILY % ("median", "narrow: {units: 2}"))
    done = archspec("check", "choices.yaml")
    assert done.code == 1
    assert "= note: with `pool=median`\n" in done.out
    assert archspec("check", "choices.yaml", "--set", "pool=max").code == 0


def test_a_warning_of_one_variant(archspec) -> None:
    done = archspec("check", "advised.yaml")
    assert done.code == 0
    assert done.out.startswith("warning[softmax-of-one]: ")
    assert "= note: in variant `narrow`\n" in done.out
    assert archspec("check", "advised.yaml", "--error-on-warning").code == 1
    assert archspec("check", "advised.yaml:wide", "--error-on-warning").code == 0


def test_json_tells_of_the_default_and_of_each_variant(archspec) -> None:
    done = archspec("check", "broken.yaml", "--format", "json")
    [file] = json.loads(done.out)["files"]
    any_size = {"H": {"minimum": 1, "multiple_of": 1, "conditions": [], "reasons": []}}
    # 3 · 3 · 3 · 4 + 4 for the convolution, 4 · 4 + 4 or 4 · 16 + 16 for the dense layer
    assert {key: file[key] for key in ("valid", "layers", "params", "outputs", "size_contract")} == {
        "valid": False, "layers": 3, "params": 112 + 20, "outputs": {"dense_1": [4]}, "size_contract": any_size
    }  # fmt: skip
    assert file["variants"] == {
        "wide": {"valid": True, "params": 112 + 80, "outputs": {"dense_1": [16]}, "size_contract": any_size},
        "none": {"valid": False, "params": None, "outputs": None, "size_contract": None},
    }
    [finding] = file["diagnostics"]
    assert (finding["default"], finding["variants"], finding["choices"]) == (False, ["none"], [])


def test_json_of_a_variant_that_is_named(archspec) -> None:
    [file] = json.loads(archspec("check", "broken.yaml:wide", "--format", "json").out)["files"]
    assert (file["file"], file["valid"], file["params"]) == ("broken.yaml:wide", True, 192)
    assert list(file["variants"]) == ["wide"]
    [file] = json.loads(archspec("check", "broken.yaml:none", "--format", "json").out)["files"]
    [finding] = file["diagnostics"]
    assert (file["valid"], finding["default"], finding["variants"]) == (False, False, ["none"])


def test_json_where_there_is_no_default(archspec, tmp_path: Path) -> None:
    (tmp_path / "family.yaml").write_text(GOOD.replace("units: 4", "units: "))
    [file] = json.loads(archspec("check", "family.yaml", "--format", "json").out)["files"]
    assert (file["valid"], file["params"], file["outputs"], file["size_contract"]) == (True, None, None, None)
    assert {name: one["params"] for name, one in file["variants"].items()} == {"wide": 192, "narrow": 112 + 10}


def found_in_json(text: str) -> Any:
    return [one["notes"][0] for one in json.loads(text)["files"][0]["diagnostics"]]


def found_in_sarif(text: str) -> Any:
    return [one["message"]["text"].splitlines()[1] for one in json.loads(text)["runs"][0]["results"]]


def found_in_gitlab(text: str) -> Any:
    return [one["description"].split("; ")[1] for one in json.loads(text)]


def found_in_github(text: str) -> Any:
    return [line.split("%0A")[1] for line in text.splitlines()]


def found_in_junit(text: str) -> Any:
    suite = ElementTree.fromstring(text)
    assert suite.get("failures") == "1"
    return [line.strip("= ") for line in (suite.findtext(".//failure") or "").splitlines() if "variant" in line]


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("json", found_in_json),
        ("sarif", found_in_sarif),
        ("gitlab", found_in_gitlab),
        ("github", found_in_github),
        ("junit", found_in_junit),
    ],
)
def test_every_format_names_the_variant(archspec, form: str, found: Any) -> None:
    done = archspec("check", "broken.yaml", "--format", form)
    assert done.code == 1
    assert [one.removeprefix("note: ") for one in found(done.out)] == ["in variant `none`"]


@pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
def test_every_format_fails_for_a_variant(archspec, form: str) -> None:
    assert archspec("check", "family.yaml", "--format", form).code == 0
    assert archspec("check", "family.yaml", "broken.yaml", "--format", form).code == 1


def test_sizes_are_for_the_networks_that_leave_them_open(archspec, tmp_path: Path) -> None:
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets/a.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [dense: 2]\n")
    (tmp_path / "nets/b.yaml").write_text(
        "archspec: 1\ninput: [H, W, 1]\nlayers: [max_pool: 2, upsample: 2, add: [., input]]\n"
    )
    (tmp_path / "nets/c.yaml").write_text("archspec: 1\ninput: [T, 1]\nlayers: [max_pool: 4]\n")
    (tmp_path / "nets/d.yaml").write_text("archspec: 1\nblocks: {b: {layers: [relu]}}\n")
    assert archspec("check", "nets", "--at", "H=4,T=5") == (
        0, "nets/d.yaml: a library, with the blocks `b`\n4 files checked: no problems\n", ""
    )  # fmt: skip
    done = archspec("check", "nets", "--at", "H=5,T=3", "--format", "json")
    found = [one for file in json.loads(done.out)["files"] for one in file["diagnostics"]]
    assert [(one["layer"], one["data"]["sizes"]) for one in found] == [
        ("add_1", [["H", 5]]),
        ("max_pool_1", [["T", 3]]),
    ]
    merged, pooled = (one["data"]["cause"]["data"] for one in found)
    assert (merged["first"], merged["other"]) == ([4, "2*⌊W/2⌋", 1], [5, "W", 1])
    assert (pooled["size"], pooled["input"]) == (4, 3)
    done = archspec("check", "nets", "--at", "H=4,D=4", "-q")
    assert done == (2, "", "archspec: no network has an open size `D`; there are `H`, `W`, `T`\n")
    assert archspec("check", "nets/a.yaml", "nets/d.yaml", "--at", "H=4", "-q").err == (
        "archspec: no network has an open size `H`\n"
    )
    (tmp_path / "nets/e.yaml").write_text("archspec: 1\ninput: [D]\nlayers: [dens: 2]\n")
    assert archspec("check", "nets", "--at", "D=4", "-q").code == 1  # `D` may be a size of what cannot be read


def test_fixes_are_for_all_networks(archspec, tmp_path: Path) -> None:
    (tmp_path / "slip.yaml").write_text(GOOD.replace("wide: {units: 16}", "wide: {unist: 16}"))
    done = archspec("check", "--fix", "slip.yaml")
    assert done.out.startswith("fixed[unknown-param]: slip.yaml:4:10: `unist` -> `units`\n")
    assert (tmp_path / "slip.yaml").read_text() == GOOD
