"""Residuals, repeats and jumps where they are easily got wrong."""

import pytest

import archspec
from archspec.compiler.item_faults import NoBranches, NoProjection, NoProjectionOfRank, NotNamed
from archspec.compiler.name_faults import DuplicateName
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.tensors.size_faults import MergedChannels
from tests.like import Like

EIGHT = "archspec: 1\ninput: [8, 8, 3]\n"


def findings(text: str) -> list[Diagnostic]:
    return list(archspec.check(text).diagnostics)


@pytest.mark.parametrize("name", ["add", "shortcut", "activation", "drop_path"])
def test_a_residual_keeps_its_own_names_to_itself(name: str):
    text = f"""
layers:
  - residual:
      activation: relu
      drop_path: 0.1
      layers: [conv: {{filters: 4, size: 3, name: {name}}}]
"""

    assert findings(EIGHT + text) == [Like(DuplicateName, path=f"residual_1.{name}")]


def test_a_projection_is_not_bent_by_defaults_for_other_convolutions():
    text = """
defaults: {conv: {padding: 1, groups: 3, bias: false, kernel_initializer: he_normal, activation: relu, norm: layer}}
layers:
  - residual: {name: r, layers: [conv: {filters: 6, size: 3, stride: 2}]}
"""
    report = archspec.check(EIGHT + text)

    assert report.graph is not None
    projection = next(node for node in report.graph.nodes if node.name == "r.shortcut")
    assert projection.shape == (4, 4, 6)
    assert [weight.shape for weight in report.graph.weights(projection)] == [(1, 1, 3, 6)]
    assert projection.layer is not None
    assert projection.layer.explicit_fields()["kernel_initializer"] == "he_normal"


def test_a_dilated_default_does_not_reach_a_strided_projection():
    text = """
defaults: {conv: {dilation: 2}}
layers:
  - residual: [conv: {filters: 6, size: 3}, max_pool: 2]
"""

    assert findings(EIGHT + text) == []


@pytest.mark.parametrize(
    ("kind", "fields", "why"),
    [
        (
            "repeat",
            "{times: 2, name: two, layers: [relu]}",
            "it is no scope; name the layers in it, as in `name: enc$i`, or put it into a `group`",
        ),
        ("from", "{tensor: input, name: two}", "the tensor it goes on from has one already"),
    ],
)
def test_what_makes_no_tensor_of_its_own_takes_no_name(kind: str, fields: str, why: str):
    assert findings(f"{EIGHT}layers:\n  - {kind}: {fields}\n  - relu") == [Like(NotNamed, inside=f"`{kind}`", why=why)]


def shapes(text: str) -> dict[str, str]:
    report = archspec.check(text)
    assert report.graph is not None, str(report)
    return {node.name: str(node.shape) for node in report.graph.nodes}


@pytest.mark.parametrize(
    ("size", "shortcut"),
    [("[9, 4]", "(5, 8)"), ("[9, 7, 4]", "(5, 4, 8)"), ("[9, 7, 5, 4]", "(5, 4, 3, 8)"), ("[T, 4]", "(⌈T/2⌉, 8)")],
)
def test_a_projection_at_every_rank_and_over_open_sizes(size: str, shortcut: str) -> None:
    layers = "layers: [residual: {name: r, layers: [conv: {filters: 8, size: 3, stride: 2}]}]\n"
    assert shapes(f"archspec: 1\ninput: {size}\n{layers}")["r.shortcut"] == shortcut


def test_a_projection_with_another_stride_on_each_axis() -> None:
    text = "layers: [residual: {name: r, layers: [max_pool: {size: [2, 4]}, conv: {filters: 3, size: 1}]}]"
    assert shapes(EIGHT + text)["r.shortcut"] == "(4, 2, 3)"


def test_equal_shapes_need_no_projection_unless_asked() -> None:
    text = "layers: [residual: {name: r, FORM layers: [conv: {filters: 3, size: 3}]}]"
    assert "r.shortcut" not in shapes(EIGHT + text.replace("FORM", ""))
    assert "r.shortcut" not in shapes(EIGHT + text.replace("FORM", "shortcut: identity,"))
    assert shapes(EIGHT + text.replace("FORM", "shortcut: projection,"))["r.shortcut"] == "(8, 8, 3)"


def test_the_parts_of_a_residual() -> None:
    text = """
layers:
  - residual:
      norm: batch
      activation: relu
      drop_path: 0.1
      layers: [conv: {filters: 6, size: 3, stride: 2}]
"""
    assert list(shapes(EIGHT + text)) == [
        "input",
        "residual_1.conv_1",
        "residual_1.drop_path",
        "residual_1.shortcut.conv",
        "residual_1.shortcut.norm",
        "residual_1.add",
        "residual_1.activation",
    ]


def test_a_shortcut_of_ones_own() -> None:
    text = """
layers:
  - residual:
      shortcut: [avg_pool: 2, conv: {filters: 6, size: 1, name: widen}]
      layers: [conv: {filters: 6, size: 3, stride: 2}]
"""
    assert shapes(EIGHT + text)["residual_1.widen"] == "(4, 4, 6)"


def test_a_residual_without_a_shape_for_its_shortcut() -> None:
    text = "layers: [residual: [conv: {filters: 3, size: 3, padding: valid}]]"
    assert findings(EIGHT + text) == [Like(NoProjection, "`residual_1`", x=(8, 8, 3), y=(6, 6, 3))]


@pytest.mark.parametrize(
    ("fields", "channels", "is_same"),
    [("layers: [dense: 4]", 4, False), ("shortcut: projection, layers: [relu]", 3, True)],
)
def test_without_space_there_is_no_projection(fields: str, channels: int, is_same: bool) -> None:
    text = f"archspec: 1\ninput: [3]\nlayers: [residual: {{{fields}}}]"
    assert findings(text) == [Like(NoProjectionOfRank, "`residual_1`", x=(3,), y=(channels,), is_same=is_same)]


def test_an_identity_that_does_not_fit_is_told_at_the_shortcut() -> None:
    text = EIGHT + "layers: [residual: {shortcut: identity, layers: [conv: {filters: 4, size: 3}]}]"
    finding = archspec.check(text).diagnostics[0]
    assert finding == Like(MergedChannels, "`residual_1`", first=3, other=4)
    assert finding.span is not None
    assert text.splitlines()[2][finding.span.column - 1 :].startswith("identity")


@pytest.mark.parametrize(
    ("branches", "shape"),
    [
        ("[., input]", "(8, 8, 6)"),
        ("[., []]", "(8, 8, 6)"),
        ("[[conv: {filters: 5, size: 1}], .]", "(8, 8, 8)"),
        ("[., {from: input, layers: [conv: {filters: 1, size: 1}]}]", "(8, 8, 4)"),
        ("[., {from: input}]", "(8, 8, 6)"),
        ("[., [max_pool: 2, upsample: 2], input]", "(8, 8, 9)"),
    ],
)
def test_every_form_of_a_branch(branches: str, shape: str) -> None:
    text = f"layers:\n  - relu\n  - concat: {branches}\n"
    assert shapes(EIGHT + text)["concat_1"] == shape


def test_repeats_by_number_by_lists_and_not_at_all() -> None:
    text = """
layers:
  - repeat: {times: 0, layers: [nonsense]}
  - repeat: {times: 2, index: i, layers: [dense: $(i + 1)]}
  - repeat: {each: {units: [5, 6], bias: [true, false]}, layers: [dense: {units: $units, bias: $bias}]}
  - repeat: {each: {i: $(range(0))}, layers: [relu]}
"""
    assert [shape for name, shape in shapes(EIGHT + text).items() if name != "input"] == [
        "(8, 8, 1)",
        "(8, 8, 2)",
        "(8, 8, 5)",
        "(8, 8, 6)",
    ]


def test_an_inner_repeat_sees_the_counters_around_it() -> None:
    text = """
layers:
  - repeat:
      times: 2
      index: i
      layers: [repeat: {times: $(i + 1), index: j, layers: [dense: {units: $(10 * i + j + 1), name: d$(i)_$j}]}]
"""
    assert shapes(EIGHT + text) == {
        "input": "(8, 8, 3)",
        "d0_0": "(8, 8, 1)",
        "d1_0": "(8, 8, 11)",
        "d1_1": "(8, 8, 12)",
    }


def test_text_in_an_expression_names_what_a_repeat_made() -> None:
    text = """
layers:
  - repeat: {times: 2, index: i, layers: [dense: {units: $(3 * (i + 1)), name: enc$i}]}
  - repeat: {each: {i: [0, 1]}, layers: [dense: {units: "$(channels_of('enc$i'))", name: dec$i}]}
"""
    assert shapes(EIGHT + text)["dec0"] == "(8, 8, 3)"
    assert shapes(EIGHT + text)["dec1"] == "(8, 8, 6)"


def test_items_are_left_out_by_when() -> None:
    text = """
params: {deep: false}
layers: [relu: {when: $deep}, dense: {units: 2, when: $(channels == 3)}, relu: {when: $(rank == 1)}]
"""
    assert list(shapes(EIGHT + text)) == ["input", "dense_1"]


def test_what_a_structure_is_given_holds_for_all_in_it() -> None:
    text = """
layers:
  - group:
      {name: g, dtype: float32, trainable: false, layers: [group: {name: h, trainable: true, layers: [dense: 2]}]}
"""
    graph = archspec.check(EIGHT + text).graph
    assert graph is not None
    assert (graph.nodes[-1].precision, graph.nodes[-1].trainable) == ("float32", False)


def test_defaults_fill_what_is_left_out() -> None:
    text = """
params: {norm: batch}
defaults: {conv: {norm: $norm, padding: valid}, residual: {activation: relu}, max_pool: {size: 3}}
layers:
  - conv: {filters: 4, size: 3}
  - max_pool
  - residual: [conv: {filters: 4, size: 1, norm: null}]
"""
    assert list(shapes(EIGHT + text).items())[1:] == [
        ("conv_1.conv", "(6, 6, 4)"),
        ("conv_1.norm", "(6, 6, 4)"),
        ("max_pool_1", "(2, 2, 4)"),
        ("residual_1.conv_1", "(2, 2, 4)"),
        ("residual_1.add", "(2, 2, 4)"),
        ("residual_1.activation", "(2, 2, 4)"),
    ]


def test_branches_may_be_an_expression() -> None:
    report = archspec.check(
        "archspec: 1\nparams: {levels: [a, ., {from: a, layers: [relu]}]}\ninput: [8, 3]\n"
        "layers:\n  - dense: {units: 4, name: a}\n  - dense: 5\n  - concat: $levels\n"
    )
    assert report.graph is not None
    assert report.graph.nodes[-1].shape == (8, 4 + 5 + 4)


def test_branches_that_come_to_one_name_are_no_list() -> None:
    spec = "archspec: 1\nparams: {level: a}\ninput: [8, 3]\nlayers: [dense: {units: 4, name: a}, add: $level]\n"
    assert findings(spec) == [Like(NoBranches, word="add")]
