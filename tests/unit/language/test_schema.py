"""The schema admits every spec that is right, and refuses what can be told to be wrong without following a shape."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from archspec.diagnostics.source import SourceFile
from archspec.language import accepts
from archspec.language.schema import schema
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.layers.manual import page
from archspec.syntax.parse import parse
from archspec.syntax.tree import plain

SPECS = sorted((Path(__file__).parents[3] / "specs").glob("*.yaml"))
KINDS = [*STRUCTURES.values(), *registry.kinds()]
SCHEMA = schema()
VALIDATOR = Draft7Validator(SCHEMA)
HEAD = "archspec: 1\ninput: [32, 32, 3]\n"


def data(spec: str) -> Any:
    tree, _ = parse(SourceFile("<text>", spec))
    assert tree is not None
    return plain(tree)


def faults(spec: str) -> list[list[str | int]]:
    return [list(error.absolute_path) for error in VALIDATOR.iter_errors(data(spec))]


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_every_reference_has_its_definition() -> None:
    text = json.dumps(SCHEMA)
    names = {part.partition('"')[0] for part in text.split('"#/definitions/')[1:]}
    assert names <= SCHEMA["definitions"].keys()


def test_it_is_the_same_in_every_process() -> None:
    code = "import json, archspec.language.schema as s; print(json.dumps(s.schema()))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert made.stdout.strip() == json.dumps(SCHEMA)


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_it_admits_the_zoo(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_it_admits_the_example_of_every_kind(kind: Any) -> None:
    assert faults(page(kind).example) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.kind)
def test_every_field_says_what_it_takes(kind: Any) -> None:
    for name, field in SCHEMA["definitions"][f"{kind.kind}.fields"]["properties"].items():
        assert field.keys() & {"$ref", "type", "anyOf", "allOf", "enum", "const"}, name


def test_what_stays_a_tree_has_the_schema_of_what_it_accepts() -> None:
    fields = SCHEMA["definitions"]["repeat.fields"]["properties"]
    assert fields["layers"]["$ref"] == "#/definitions/Layers"
    assert fields["each"]["anyOf"] == [accepts.LISTS.schema, {"type": "null"}, accepts.EXPRESSION]
    expect = SCHEMA["properties"]["expect"]
    bounds = SCHEMA["definitions"]["Expect"]["properties"] if "$ref" in str(expect) else expect["properties"]
    assert all(
        {"$ref": "#/definitions/Quantity"} in bounds[key]["anyOf"] for key in ("params", "macs", "receptive_field")
    )


@pytest.mark.parametrize(
    "layers",
    [
        "[relu, conv2d: {filters: 8, size: 3}, {max_pool: }]",
        "[conv: {filters: $n, size: $(2 + 1), stride: [1, $s], kernel_initializer: he_normal, bias: $b}]",
        "[conv: {filters: 8, size: 3, padding: [[0, 1], 2], kernel_regularizer: {l2: 1e-4}, x-note: as in the paper}]",
        "[conv: {filters: 8, size: 3, kernel_initializer: {random_normal: {stddev: 0.02}}, when: $deep, name: a$i}]",
        "[add: [., stem, [relu], {from: stem, layers: [relu]}, []]]",
        "[residual: {shortcut: [identity], norm: null, layers: [dense: 3]}]",
        "[repeat: {times: 3, index: i, layers: [dense: 3]}, from: stem, {group: [relu]}]",
        "[$block: {filters: 3}]",
        "[{x-note: mine, relu: }]",
        "[reshape: [-1, 16], {permute: $order}]",
    ],
)
def test_it_admits(layers: str) -> None:
    assert faults(f"{HEAD}layers: {layers}\n") == []


@pytest.mark.parametrize(
    "layers",
    [
        "[konv: {filters: 8, size: 3}]",
        "[rely]",
        "[relu2d]",
        "[conv4d: {filters: 8, size: 3}]",
        "[conv: {filters: 8, size: 3, strides: 2}]",
        "[conv: {filters: 8}]",
        "[conv: 8]",
        "[conv]",
        "[conv: {filters: 0, size: 3}]",
        "[conv: {filters: 8.5, size: 3}]",
        "[conv: {filters: eight, size: 3}]",
        "[conv: {filters: 8, size: 3, activation: rellu}]",
        "[conv: {filters: 8, size: 3, norm: bach}]",
        "[conv: {filters: 8, size: 3, kernel_initializer: he}]",
        "[conv: {filters: 8, size: 3, kernel_regularizer: {l3: 1e-4}}]",
        "[conv: {filters: 8, size: 3, bias: 1}]",
        "[conv: {filters: 8, size: 3, dtype: float31}]",
        "[dropout: 1]",
        "[{relu: , max_pool: 2}]",
        "[7]",
        "[group: {layers: [konv: 3]}]",
        "[residual: [conv: {filters: 8}]]",
        "[residual: {shortcut: [konv: 3], layers: []}]",
        "[add: [., [konv: 3]]]",
        "[add: {branches: [., {from: stem, layers: [dense]}]}]",
        "[add: [., {conv: {filters: 8, size: 3}}]]",
        "relu",
    ],
)
def test_it_refuses(layers: str) -> None:
    assert faults(f"{HEAD}layers: {layers}\n") != []


def test_a_kind_that_may_be_a_block_is_admitted_where_there_are_blocks() -> None:
    blocks = "blocks: {stem: {params: {n: 8}, layers: [dense: $n]}}\n"
    assert faults(f"{HEAD}{blocks}layers: [stem, stem: 3, stem: {{n: 3, name: second}}]\n") == []
    assert faults(f"{HEAD}layers: [stem]\n") == [["layers", 0]]


def test_a_field_that_defaults_may_fill_in_is_not_missed() -> None:
    layers = "layers: [conv: 8, {residual: [conv: {filters: 8}]}]\n"
    assert faults(f"{HEAD}defaults: {{conv: {{size: 3}}}}\n{layers}") == []
    assert faults(f"{HEAD}{layers}") == [["layers", 0, "conv"], ["layers", 1, "residual", 0, "conv"]]


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ("input: [3]\nlayers: [relu]\n", []),
        ("archspec: 2\ninput: [3]\nlayers: [relu]\n", ["archspec"]),
        (f"{HEAD}layers: [relu]\nlayer: 3\n", []),
        (f"{HEAD}layers: [relu]\nname: two words\n", ["name"]),
        (f"{HEAD}layers: [relu]\ndefaults: {{conw: {{size: 3}}}}\n", ["defaults"]),
        (f"{HEAD}layers: [relu]\ndefaults: {{conv: {{sise: 3}}}}\n", ["defaults", "conv"]),
        (f"{HEAD}layers: [relu]\nbuild: {{precision: float8}}\n", ["build", "precision"]),
        (f"{HEAD}layers: [relu]\nexpect: {{params: many}}\n", ["expect", "params"]),
        (f"{HEAD}layers: [relu]\nblocks: {{a: {{layer: []}}}}\n", ["blocks", "a"]),
        ("archspec: 1\ninput: {shape: [3], type: int32}\nlayers: [relu]\n", ["input"]),
    ],
)
def test_a_wrong_key_is_refused_at_its_place(spec: str, path: list[str]) -> None:
    assert path in faults(spec)


@pytest.mark.parametrize("params", ["25_557_032", "26M", "<= 26 M", 12, ">= 1.5k"])
def test_quantities_are_admitted(params: object) -> None:
    assert faults(f'{HEAD}layers: [relu]\nexpect: {{params: "{params}"}}\n') == []


def test_notes_are_admitted_everywhere() -> None:
    notes = "x-note: {any: [thing]}\nblocks: {x-b: 3, a: {x-c: 3, layers: []}}\nexpect: {x-d: 3}\n"
    assert faults(f"{HEAD}{notes}layers: [relu: {{x-e: 3}}]\n") == []


def test_what_an_editor_shows() -> None:
    fields = SCHEMA["definitions"]["conv.fields"]["properties"]
    assert fields["filters"] == {
        "description": "The number of output channels. Must be an integer of at least 1.",
        "$ref": "#/definitions/Count",
    }
    assert fields["stride"]["default"] == 1
    assert SCHEMA["definitions"]["relu"]["description"].startswith("Cuts off what is below zero: `max(x, 0)`.")
