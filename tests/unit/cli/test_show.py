import json
from pathlib import Path

import pytest

from archspec.cli.main import main
from archspec.expect.faults import WeightsMissed
from archspec.syntax.yaml_faults import InvalidYaml


def test_a_table(archspec) -> None:
    assert archspec("show", "good.yaml:wide") == (
        0,
        "layer    kind   output  params  MACs  memory  sees\n"
        "──────────────────────────────────────────────────\n"
        "input    input  4                       16 B\n"
        "dense_1  dense  8           40    32    32 B\n"
        "──────────────────────────────────────────────────\n"
        "1 layer, 40 params, 40 of them trainable\n"
        "32 MACs a sample; activations in float32 48 B at most, 48 B in all\n"
        "output `dense_1`: 8\n",
        "",
    )


def test_settings_change_it(archspec) -> None:
    assert "\noutput `dense_1`: 5\n" in archspec("show", "good.yaml", "--set", "units=5").out


def test_a_faulty_spec_is_shown_as_far_as_it_is_known(archspec) -> None:
    Path("half.yaml").write_text(
        "archspec: 1\ninput: [8]\nlayers:\n  - dense: 4\n  - dense: {units: [3\n  - relu\n"
        "  - dense: {units: 2, from: input, name: side}\noutputs: [side, relu_1]\n"
    )
    done = archspec("show", "half.yaml")
    assert done.code == 1
    assert done.out == (
        "layer    kind   output  params  MACs  memory  sees\n"
        "──────────────────────────────────────────────────\n"
        "input    input  8                       32 B\n"
        "dense_1  dense  4           36    32    16 B\n"
        "dense_2  dense  ?            ?     ?       ?     ?\n"
        "relu_1   relu   ?            ?     ?       ?     ?\n"
        "side     dense  2           18    16     8 B\n"
        "──────────────────────────────────────────────────\n"
        "4 layers, 2 of them of unknown shape; 54 params in the others\n"
        "output `side`: 2\n"
        "output `relu_1`: ?\n"
    )
    assert done.err.startswith(f"error[invalid-yaml]: {InvalidYaml('open bracket', '[', ']').message()}\n")
    shown = json.loads(archspec("show", "half.yaml", "--format", "json").out)
    assert [(one["name"], one["output_shape"]) for one in shown["layers"]] == [
        ("input", [8]), ("dense_1", [4]), ("dense_2", None), ("relu_1", None), ("side", [2]),
    ]  # fmt: skip
    assert (shown["outputs"], shown["totals"]["params"]) == ({"side": [2], "relu_1": None}, None)
    rows = archspec("show", "half.yaml", "--format", "csv").out.splitlines()
    assert rows[3] == "dense_2,dense,,,,,,,"


def test_what_nothing_is_known_of_has_no_table(archspec) -> None:
    Path("broken.yaml").write_text("{")
    done = archspec("show", "broken.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error[invalid-yaml]")


def test_a_network_that_is_not_as_expected_is_shown_with_what_it_misses(archspec) -> None:
    Path("missed.yaml").write_text("archspec: 1\ninput: [H, 4]\nlayers: [dense: 2]\nexpect: {params: 9}\n")
    done = archspec("show", "missed.yaml")
    assert done.code == 1
    assert done.out.endswith("\nparams: 10, not 9 as expected\n")
    assert done.err.startswith(f"error[missed-expectation]: {WeightsMissed(10, '9', ()).message()}\n")
    as_json = archspec("show", "missed.yaml", "--format", "json", "--at", "H=3")
    assert as_json.code == 1
    assert "error[missed-expectation]" in as_json.err
    shown = json.loads(as_json.out)
    assert shown["expect"] == [{"key": "params", "actual": "10", "expected": "9", "holds": False}]
    assert shown["outputs"] == {"dense_1": [3, 2]}


def test_a_network_of_the_zoo_at_a_size(archspec) -> None:
    done = archspec("show", "unet", "--at", "H=64,W=32", "--depth", "1")
    assert done.code == 0
    assert "output `mask`: 64 × 32 × 2\n" in done.out
    assert done.out.endswith("params: 31,030,658, as expected\nsizes: H % 16 == 0, W % 16 == 0, as expected\n")
    assert max(map(len, done.out.splitlines())) <= 80


def test_other_formats(archspec) -> None:
    assert json.loads(archspec("show", "good.yaml", "--format", "json").out)["totals"]["params"] == 10
    assert archspec("show", "good.yaml", "--format", "csv").out.startswith("name,kind,inputs,output_shape,")
    assert archspec("show", "good.yaml", "--format", "markdown").out.startswith("| layer | kind | output |")


def test_training_memory(archspec) -> None:
    done = archspec("show", "good.yaml", "--train-memory", "--batch", "2", "--precision", "mixed_bfloat16")
    assert "\ntraining in mixed_bfloat16 with adam, batch 2: about " in done.out
    refused = archspec("show", "unet", "--train-memory")
    assert refused.code == 2
    assert "--at H=…,W=…" in refused.err


def test_the_batch_that_fits_into_some_memory(archspec) -> None:
    assert "\nlargest batch in 24 GiB: about " in archspec("show", "good.yaml", "--memory", "24 GiB").out
    refused = archspec("show", "good.yaml", "--memory", "<= much")
    assert (refused.code, refused.err) == (2, "archspec: `--memory` takes an amount such as `24GiB`, not `<= much`\n")


def test_numbers_that_make_no_sense(archspec) -> None:
    assert archspec("show", "good.yaml", "--depth", "0").err == "archspec: `--depth` must be at least 1, not 0\n"
    assert archspec("show", "good.yaml", "--batch", "0").code == 2


def test_a_library_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "library.yaml"
    file.write_text("archspec: 1\nblocks: {a: {layers: [relu]}}\n")
    assert main(["show", str(file)]) == 2
    assert "is a library of blocks, not a network" in capsys.readouterr().err
    assert main(["check", str(file)]) == 0
    assert f"{file}: a library, with the blocks `a`\n" in capsys.readouterr().out
