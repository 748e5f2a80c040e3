"""Edits of specs in one piece: what a base comes to with them. Specs that extend others are in tests/ui."""

from collections.abc import Callable
from pathlib import Path

import pytest

import archspec
from archspec.compiler.name_faults import UnknownKind
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.edit_faults import DeadReference, EditedInput, NotOfEdit, UnknownLayer
from tests.like import Like

Check = Callable[..., dict[str, str]]
Faults = Callable[..., list[Diagnostic]]

BASE = """
    input: [8, 8, 4]
    blocks:
      unit: {layers: [dense: 6, dense: 4]}
    layers:
      - dense: {units: 8, name: stem}
      - repeat: {times: 2, index: i, layers: [dense: {units: 8, name: d$i}]}
      - unit
      - unit
      - dense: 8
      - group: {name: head, layers: [dense: 3, dense: 2]}
"""
LAYERS = ["input", "stem", "d0", "d1", "unit_1.dense_1", "unit_1.dense_2", "unit_2.dense_1", "unit_2.dense_2",
          "dense_4", "head.dense_1", "head.dense_2"]  # fmt: skip


def edited(*edits: str) -> str:
    return BASE + "".join(f"    edits:\n{''.join(f'      - {edit}' + chr(10) for edit in edits)}" if edits else "")


def test_the_base(shapes: Check) -> None:
    assert list(shapes(edited())) == LAYERS


@pytest.mark.parametrize("gone", ["stem", "d1", "unit_2.dense_1", "dense_4", "head.dense_1"])
def test_a_removed_layer_is_left_out_and_nothing_else_changes_its_name(shapes: Check, gone: str) -> None:
    assert list(shapes(edited(f"remove: {gone}"))) == [name for name in LAYERS if name != gone]


@pytest.mark.parametrize(("gone", "prefix"), [("unit_1", "unit_1."), ("head", "head."), ("repeat_1", "d")])
def test_a_block_a_group_and_a_repeat_can_be_removed(shapes: Check, gone: str, prefix: str) -> None:
    left = [name for name in LAYERS if not name.startswith(prefix) or name == "dense_4"]
    assert list(shapes(edited(f"remove: {gone}"))) == left


def test_a_replacement_takes_over_the_name(shapes: Check) -> None:
    found = shapes(edited("{replace: dense_4, with: [dense: 16, dense: 32]}"))
    assert list(found) == [*LAYERS[:8], "new_dense_1", *LAYERS[8:]]
    assert (found["new_dense_1"], found["dense_4"]) == ("(8, 8, 16)", "(8, 8, 32)")


def test_a_replacement_may_have_a_name(shapes: Check) -> None:
    found = shapes(edited("{replace: dense_4, with: [conv: {filters: 5, size: 1, name: mix}]}"))
    assert list(found) == [*LAYERS[:8], "mix", *LAYERS[9:]]


def test_insertions_are_counted_apart(shapes: Check) -> None:
    found = shapes(edited("{before: d1, insert: [relu, dense: 5]}", "{after: d1, insert: [dense: 6]}",
                          "{after: head.dense_1, insert: [dense: 7]}"))  # fmt: skip
    assert list(found) == [
        *LAYERS[:3], "new_relu_1", "new_dense_1", "d1", "new_dense_2", *LAYERS[4:10],
        "head.new_dense_1", "head.dense_2",
    ]  # fmt: skip
    assert [found[name] for name in ("new_dense_1", "d1", "new_dense_2")] == ["(8, 8, 5)", "(8, 8, 8)", "(8, 8, 6)"]


def test_one_call_of_a_block_is_edited_and_the_others_are_not(shapes: Check) -> None:
    found = shapes(edited("{replace: unit_1.dense_1, with: [dense: 60]}"))
    assert (found["unit_1.dense_1"], found["unit_2.dense_1"]) == ("(8, 8, 60)", "(8, 8, 6)")
    found = shapes(edited("{replace: unit_2.dense_1, with: [dense: 60]}"))
    assert (found["unit_1.dense_1"], found["unit_2.dense_1"]) == ("(8, 8, 6)", "(8, 8, 60)")


def test_what_is_put_before_a_layer_stands_between_it_and_its_input(shapes: Check) -> None:
    spec = """
        input: [4]
        layers:
          - dense: {units: 3, name: a}
          - dense: {units: 5, name: b}
          - dense: {units: 2, from: a, name: c}
          - add: [b, .]
        edits:
          - {before: c, insert: [dense: 7]}
          - {replace: c, with: [dense: 5]}
    """
    assert shapes(spec) == {"input": "(4)", "a": "(3)", "b": "(5)", "new_dense_1": "(7)", "c": "(5)", "add_1": "(5)"}


def test_a_layer_that_is_removed_takes_its_from_with_it(shapes: Check) -> None:
    spec = """
        input: [4]
        layers: [dense: {units: 3, name: a}, dense: {units: 5, from: input, name: b}, dense: {units: 2, name: c}]
        edits: [remove: b]
    """
    assert list(shapes(spec)) == ["input", "a", "c"]
    report = archspec.check("archspec: 1" + "\n".join(line[8:] for line in spec.splitlines()))
    assert report.graph is not None
    assert report.graph.nodes[2].inputs == (1,)


def test_an_item_that_is_replaced_sees_what_it_saw(shapes: Check) -> None:
    spec = """
        input: [4]
        layers: [repeat: {each: {n: [3, 5]}, layers: [dense: {units: $n, name: d$n}]}]
        edits: [{replace: d5, with: [dense: $(n * channels)]}]
    """
    assert shapes(spec) == {"input": "(4)", "d3": "(3)", "d5": "(15)"}


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        ("remove: dense_1", Like(UnknownLayer, path="dense_1")),
        ("remove: input", Like(EditedInput, path="input")),
        ("remove: $name", Like(UnknownLayer, path="$name")),
        ("{after: stem, with: [relu]}", Like(NotOfEdit, inside="`after`", key="with")),
        ("{after: stem, insert: [dens: 3]}", Like(UnknownKind, word="dens")),
        ("{replace: stem, with: [konv: 3]}", Like(UnknownKind, word="konv")),
    ],
)
def test_faults(faults: Faults, edit: str, fault: str) -> None:
    assert faults(edited(edit)) == [fault]


def test_a_name_that_is_taken_away_is_not_looked_for_outside(faults: Faults) -> None:
    spec = """
        input: [4]
        layers:
          - dense: {units: 4, name: a}
          - group: {name: g, layers: [dense: {units: 4, name: a}, dense: 4, add: [., a]]}
        edits: [remove: g.a]
    """
    assert faults(spec) == [Like(DeadReference, path="g.a")]


def test_channels_of_a_name_that_is_taken_away(faults: Faults) -> None:
    spec = """
        input: [4]
        layers: [dense: {units: 3, name: a}, dense: {units: "$(channels_of('a'))"}]
        edits: [remove: a]
    """
    assert faults(spec) == [Like(DeadReference, path="a")]


def test_an_output_that_is_taken_away(faults: Faults) -> None:
    spec = "input: [4]\nlayers: [dense: 3, dense: {units: 3, name: out}]\noutputs: out\nedits: [remove: out]\n"
    assert faults(spec) == [Like(DeadReference, path="out")]


def test_a_later_file_edits_what_an_earlier_one_left(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [dense: 3, dense: {units: 5, name: out}]\n")
    (tmp_path / "middle.yaml").write_text(
        "archspec: 1\nextends: base.yaml\nedits:\n  - {after: dense_1, insert: [dense: 7]}\n"
        "  - {replace: out, with: [dense: 9]}\n"
    )
    (tmp_path / "top.yaml").write_text(
        "archspec: 1\nextends: middle.yaml\nedits:\n  - {after: new_dense_1, insert: [dense: 8]}\n"
        "  - {before: out, insert: [relu]}\n  - {after: dense_1, insert: [tanh]}\n"
    )
    graph = archspec.check(tmp_path / "top.yaml").graph
    assert graph is not None
    assert [(node.name, *node.shape) for node in graph.nodes] == [
        ("input", 4), ("dense_1", 3), ("new2_tanh_1", 3), ("new_dense_1", 7), ("new2_dense_1", 8), ("new2_relu_1", 8),
        ("out", 9),
    ]  # fmt: skip
