import pytest

import archspec
from archspec import limits
from archspec.compiler.elaborate import elaborate
from archspec.compiler.item_faults import RecursiveBlock
from archspec.compiler.name_faults import UndeclaredParam
from tests.like import Like


def test_a_block_sees_the_params_of_the_spec_and_its_own_but_no_loop_names(shapes, faults) -> None:
    spec = """
        params: {width: 4}
        input: [5]
        blocks:
          one:
            params: {extra: 1}
            layers: [dense: {units: $(width + extra)}]
        layers:
          - repeat: {times: 2, index: i, layers: [one: $i]}
        """
    assert shapes(spec) == {"input": "(5)", "one_1.dense_1": "(4)", "one_2.dense_1": "(5)"}
    assert faults(spec.replace("extra)", "i)")) == [Like(UndeclaredParam, param="i")]


def test_the_first_param_is_what_a_bare_value_sets(shapes) -> None:
    assert shapes("""
        input: [5]
        blocks: {pair: {params: {units: 2, twice: false}, layers: [dense: $units, dense: {units: 9, when: $twice}]}}
        layers: [pair, pair: 3, pair: {twice: true}]
        """) == {
        "input": "(5)", "pair_1.dense_1": "(2)", "pair_2.dense_1": "(3)", "pair_3.dense_1": "(2)",
        "pair_3.dense_2": "(9)",
    }  # fmt: skip


def test_the_kind_may_be_a_param_that_names_a_block(shapes) -> None:
    spec = """
        params: {block: one}
        input: [5]
        blocks: {one: {layers: [dense: 1]}, two: {layers: [dense: 2]}}
        layers: [$block]
        """
    assert list(shapes(spec)) == ["input", "one_1.dense_1"]
    assert list(shapes(spec, block="two")) == ["input", "two_1.dense_1"]


def test_copies_of_a_block_are_what_unfolding_it_again_would_be(shapes) -> None:
    spec = """
        input: [8, 8, 4]
        blocks:
          stage:
            layers:
              - conv: {filters: 4, size: 3, name: a, norm: batch}
              - group: {name: inner, layers: [conv: {filters: $channels, size: 1, name: b}]}
              - add: [a, inner.b]
        layers:
          - stage
          - stage: {OTHER}
          - stage
          - add: [., stage_2.inner]
        """
    copied = shapes(spec.replace("OTHER", ""))
    assert copied == shapes(spec.replace("OTHER", "dtype: float32"))
    assert copied["stage_3.inner.b"] == "(8, 8, 4)"


HUNDRED_OFF = "{relu: {when: false}}, " * 100
HUNDRED = f"layers: [{HUNDRED_OFF}rescale: 0.5]"
"""A hundred items that are looked at when a block is unfolded, and cost nothing where it is copied."""


def unfolded(spec: str) -> int:
    """How many items a network took: of a block that is copied, each name counts as one."""
    return round(elaborate(archspec.load(f"archspec: 1\n{spec}")).cost * limits.STEPS)


def test_the_first_call_on_an_input_is_shared() -> None:
    calls = f"blocks: {{b: {{{HUNDRED}}}}}\nlayers: [b, b, b]\n"
    assert unfolded(f"input: [4]\n{calls}") == 102 + 2 + 2
    images = "inputs: {x: {shape: [4], dtype: uint8}}\n"
    assert unfolded(images + calls) == 102 + 2 + 2  # rescale makes floats of bytes too


def test_calls_on_bytes_and_on_floats_are_shared_only_where_they_come_to_the_same() -> None:
    calls = f"blocks: {{b: {{layers: [{HUNDRED_OFF}reshape: [4]]}}}}\nlayers: [b, rescale: 0.5, b]\n"
    assert unfolded(f"input: [4]\n{calls}") == 102 + 1 + 2
    assert unfolded(f"inputs: {{x: {{shape: [4], dtype: uint8}}}}\n{calls}") == 102 + 1 + 102


@pytest.mark.parametrize(("value", "items"), [("1", 2), ("1.0", 102), ("true", 102), ("'1'", 102), ("[1]", 102)])
def test_calls_with_the_same_values_are_shared(value: str, items: int) -> None:
    block = f"blocks: {{b: {{params: {{p: }}, {HUNDRED}}}}}\n"
    assert unfolded(f"input: [4]\n{block}layers: [b: 1, b: {value}]\n") == 102 + items


def test_copies_take_what_they_are_given() -> None:
    graph = archspec.check(
        "archspec: 1\ninput: [4]\nblocks: {two: {layers: [dense: {units: 4, name: a}, relu]}}\n"
        "layers: [two, two, two]\n"
    ).graph
    assert graph is not None
    assert [node.inputs for node in graph.nodes] == [(), (0,), (1,), (2,), (3,), (4,), (5,)]
    assert graph.params() == 3 * (4 * 4 + 4)


def test_what_is_looked_up_outside_is_not_copied_blindly(shapes) -> None:
    found = shapes("""
        input: [8, 8, 4]
        blocks: {join: {layers: [concat: [., skip]]}}
        layers:
          - conv: {filters: 1, size: 1, name: skip}
          - conv: {filters: 4, size: 1, name: four}
          - group: {name: g, layers: [conv: {filters: 7, size: 1, name: skip, from: four}, join: {from: four}]}
          - join: {from: four}
          - add: [[conv: {filters: 5, size: 1, from: g}], .]
        """)
    assert found["g.join_1.concat_1"] == "(8, 8, 11)"
    assert found["join_1.concat_1"] == "(8, 8, 5)"


def test_a_block_that_contains_itself(faults) -> None:
    assert faults("""
        input: [4]
        blocks: {a: {layers: [b]}, b: {layers: [relu, a]}}
        layers: [a]
        """) == [Like(RecursiveBlock, block="a", chain=("a", "b", "a"))]


@pytest.mark.parametrize("inner", ["", "{relu: {when: $(false)}}", "{repeat: {times: 0, layers: [relu]}}"])
def test_copies_of_a_block_that_makes_nothing_hand_on_what_they_are_given(inner: str) -> None:
    blocks = f"blocks: {{none: {{layers: [{inner}]}}, two: {{layers: [none, none]}}}}\n"
    graph = archspec.check(
        f"archspec: 1\ninput: [4]\n{blocks}layers: [two, relu, two, two, add: [., two_3.none_2]]\n"
    ).graph
    assert graph is not None
    assert [(node.name, node.inputs) for node in graph.nodes] == [("input", ()), ("relu_1", (0,)), ("add_1", (1, 1))]


def test_a_faulty_block_is_told_once_and_what_follows_is_silent(faults) -> None:
    text = """
        input: [4]
        blocks: {bad: {layers: [relu: {name: a}, dense: x, relu]}}
        layers: [bad, bad, {add: [bad_1.a, bad_2.a]}, {dense: {units: 3, from: bad_2}}]
        """
    assert len(faults(text)) == 1
