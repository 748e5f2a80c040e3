"""Every field of every kind, and every key of a spec, given values of every sort: each check ends in a report."""

import pytest

import archspec
from archspec.language.document import Architecture
from archspec.layers import registry

VALUES = (
    "", "~", "true", "a", '""', "0", "-1", "3.5", ".nan", ".inf", "99999999999999999999", "$x", "$(x)", "$(range(3))",
    "$([[1], [2]])", "[]", "[1]", "[[1]]", "[~]", "[a, b]", "[1, [2, {b: 3}]]", "[relu]", "[dense: 3]", "{}", "{a: 1}",
    "{a: {b: [c]}}", "[{a: 1}]", "{relu: }",
)  # fmt: skip
STRUCTURES = {
    "group": ("layers",),
    "repeat": ("layers", "times", "each"),
    "residual": ("layers", "shortcut", "merge"),
    "time_distributed": ("layers",),
    "unit": ("p", "q"),
}
OF_ALL = ("from", "name", "when", "dtype", "trainable", "norm", "activation")
NEEDED = {"filters": 4, "size": 3, "units": 3}
"""Without these a layer would be refused for them alone."""
ITEMS = """archspec: 1
input: [8, 8, 4]
params: {x: [1, 2]}
blocks: {unit: {params: {p: 1, q: 2}, layers: [dense: $p]}}
layers: [{KIND: VALUE}, relu]
"""
KEYS = """\
inputs: {x: VALUE}
inputs: {x: {shape: VALUE}}
inputs: {x: {shape: [3], dtype: VALUE}}
params: {a: VALUE}
params: {a: {type: VALUE}}
params: {a: {default: VALUE, choices: VALUE}}
blocks: {b: VALUE}
blocks: {b: {layers: VALUE}}
blocks: {b: {layers: [relu], params: VALUE}}
blocks: {b: {layers: [relu], params: {a: VALUE}}}
outputs: {a: VALUE}
expect: {params: VALUE}
expect: {macs: VALUE}
expect: {sizes: VALUE}
expect: {outputs: {relu_1: VALUE}}
expect: {receptive_field: VALUE}
expect: {memory: VALUE}
build: {precision: VALUE}
build: {layout: VALUE}
build: {jit: VALUE}
defaults: {conv: VALUE}
defaults: {conv: {padding: VALUE}}
defaults: {dtype: VALUE}
defaults: {residual: {shortcut: VALUE}}
variants: {v: VALUE}
variants: {v: {x: VALUE}}
edits: [remove: VALUE]
edits: [{replace: VALUE, with: [relu]}]
edits: [{replace: relu_1, with: VALUE}]
edits: [{before: relu_1, insert: VALUE}]
edits: [{after: relu_1, insert: [VALUE]}]
""".splitlines()


def assert_reported(text: str) -> None:
    report = archspec.check(text)
    assert report.valid != bool(report.errors), text


@pytest.mark.parametrize("kind", [*registry.names(), *STRUCTURES])
def test_fields(kind: str) -> None:
    layer = registry.find(kind)
    fields = [name.rstrip("_") for name in layer.model_fields] if layer else STRUCTURES[kind]
    for value in VALUES:
        assert_reported(ITEMS.replace("KIND", kind).replace("VALUE", value))
        for field in {*fields, *OF_ALL}:
            given = {**{name: number for name, number in NEEDED.items() if name in fields}, field: value}
            written = ", ".join(f"{name}: {one}" for name, one in given.items())
            assert_reported(ITEMS.replace("KIND", kind).replace("VALUE", f"{{{written}}}"))


@pytest.mark.parametrize("key", [*KEYS, *(f"{name}: VALUE" for name in Architecture.model_fields)])
def test_keys(key: str) -> None:
    name = key.partition(":")[0]
    lines = ["archspec: 1", "input: [8, 8, 4]", "layers: [relu]"]
    kept = [line for line in lines if line.partition(":")[0] != ("input" if name == "inputs" else name)]
    for value in VALUES:
        assert_reported("\n".join([*kept, key.replace("VALUE", value)]))
