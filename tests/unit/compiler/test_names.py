import pytest

import archspec
from archspec.compiler.name_faults import DuplicateName, NameInRepeat
from tests.like import Like


def test_a_name_is_looked_up_in_its_scope_and_then_outward(shapes) -> None:
    found = shapes("""
        input: [5]
        layers:
          - dense: {units: 2, name: stem}
          - group:
              name: stage
              layers:
                - dense: {units: $(channels_of('stem')), name: before}
                - dense: {units: 3, name: stem}
                - dense: {units: $(channels_of('stem')), name: inside}
                - dense: {units: $(channels_of('stage.stem')), name: by_path}
          - dense: {units: $(channels_of('stem')), name: outside}
          - dense: {units: $(channels_of('stage.stem')), name: from_outside}
        """)
    assert {name: found[name] for name in ("stage.before", "stage.inside", "stage.by_path")} == {
        "stage.before": "(2)", "stage.inside": "(3)", "stage.by_path": "(3)",
    }  # fmt: skip
    assert (found["outside"], found["from_outside"]) == ("(2)", "(3)")


@pytest.mark.parametrize(("wrong", "meant"), [("stm", "stem"), ("cnv_7", "conv_7"), ("othr.conv_7", "other.conv_7")])
def test_what_can_be_said(wrong: str, meant: str) -> None:
    """In a scope, its own names go without its path, and those of others with theirs."""
    report = archspec.check(
        "archspec: 1\ninput: [5]\nlayers:\n"
        "  - dense: {units: 2, name: stem}\n"
        "  - group: {name: other, layers: [dense: {units: 2, name: conv_7}]}\n"
        "  - group: {name: stage, layers: [dense: {units: 2, name: conv_7}, {from: " + wrong + "}]}\n"
    )
    (found,) = report.errors
    assert [one.text for one in found.helps] == [f"did you mean `{meant}`?"]


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
        Like(NameInRepeat, path="same"),
        Like(DuplicateName, path="same"),
        Like(DuplicateName, path="residual_1.add"),
    ]
