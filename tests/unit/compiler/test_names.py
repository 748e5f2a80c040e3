from archspec.compiler.names import Names, Scope, Tensor
from archspec.tensors.shape import Shape

A, B = (Tensor(index, Shape((4,))) for index in (1, 2))


def test_paths_and_automatic_names() -> None:
    stage = Scope("stage", Scope())
    assert Scope().join("conv_1") == "conv_1"
    assert stage.join("conv_1") == "stage.conv_1"
    assert [stage.count("conv"), stage.count("conv"), stage.count("dense")] == ["conv_1", "conv_2", "dense_1"]


def test_a_name_is_looked_up_in_its_scope_and_then_outward() -> None:
    names, root = Names(), Scope()
    stage = Scope("stage", root)
    names.define("stem", A, None)
    names.define("stage.stem", B, None)
    assert names.find("stem", stage) == B
    assert names.find("stem", root) == A
    assert names.find("stage.stem", root) == B
    assert names.find("stage.stem", stage) == B
    assert names.find("leaf", stage) is None


def test_a_scope_is_closed_until_something_is_looked_up_outside_of_it() -> None:
    names, root = Names(), Scope()
    stage = Scope("stage", root)
    names.define("stage.conv", A, None)
    names.define("stem", B, None)
    names.find("conv", stage)
    assert stage.closed
    names.find("stem", stage)
    assert not stage.closed


def test_what_can_be_said() -> None:
    names, stage = Names(), Scope("stage", Scope())
    for path in ("stem", "stage.conv", "other.conv"):
        names.define(path, A, None)
    assert names.visible(stage) == ["conv", "other.conv", "stage.conv", "stem"]


def test_naming_in_a_spec(shapes) -> None:
    found = shapes("""
        input: [16, 16, 3]
        blocks:
          double:
            params: {filters: }
            layers:
              - conv: {filters: $filters, size: 3, norm: batch, activation: relu}
              - conv: {filters: $filters, size: 3}
        layers:
          - conv: {filters: 4, size: 3}
          - conv: {filters: 4, size: 3, name: stem}
          - conv: {filters: 4, size: 3}
          - double: 8
          - double: {filters: 8, name: second}
          - group: {name: tail, layers: [relu, relu]}
          - residual: [conv: {filters: 8, size: 3}]
        """)
    assert list(found) == [
        "input", "conv_1", "stem", "conv_3",
        "double_1.conv_1.conv", "double_1.conv_1.norm", "double_1.conv_1.activation", "double_1.conv_2",
        "second.conv_1.conv", "second.conv_1.norm", "second.conv_1.activation", "second.conv_2",
        "tail.relu_1", "tail.relu_2", "residual_1.conv_1", "residual_1.add",
    ]  # fmt: skip


def test_scopes_stand_for_their_outputs_and_paths_reach_inward(shapes) -> None:
    found = shapes("""
        input: [16, 16, 3]
        blocks:
          stage:
            layers:
              - conv: {filters: 4, size: 3, name: inner}
              - max_pool: 2
        layers:
          - stage: {name: down}
          - conv: {filters: 1, size: 1, from: down.inner, name: a}
          - conv: {filters: 1, size: 1, from: down, name: b}
          - group:
              name: tail
              layers: [concat: [[conv: {filters: 2, size: 1, from: down}], b]]
          - from: a
          - max_pool
          - concat: [., tail]
        """)
    assert found["a"] == "(16, 16, 1)"
    assert found["b"] == "(8, 8, 1)"
    assert found["tail.concat_1"] == "(8, 8, 3)"
    assert found["concat_1"] == "(8, 8, 4)"


def test_repeats_and_branches_are_no_scopes(shapes) -> None:
    found = shapes("""
        input: [8, 8, 3]
        layers:
          - repeat:
              times: 2
              index: i
              layers: [conv: {filters: 4, size: 3, name: enc$i}]
          - add: [., [conv: {filters: 4, size: 3, name: side}], enc0, side]
        """)
    assert list(found) == ["input", "enc0", "enc1", "side", "add_1"]


def test_duplicates_are_told_where_they_are_named(faults) -> None:
    assert faults("""
        input: [8, 8, 3]
        blocks: {two: {layers: [relu, relu]}}
        layers:
          - repeat: {times: 3, layers: [two: {name: same}]}
          - relu: {name: same}
          - residual: [conv: {filters: 3, size: 3, name: add}]
        """) == [
        "duplicate-name: a repeat makes several layers called `same`",
        "duplicate-name: two layers are called `same`",
        "duplicate-name: two layers are called `residual_1.add`",
    ]
