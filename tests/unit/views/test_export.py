import csv
import io
import json
from pathlib import Path

import jsonschema

import archspec
from archspec.estimate.memory import training_memory
from archspec.graph import Graph
from archspec.views.export import as_csv, as_json
from archspec.views.training import Training

SPECS = Path(__file__).parents[3] / "specs"
SCHEMA = json.loads((SPECS.parent / "docs" / "show.schema.json").read_text())


def graph(spec: str) -> Graph:
    found = archspec.check(SPECS / f"{spec}.yaml").graph
    assert found is not None
    return found


def test_json_keeps_its_contract() -> None:
    for spec in ("unet", "lenet5", "resnet", "alexnet"):
        jsonschema.validate(json.loads(as_json(graph(spec))), SCHEMA)
    lenet = graph("lenet5")
    whole = json.loads(
        as_json(lenet, [("params", "61,706", "61,706", True)], Training("on 2", training_memory(lenet, 2), 2**30, 9))
    )
    jsonschema.validate(whole, SCHEMA)
    assert whole["training_memory"]["weights"] == 4 * 61_706
    assert whole["training_memory"]["largest_batch"] == 9


def test_numbers_are_numbers_and_functions_are_text() -> None:
    whole = json.loads(as_json(graph("unet")))
    assert whole["inputs"] == {"image": ["H", "W", 1]}
    assert whole["totals"]["params"] == 31_030_658
    assert whole["totals"]["activation_bytes"] is None
    assert whole["size_contract"] == {"H": ["H % 16 == 0"], "W": ["W % 16 == 0"]}
    first = whole["layers"][1]
    assert (first["name"], first["inputs"], first["output_shape"]) == ("enc0.conv_1", ["image"], ["H", "W", 64])
    assert first["macs"] == "H*W*576"
    assert first["receptive_field"] == [{"size": 3, "smallest": 3, "jump": 1.0, "centre": 0.0}] * 2


def test_what_sees_everything_says_so() -> None:
    last = json.loads(as_json(graph("lenet5")))["layers"][-1]
    assert last["receptive_field"] == [{"size": "whole", "smallest": "whole", "jump": None, "centre": None}] * 2


def test_csv_has_a_line_for_each_layer() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(graph("lenet5")))))
    assert len(rows) == 9
    assert rows[1] == {
        "name": "C1",
        "kind": "conv",
        "inputs": "image",
        "output_shape": "28 28 6",
        "params": "156",
        "trainable_params": "156",
        "macs": str(28 * 28 * 25 * 6),
        "activation_bytes": str(28 * 28 * 6 * 4),
        "receptive_field": "5 5",
    }
    assert sum(int(row["params"]) for row in rows) == 61_706
