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
        "param-out-of-range: param `width` must be at most 8, not 9",
        'param-out-of-range: param `kind` must be one of [relu, gelu], not "tanh"',
    ]
    assert faults(spec, width=1) == ["param-out-of-range: param `width` must be at least 2, not 1"]
    assert faults(spec, width=True) == ["param-out-of-range: param `width` must be at least 2 and at most 8, not true"]


def test_a_param_without_a_default_is_required(shapes, faults) -> None:
    spec = "params: {width: }\ninput: [5]\nlayers: [dense: $width]\n"
    assert shapes(spec, width=2)["dense_1"] == "(2)"
    assert faults(spec) == ["missing-field: the spec needs a value for its param `width`"]


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
        "division-by-zero: `1` is divided by zero",
        'wrong-value: `units` must be an integer of at least 1, not "many"',
        "unknown-kind: there is no kind `denes`",
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
        "unknown-param: block `pair` has no param `unit`",
        "unknown-param: block `pair` has no param `color`",
    ]
