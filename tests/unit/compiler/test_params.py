from archspec.compiler.faults import MissingParam, ParamOutOfRange
from archspec.compiler.name_faults import UnknownKind
from archspec.language.faults import NotAccepted, UnknownParam
from archspec.syntax.expression_faults import DivisionByZero
from tests.like import Like


def test_values_come_from_settings_then_the_variant_then_defaults(shapes) -> None:
    spec = """
        params: {width: 4, depth: 1}
        variants: {wide: {width: 8}, 2: {depth: 2}}
        input: [5]
        layers:
          - repeat: {times: $depth, layers: [dense: $width]}
        """
    assert shapes(spec) == {"input": "(5)", "dense_1": "(4)"}
    assert shapes(spec, "wide") == {"input": "(5)", "dense_1": "(8)"}
    assert shapes(spec, "2") == {"input": "(5)", "dense_1": "(4)", "dense_2": "(4)"}
    assert shapes(spec, "wide", width=16) == {"input": "(5)", "dense_1": "(16)"}


def test_a_default_may_name_the_params_before_it(shapes) -> None:
    spec = """
        params: {width: 4, wider: $(2 * width)}
        input: [5]
        blocks:
          pair:
            params: {first: , second: $(first + wider)}
            layers: [dense: $first, dense: $second]
        layers: [pair: 3]
        """
    assert shapes(spec)["pair_1.dense_2"] == "(11)"
    assert shapes(spec, width=10)["pair_1.dense_2"] == "(23)"


def test_the_full_form(shapes, faults) -> None:
    spec = """
        params:
          width: {default: 4, min: 2, max: 8, help: units}
          kind: {default: relu, choices: [relu, gelu]}
        input: [5]
        layers: [dense: $width, $kind]
        """
    assert list(shapes(spec, kind="gelu")) == ["input", "dense_1", "gelu_1"]
    assert shapes(spec, width=8)["dense_1"] == "(8)"
    assert faults(spec, width=9, kind="tanh") == [
        Like(ParamOutOfRange, param="width", given="9", least=None, most="8", choices=None),
        Like(ParamOutOfRange, param="kind", given='"tanh"', least=None, most=None, choices="[relu, gelu]"),
    ]
    assert faults(spec, width=1) == [
        Like(ParamOutOfRange, param="width", given="1", least="2", most=None, choices=None)
    ]
    assert faults(spec, width=True) == [
        Like(ParamOutOfRange, param="width", given="true", least="2", most="8", choices=None)
    ]


def test_a_param_without_a_default_is_required(shapes, faults) -> None:
    spec = "params: {width: }\ninput: [5]\nlayers: [dense: $width]\n"
    assert shapes(spec, width=2)["dense_1"] == "(2)"
    assert faults(spec) == [Like(MissingParam, field="width", inside="the spec", is_of_command=True)]


def test_faulty_params_hide_nothing_else(faults) -> None:
    assert faults("""
        params: {width: $(1 // 0)}
        input: [5]
        layers:
          - dense: $width
          - dense: {units: 3, name: after}
          - dense: {units: many, from: after}
          - add: [after]
          - denes: 3
        """) == [
        Like(DivisionByZero, dividend=1),
        Like(NotAccepted, what="`units`", accepts="an integer of at least 1", given='"many"'),
        Like(UnknownKind, word="denes"),
    ]


def test_a_misspelt_param_is_told_once_and_what_follows_is_silent(faults) -> None:
    assert faults("""
        input: [5]
        blocks: {pair: {params: {units: }, layers: [dense: {units: $units, name: out}]}}
        layers:
          - pair: {unit: 3, name: first}
          - pair: {units: 3, color: red, name: second}
          - add: [first.out, second.out]
        """) == [
        Like(UnknownParam, param="unit", owner="block `pair`"),
        Like(UnknownParam, param="color", owner="block `pair`"),
    ]
