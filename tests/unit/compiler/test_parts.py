"""Norms and activations that a layer asks for by a word: where they stand in the graph, and what their fields are."""

from typing import Any

import pytest

import archspec
from archspec import Activation, Architecture, Conv, Dense, GroupNorm, LeakyRelu, Residual
from archspec.graph import Graph, Node


def graph(text: str, **params: Any) -> Graph:
    report = archspec.check(f"archspec: 1\n{text}", **params)
    assert report.graph is not None, str(report)
    return report.graph


def made(text: str, **params: Any) -> dict[str, Any]:
    """The fields that each layer is given, by path."""
    return {
        node.name: (node.layer.kind, node.layer.explicit_fields())
        for node in graph(text, **params).nodes
        if node.layer is not None
    }


def node(found: Graph, name: str) -> Node:
    return next(one for one in found.nodes if one.name == name)


IMAGE = "input: [16, 16, 3]\n"
CONV = "conv: {filters: 8, size: 3"


@pytest.mark.parametrize(
    ("item", "names"),
    [
        (CONV + ", activation: relu}", ["conv_1"]),
        (CONV + ", activation: leaky_relu}", ["conv_1.conv", "conv_1.activation"]),
        (CONV + ", activation: prelu}", ["conv_1.conv", "conv_1.activation"]),
        (CONV + ", activation: {relu: {max_value: 6}}}", ["conv_1.conv", "conv_1.activation"]),
        (CONV + ", norm: {group: 4}}", ["conv_1.conv", "conv_1.norm"]),
        ("up_conv: {filters: 8, size: 2, norm: batch, activation: glu}",
         ["up_conv_1.conv", "up_conv_1.norm", "up_conv_1.activation"]),
        ("dense: {units: 8, norm: layer, activation: gelu}", ["dense_1.dense", "dense_1.norm", "dense_1.activation"]),
        ("dense: {units: 8, activation: {elu: 0.5}}", ["dense_1.dense", "dense_1.activation"]),
        ("activation: {leaky_relu: 0.1}", ["activation_1"]),
        ("activation: {leaky_relu: 0.1, name: bent}", ["bent"]),
        ("activation: {function: {leaky_relu: 0.1}}", ["activation_1"]),
    ],
)  # fmt: skip
def test_what_keras_does_not_do_in_one_layer_is_a_scope(item: str, names: list[str]) -> None:
    assert list(made(f"{IMAGE}layers:\n  - {item}\n")) == names


def test_the_name_of_the_whole_is_its_output_and_the_parts_can_be_taken() -> None:
    found = graph(f"{IMAGE}layers:\n  - {CONV}, activation: {{leaky_relu: 0.1}}, name: a}}\n  - add: [a, a.conv]\n")
    assert [found.nodes[one].name for one in found.nodes[-1].inputs] == ["a.activation", "a.conv"]


def test_a_dense_layer_has_a_bias_as_a_convolution_has() -> None:
    plain, normed, both = (
        graph(f"input: [4]\nlayers:\n  - dense: {{units: 3{more}}}\n").params()
        for more in ("", ", norm: rms", ", norm: rms, bias: true")
    )
    assert (plain, normed, both) == (4 * 3 + 3, 4 * 3 + 3, 4 * 3 + 3 + 3)


def test_defaults_of_a_kind_hold_wherever_it_is_asked_for() -> None:
    found = made(
        "input: [16, 16, 3]\n"
        "defaults:\n"
        "  leaky_relu: {negative_slope: 0.1}\n"
        "  group_norm: {groups: 4, epsilon: 0.01}\n"
        "layers:\n"
        "  - conv: {filters: 8, size: 3, norm: group, activation: leaky_relu, name: word}\n"
        "  - conv: {filters: 8, size: 3, norm: {group: 2}, activation: {leaky_relu: 0.3}, name: fields}\n"
        "  - residual: {layers: [dense: 6], norm: {group: {groups: 3}}, activation: leaky_relu, name: sum}\n"
        "  - activation: {function: leaky_relu, name: item}\n"
    )
    assert found["word.norm"] == ("group_norm", {"groups": 4, "epsilon": 0.01})
    assert found["word.activation"] == ("leaky_relu", {"negative_slope": 0.1})
    assert found["fields.norm"] == ("group_norm", {"groups": 2, "epsilon": 0.01})
    assert found["fields.activation"] == ("leaky_relu", {"negative_slope": 0.3})
    assert found["sum.shortcut.norm"] == ("group_norm", {"groups": 3, "epsilon": 0.01})
    assert found["sum.activation"] == found["item"] == ("leaky_relu", {"negative_slope": 0.1})


def test_a_default_makes_a_layer_of_its_own_of_what_would_be_an_argument() -> None:
    found = made("input: [4]\ndefaults: {gelu: {approximate: true}}\nlayers: [dense: {units: 3, activation: gelu}]\n")
    assert found["dense_1.activation"] == ("gelu", {"approximate": True})


def test_a_field_replaces_that_of_defaults_as_a_whole() -> None:
    found = made(
        "input: [8, 8, 4]\n"
        "defaults: {conv: {norm: {group: {groups: 2, epsilon: 0.1}}}, group_norm: {center: false}}\n"
        "layers:\n"
        "  - conv: {filters: 4, size: 3}\n"
        "  - conv: {filters: 4, size: 3, norm: {group: {groups: 4}}}\n"
    )
    assert found["conv_1.norm"][1] == {"groups": 2, "epsilon": 0.1, "center": False}
    assert found["conv_2.norm"][1] == {"groups": 4, "center": False}


def test_a_default_is_computed_of_what_arrives_at_the_part_and_a_field_of_what_arrives_at_the_item() -> None:
    found = made(
        "input: [8, 8, 4]\n"
        "defaults: {group_norm: {groups: $(channels // 2)}}\n"
        "layers:\n"
        "  - conv: {filters: 12, size: 3, norm: group}\n"
        "  - conv: {filters: 24, size: 3, norm: {group: $(channels // 2)}}\n"
    )
    assert found["conv_1.norm"][1] == {"groups": 6}
    assert found["conv_2.norm"][1] == {"groups": 6}


def test_defaults_of_norms_and_activations_reach_into_libraries() -> None:
    text = (
        "input: [8, 8, 3]\n"
        "use: std/residual\n"
        "defaults: {conv: {padding: valid}, relu: {negative_slope: 0.1}, batch_norm: {epsilon: 0.01}}\n"
        "layers: [basic: 4]\n"
    )
    kinds = [(kind, fields) for kind, fields in made(text).values() if kind in ("relu", "batch_norm", "activation")]
    assert kinds.count(("relu", {"negative_slope": 0.1})) == 2
    assert kinds.count(("batch_norm", {"epsilon": 0.01})) == 3
    assert len(kinds) == 5


def test_dtype_and_trainable_are_those_of_the_part() -> None:
    found = graph(
        f"{IMAGE}layers:\n"
        f"  - {CONV}, norm: {{batch: {{trainable: false}}}}, activation: {{relu: {{dtype: float32}}}},\n"
        "     dtype: float16}\n"
    )
    conv, norm, activation = found.nodes[1:]
    assert (conv.precision, norm.precision, activation.precision) == ("float16", "float16", "float32")
    assert (conv.trainable, norm.trainable, activation.trainable) == (True, False, True)
    assert found.trainable_params() == 3 * 3 * 3 * 8


def test_a_word_with_fields_may_come_from_params_variants_blocks_and_counters() -> None:
    text = (
        "params: {act: {default: {leaky_relu: 0.1}}}\n"
        "variants: {soft: {act: {elu: 0.5}}, plain: {act: relu}}\n"
        "input: [4]\n"
        "blocks: {unit: {params: {a: }, layers: [dense: {units: 4, activation: $a}]}}\n"
        "layers:\n"
        "  - dense: {units: 4, activation: $act}\n"
        "  - unit: {a: {leaky_relu: 0.2}}\n"
        "  - unit: {a: $act}\n"
        "  - repeat: {each: {a: [{leaky_relu: 0.4}, gelu]}, layers: [dense: {units: 4, activation: $a}]}\n"
    )
    slopes = [fields.get("negative_slope") for _, fields in made(text).values() if "negative_slope" in fields]
    assert slopes == [0.1, 0.2, 0.1, 0.4]
    assert made(text, variant="soft")["dense_1.activation"] == ("elu", {"alpha": 0.5})
    assert "dense_1" in made(text, variant="plain")


def test_steps_may_be_bent_and_normed_too() -> None:
    found = made(
        "input: [5, 8, 8, 3]\n"
        "layers: [time_distributed: [conv: {filters: 4, size: 3, norm: {group: 2}, activation: prelu}]]\n"
    )
    assert list(found) == [f"time_distributed_1.conv_1.{part}" for part in ("conv", "norm", "activation")]


def test_in_python_words_are_words_mappings_and_layers() -> None:
    layers = [
        Conv(filters=8, size=3, norm={"group": 4}, activation=LeakyRelu(negative_slope=0.1)),
        Residual(layers=[Dense(units=8)], activation={"leaky_relu": 0.1}),
        Activation(function={"elu": {"alpha": 0.5}}),
        Dense(units=2, norm=GroupNorm(groups=2), activation="prelu"),
    ]
    report = archspec.check(Architecture(inputs={"x": (8, 8, 3)}, layers=layers))
    assert report.graph is not None, str(report)
    found = {one.name: one.layer.explicit_fields() for one in report.graph.nodes if one.layer is not None}
    assert found["conv_1.norm"] == {"groups": 4}
    assert found["conv_1.activation"] == found["residual_1.activation"] == {"negative_slope": 0.1}
    assert found["activation_1"] == {"alpha": 0.5}
    assert found["dense_1.norm"] == {"groups": 2}
    assert "dense_1.activation" in found
