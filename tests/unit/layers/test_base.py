"""Every kind answers every question, and the answers agree with each other."""

from typing import get_args

import pytest

import archspec
from archspec.layers import registry
from archspec.layers.base import DECLARED, Integers, Layer, MergeLayer, Sign, Trait, UnaryLayer, list_unanswered
from archspec.layers.footprint import Positions
from archspec.layers.layout import ChannelsFirst, form_of
from archspec.layers.manual import page
from archspec.tensors.arithmetic import product
from archspec.tensors.shape import Shape

TRAITS = frozenset(get_args(Trait))
OPEN = {"H": 24, "W": 20, "T": 12}
"""The sizes that stand for the open ones of examples."""


def ask(kind: type[Layer]) -> None:
    """Asks a kind all that is to be known of it, about each layer of that kind in its example."""
    assert not list_unanswered(kind)
    assert kind.integers in get_args(Integers)
    assert kind.sign in get_args(Sign)
    assert kind.channels_first in get_args(ChannelsFirst)
    assert kind.traits <= TRAITS
    graph = archspec.check(page(kind).example).graph
    assert graph is not None
    graph = graph.at(**{name: OPEN[name] for name in graph.open_sizes()})
    layers = [node for node in graph.nodes if isinstance(node.layer, kind)]
    assert layers
    for node in layers:
        assert node.layer is not None
        inputs = [graph.nodes[index].shape for index in node.inputs]
        ask_layer(node.layer, inputs, graph.argument(node), node.shape)


def ask_layer(layer: Layer, inputs: list[Shape], x: object, y: Shape) -> None:
    """Asks a layer, given the shapes of its inputs and its output."""
    assert layer.output(x) == y
    assert all(min(weight.shape, default=1) > 0 for weight in layer.weights(x))
    macs = layer.macs(x, y)
    assert isinstance(macs, int)
    assert macs >= 0
    for shape, footprint in zip(inputs, layer.footprint(x, y), strict=True):
        assert len(footprint) in (0, max(shape.rank, y.rank))
        for read in footprint:
            if isinstance(read, Positions):
                assert 0 <= read.axis < y.rank
                assert len(read.first) == len(read.last)
                assert all(first <= last for first, last in zip(read.first, read.last, strict=True))
    for learns in (False, True):
        least = layer.saved_for_backward(x, y, learns=learns)
        most = layer.saved_by_tensorflow(x, y, learns=learns, half=False)
        assert min(least.inner, least.flags, most.inner, most.flags) >= 0
        sizes = sum(shape.values() for shape in inputs)
        assert least.inner + least.input * sizes <= most.inner + most.input * sizes
    assert layer.working_values(x, y) >= 0
    assert min(layer.tensorflow_workspace(x, y, 2, half=True)) >= 0
    assert layer.placing(x, form_of(len(inputs[0]), "channels_last"), "channels_last").form[-1] == inputs[0].rank
    placed = layer.placing(x, form_of(len(inputs[0]), "channels_first"), "channels_first")
    assert sorted(placed.form) == list(range(len(inputs[0])))
    assert layer.never_negative([False] * len(inputs)) in (False, True)
    assert not layer.never_negative([False] * len(inputs)) or layer.never_negative([True] * len(inputs))
    traits = {trait for trait in TRAITS if layer.has(trait)}
    if traits & {"in_place", "identity", "training_only"}:
        assert isinstance(layer, MergeLayer) or inputs[0] == y
    if "view" in traits:
        assert product(inputs[0]) == product(y)
    if "identity" in traits:
        assert {"view", "in_place", "linear", "keeps_constants"} <= traits


@pytest.mark.parametrize("kind", registry.names())
def test_every_kind_answers_every_question(kind: str) -> None:
    ask(registry.get(kind))


@pytest.mark.parametrize("kind", registry.names())
def test_no_answer_is_inherited_from_what_all_kinds_have_in_common(kind: str) -> None:
    for name in DECLARED:
        (first, *_) = [base for base in registry.get(kind).__mro__ if name in vars(base)]
        assert first not in (Layer, UnaryLayer, MergeLayer)


def test_what_a_class_says_nothing_of_is_named() -> None:
    assert {"output", "footprint", "integers", "channels_first"} < set(list_unanswered(UnaryLayer))
