"""What only follows from a fault is not told."""

import pytest

from archspec.api import check
from archspec.compiler.name_faults import UnknownName
from archspec.language.faults import NotAccepted
from tests.like import Like

SPEC = """
archspec: 1
input: [8, 3]
blocks:
  pair:
    params: {units: }
    layers:
      - dense: {units: $units, name: first}
layers:
  - {item}
  - relu: {{from: {name}}}
"""


@pytest.mark.parametrize(
    ("item", "name", "finding"),
    [
        ("dense: {units: $nothing, name: lost}", "lost", "UnknownParam"),
        ("dense: {bias: false, name: lost}", "lost", "MissingField"),
        ("dence: {units: 3, name: lost}", "lost", "UnknownKind"),
        ("dense: {units: 3, when: $(1 + 1), name: lost}", "lost", "WrongValue"),
        ("pair: {name: lost}", "lost", "MissingField"),
        ("pair: {name: lost}", "lost.first", "MissingField"),
    ],
)
def test_the_name_of_a_faulty_item_is_known_for_lost(item: str, name: str, finding: str) -> None:
    spec = SPEC.replace("{item}", item).replace("{{from: {name}}}", f"{{from: {name}}}")
    assert [one.kind.__name__ for one in check(spec).errors] == [finding]


def test_a_name_that_nobody_gave_is_told_beside_another_fault() -> None:
    spec = SPEC.replace("{item}", "dense: {name: lost}").replace("{{from: {name}}}", "{from: other}")
    assert [one.kind.__name__ for one in check(spec).errors] == ["MissingField", "UnknownName"]


def test_a_wrong_when_hides_nothing_else_of_its_item() -> None:
    spec = SPEC.replace("{item}", "dense: {units: 0, when: 5, from: nowhere, dtype: none, name: lost}")
    found = check(spec.replace("{{from: {name}}}", "{from: lost}")).errors
    assert list(found) == [
        Like(NotAccepted, what="`when`", accepts="`true` or `false`", given="5"),
        Like(UnknownName, text='"nowhere"'),
        Like(
            NotAccepted,
            what="`dtype`",
            accepts="one of float32, float16, bfloat16, float64, mixed_float16, mixed_bfloat16",
            given='"none"',
        ),
        Like(NotAccepted, what="`units`", accepts="an integer of at least 1", given="0"),
    ]


def test_what_may_be_left_out_has_no_shape() -> None:
    spec = (
        "archspec: 1\ninput: [8, 3]\nlayers:\n  - dense: {units: 4, name: a}\n  - dense: 5\n"
        "  - add: {branches: [input, input], when: maybe, name: sum}\n  - add: [., a]\n  - concat: [sum, a]\n"
    )
    assert [one.kind.__name__ for one in check(spec).errors] == ["WrongValue"]


def test_a_faulty_default_is_told_once_at_its_key() -> None:
    found = check(
        "archspec: 1\ninput: [8, 3]\ndefaults: {dense: {unit: 4}}\nlayers:\n  - dense: 4\n  - dense: 5\n"
    ).errors
    assert [(one.kind.__name__, one.span and one.span.column) for one in found] == [("UnknownKey", 20)]


@pytest.mark.parametrize(
    "item", ["dense: {units: 0}", "dense: {units: $nothing}", "dence: 4", "dense: {units: 4, bias: maybe}"]
)
def test_the_name_that_a_faulty_item_would_have_had_is_known_for_lost(item: str) -> None:
    spec = f"archspec: 1\ninput: [8, 3]\nlayers:\n  - {item}\n  - dense: 5\n  - add: [dense_1, dense_2]\n"
    assert len(check(spec).errors) == 1


def test_layers_that_are_alike_are_one_object() -> None:
    graph = check(
        "archspec: 1\ninput: [8, 8, 3]\nlayers:\n"
        "  - conv: {filters: 3, size: 3}\n  - conv: {filters: $(1 + 2), size: 3, name: second}\n"
        "  - conv: {filters: 3, size: 3, bias: false}\n  - dropout: 0\n  - dropout: 0.0\n"
    ).graph
    assert graph is not None
    _, first, second, without_bias, whole, real = (node.layer for node in graph.nodes)
    assert first is second
    assert without_bias is not first
    assert whole is not real
