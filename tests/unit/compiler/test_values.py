"""What a value comes to, and what expressions know of the network where they stand."""

import pytest

import archspec
from archspec.compiler.faults import NoTensorYet
from archspec.compiler.name_faults import UndeclaredParam, UnknownName
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.faults import NotAccepted
from archspec.syntax.expression_faults import DivisionByZero
from tests.like import Like


def test_expressions_keep_their_type_and_are_pasted_into_text() -> None:
    report = archspec.check("""archspec: 1
params: {width: 8, flag: false, pair: [2, 3]}
input: [8, 8, 3]
layers:
  - dense: {units: $width, bias: $flag}
  - dropout: $(width / 16)
  - max_pool: {size: $pair, stride: [1, '$(width - 7)']}
  - repeat: {times: 2, index: i, layers: [relu: {name: enc$i}, relu: {name: next_to_enc$(i + 1)}]}
""")
    assert report.graph is not None, report
    _, dense, dropout, pool, *relus = report.graph.nodes
    assert dense.layer == archspec.Dense(units=8, bias=False)
    assert dropout.layer == archspec.Dropout(rate=0.5)
    assert pool.layer == archspec.MaxPool(size=(2, 3), stride=(1, 1))
    assert [node.name for node in relus] == ["enc0", "next_to_enc1", "enc1", "next_to_enc2"]


def test_what_the_shape_checker_knows(shapes) -> None:
    found = shapes("""
        input: [8, W, 3]
        layers:
          - dense: {units: $(rank + channels), name: stem}
          - dense: $(spatial[0] + 1)
          - dense: $(channels_of('stem') // 2)
          - repeat: {each: {name: [em]}, layers: [dense: "$(channels_of('st$name'))"]}
        """)
    assert list(found.values()) == ["(8, W, 3)", "(8, W, 5)", "(8, W, 9)", "(8, W, 2)", "(8, W, 5)"]


def test_what_follows_from_a_fault_is_silent(faults) -> None:
    spec = "input: [8]\nparams: {width: PARAM}\nlayers: [dense: UNITS, dense: $channels, dense: $width]\n"
    assert faults(spec.replace("PARAM", "4").replace("UNITS", "x")) == [
        Like(NotAccepted, what="`units`", accepts="an integer of at least 1", given='"x"')
    ]
    assert faults(spec.replace("PARAM", "$(1 // 0)").replace("UNITS", "4")) == [Like(DivisionByZero, dividend=1)]


def test_faults_are_reported(faults) -> None:
    spec = "params: {width: 8}\ninput: [4, 4, 3]\nlayers: [conv: {filters: FILTERS, size: SIZE}]\n"
    assert faults(spec.replace("FILTERS", "$widht").replace("SIZE", "$(width // 0)")) == [
        Like(UndeclaredParam, param="widht"),
        Like(DivisionByZero, dividend=8),
    ]


@pytest.mark.parametrize(
    "item", ["max_pool", "max_pool: ", "max_pool: 2", "max_pool: [2, 2]", "max_pool: {size: 2, x-note: why}"]
)
def test_fields_of_an_item(item: str, shapes) -> None:
    assert list(shapes(f"input: [8, 8, 3]\nlayers:\n  - {item}\n").values()) == ["(8, 8, 3)", "(4, 4, 3)"]


THREE_CHANNELS = "archspec: 1\ninput: [8, 8, 3]\n"


def findings(text: str) -> list[Diagnostic]:
    return list(archspec.check(text).diagnostics)


def test_channels_are_those_of_what_arrives():
    report = archspec.check(THREE_CHANNELS + "layers: [conv: {filters: $(channels * 2), size: 1, name: last}]")

    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 8, 6)


def test_a_default_of_a_param_knows_no_tensor():
    for where in ("params: {width: $channels}\nlayers: [conv: {filters: $width, size: 1}]",
                  "blocks:\n  one:\n    params: {width: $channels}\n    layers: [relu]\nlayers: [one]"):  # fmt: skip
        assert findings(THREE_CHANNELS + where) == [Like(NoTensorYet, word="channels")]


def test_before_an_input_is_taken_no_tensor_is_known():
    text = "archspec: 1\ninputs: {a: [4], b: [4]}\nlayers: [repeat: {times: $rank, layers: [relu]}, relu: {from: a}]"

    assert findings(text) == [Like(NoTensorYet, word="rank")]


def test_channels_of_a_tensor_by_name():
    report = archspec.check(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of('input') + 1), size: 1}]")

    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 8, 4)


def test_channels_of_what_is_not_there():
    assert findings(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of('stem')), size: 1}]") == [
        Like(UnknownName, text='"stem"')
    ]


def test_channels_of_what_is_no_name():
    assert findings(THREE_CHANNELS + "layers: [conv: {filters: $(channels_of(3)), size: 1}]") == [
        Like(UnknownName, text="3")
    ]
