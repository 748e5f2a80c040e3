import pytest

import archspec
from archspec import Architecture, BatchNorm, Conv, Repeat
from archspec.lints.bias_before_norm import BiasBeforeNorm
from tests.like import Like


def test_a_bias_before_a_batch_norm(findings) -> None:
    [found] = findings("""
        - conv: {filters: 16, size: 3}
        - batch_norm
        """)
    assert found == Like(BiasBeforeNorm, "`conv_1`", norm="batch_norm_1")
    assert found.label == "16 weights without effect"
    assert found.layer == "conv_1"
    assert [label.text for label in found.labels] == ["`batch_norm_1` subtracts each channel's mean"]


@pytest.mark.parametrize("layer", ["dense: 16", "depthwise_conv: 3", "separable_conv: {filters: 16, size: 3}",
                                   "up_conv: {filters: 16, size: 2}"])  # fmt: skip
@pytest.mark.parametrize("norm", ["batch_norm", "instance_norm", "group_norm: $channels"])
def test_every_layer_with_a_bias_and_every_norm_of_single_channels(findings, layer: str, norm: str) -> None:
    assert len(findings(f"- {layer}\n- {norm}")) == 1


@pytest.mark.parametrize("between", ["max_pool: 2", "global_pool: avg", "upsample: 2", "identity", "crop: 1"])
def test_what_keeps_a_constant_may_stand_between(findings, between: str) -> None:
    assert len(findings(f"- conv: {{filters: 16, size: 3}}\n- {between}\n- batch_norm")) == 1


@pytest.mark.parametrize("norm", ["layer_norm", "rms_norm", "group_norm: 4", "local_response_norm"])
def test_a_norm_over_several_channels_keeps_the_bias(findings, norm: str) -> None:
    assert findings(f"- conv: {{filters: 16, size: 3}}\n- {norm}") == []


@pytest.mark.parametrize("between", ["relu", "dropout: 0.5", "pad: 1", "layer_norm"])
def test_not_where_something_else_stands_between(findings, between: str) -> None:
    assert findings(f"- conv: {{filters: 16, size: 3}}\n- {between}\n- batch_norm") == []


def test_not_without_a_bias_nor_with_an_activation_after_it(findings) -> None:
    assert findings("- conv: {filters: 16, size: 3, bias: false}\n- batch_norm") == []
    assert findings("- conv: {filters: 16, size: 3, activation: relu}\n- batch_norm") == []
    assert findings("- conv: {filters: 16, size: 3, norm: batch}") == []
    assert len(findings("- conv: {filters: 16, size: 3, activation: linear}\n- batch_norm")) == 1


def test_not_where_another_layer_takes_the_sum_with_the_bias(findings) -> None:
    assert (
        findings("""
        - conv: {filters: 16, size: 3, name: stem}
        - batch_norm
        - add: [., stem]
        """)
        == []
    )


def test_a_bias_that_is_asked_for_beside_a_norm(findings) -> None:
    [found] = findings("- conv: {filters: 16, size: 3, norm: batch, bias: true}")
    assert found == Like(BiasBeforeNorm, "`conv_1.conv`", norm="conv_1.norm")
    assert edited(found) == "- conv: {filters: 16, size: 3, norm: batch, bias: false}"


def test_copies_of_a_block_are_told_once(findings) -> None:
    [found] = findings("""
        input: [32, 32, 8]
        blocks:
          stage: {layers: [conv: {filters: 8, size: 3}, batch_norm, relu]}
        layers:
          - repeat: {times: 50, layers: [stage]}
        """)
    assert found.notes == ("this holds of 50 layers: `stage_1.conv_1`, `stage_2.conv_1`, `stage_3.conv_1` and 47 more",)


def test_a_network_written_in_python() -> None:
    layers = [Repeat(times=4, layers=[Conv(filters=8, size=3), BatchNorm()])]
    network = Architecture(inputs={"x": (32, 32, 3)}, layers=layers)
    [found] = archspec.check(network).diagnostics
    assert (found.layer, found.span, found.labels) == ("conv_1", None, ())
    assert found.notes == (
        "`batch_norm_1` subtracts each channel's mean",
        "this holds of 4 layers: `conv_1`, `conv_2`, `conv_3` and 1 more",
    )


def edited(found) -> str:
    """The lines that the edits of a finding touch, after the edits."""
    [advice] = found.helps
    lines = found.span.file.lines
    for edit in reversed(advice.edits):
        line, start, end = edit.span.line - 1, edit.span.column - 1, edit.span.end_column - 1
        lines[line] = lines[line][:start] + edit.replacement + lines[line][end:]
    return lines[found.span.line - 1] if found.span.line == advice.edits[0].span.line else "\n".join(lines)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("conv: {filters: 8, size: 3, name: stem}", "conv: {filters: 8, size: 3, bias: false, name: stem}"),
        ("conv: {filters: 8, size: [3, 3]}", "conv: {filters: 8, size: [3, 3], bias: false}"),
        ('conv: {size: 3, filters: "$(min(8, 9))"}', 'conv: {size: 3, filters: "$(min(8, 9))", bias: false}'),
        ("dense: 8", "dense: {units: 8, bias: false}"),
        ("dense: 8  # a comment", "dense: {units: 8, bias: false}  # a comment"),
    ],
)
def test_the_bias_can_be_turned_off_by_an_edit(findings, before: str, after: str) -> None:
    [found] = findings(f"- {before}\n- batch_norm")
    assert edited(found) == f"- {after}"


def test_the_edit_of_an_item_over_several_lines_is_a_line(findings) -> None:
    [found] = findings("""
        - conv:
            filters: 8
            size: 3  # small
        - batch_norm
        """)
    assert edited(found).endswith("- conv:\n    filters: 8\n    bias: false\n    size: 3  # small\n- batch_norm\n")


@pytest.mark.parametrize("bias", ["$wanted", "*wanted"])
def test_no_edit_where_the_bias_is_a_value_of_something_else(findings, bias: str) -> None:
    [found] = findings(f"""
        params: {{wanted: &wanted true}}
        input: [8]
        layers:
          - dense: {{units: 4, bias: {bias}}}
          - batch_norm
        """)
    assert found.helps[0].edits == ()


def test_no_certain_edit_where_the_same_line_or_another_variant_may_need_the_bias(findings) -> None:
    block = """
        input: [8]
        blocks: {layer: {layers: [dense: 8]}}
        layers: [layer, batch_norm, relu, layer]
        """
    variant = """
        input: [8]
        params: {norm: true}
        variants: {plain: {norm: false}}
        layers: [dense: 8, batch_norm: {when: $norm}]
        """
    for spec in (block, variant):
        [found] = findings(spec)
        assert not found.helps[0].is_certain


def test_a_bias_that_defaults_give_is_told_there_once(findings) -> None:
    (found,) = findings("""
        input: [8, 8, 4]
        defaults: {conv: {norm: batch, bias: true, size: 3}}
        layers: [conv: 8, {conv: {filters: 8, activation: relu}}, residual: [conv: 6]]
        """)
    assert (found.span.line, found.span.text) == (3, "true")
    assert found.notes[-1].startswith("this holds of 3 layers: `conv_1.conv`, `conv_2.conv`")
    assert [(one.text, one.edits) for one in found.helps] == [
        ("leave it out: a layer with a `norm` has no bias unless it is asked for", ())
    ]
    (found,) = findings("""
        input: [8]
        defaults: {dense: {bias: true}}
        layers: [dense: 8, batch_norm, dense: 2]
        """)
    assert [(one.text, one.edits) for one in found.helps] == [("say `bias: false` at `dense_1`", ())]
