"""Whether two Keras models are the same network, and which weight of the one is which of the other.

They are walked side by side from their outputs to their inputs. Layers without weights and with one input are passed
over, for one model may pad, scale or activate in a layer of its own where the other does so inside of another.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import keras

PASSED_OVER = (keras.layers.Normalization,)
"""Layers whose weights no training makes: they are what the caller sets them to."""


class Way(NamedTuple):
    """The layers with weights between a layer and the merge, or input, that what it takes comes from.

    Attributes:
        layers: The layers, going back.
        origin: The merge or input.
    """

    layers: list[Any]
    origin: Any

    @property
    def shapes(self) -> list[list[tuple[int, ...]]]:
        """The shapes of the weights of its layers."""
        return [[core(weight.shape) for weight in layer.weights] for layer in self.layers]


def pairs(one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    """Yields the layers with weights of two models, pair by pair.

    Raises:
        AssertionError: If the models are different networks.
    """
    seen: dict[str, str] = {}
    waiting = [(producer(one.outputs[0]), producer(other.outputs[0]))]
    while waiting:
        ours, theirs = (way(layer) for layer in waiting.pop())
        assert ours.shapes == theirs.shapes, f"{names(ours)}\nis not {names(theirs)}"
        for mine, its in zip(ours.layers, theirs.layers, strict=True):
            if mine.name not in seen:
                yield mine, its
            assert seen.setdefault(mine.name, its.name) == its.name
        begin, end = ours.origin, theirs.origin
        if begin.name in seen:
            assert seen[begin.name] == end.name
            continue
        seen[begin.name] = end.name
        waiting += zip(branches(begin), branches(end), strict=True)


def way(layer: Any) -> Way:
    """Returns the way back from a layer, itself included."""
    layers: list[Any] = []
    while len(inputs := taken(layer)) == 1:
        layers += [one for one in reversed(parts(layer)) if one.weights and not isinstance(one, PASSED_OVER)]
        layer = producer(inputs[0])
    return Way(layers, layer)


def parts(layer: Any) -> list[Any]:
    """Returns the layers that a sequence of layers holds, in order; an operation of `keras.ops` is no layer."""
    if isinstance(layer, keras.Sequential):
        return layer.layers
    return [layer] if isinstance(layer, keras.Layer) else []


def branches(merge: Any) -> list[Any]:
    """Returns the layers that a merge takes: in order if that counts, else by what they are made of."""
    found = [producer(tensor) for tensor in taken(merge)]
    return found if isinstance(merge, keras.layers.Concatenate) else sorted(found, key=lambda one: way(one).shapes)


def taken(layer: Any) -> list[Any]:
    (node,) = layer._inbound_nodes
    return node.input_tensors


def producer(tensor: Any) -> Any:
    return tensor._keras_history.operation


def core(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Returns a shape without ones: a dense layer is a convolution of one place, a depthwise one is one of groups."""
    return tuple(size for size in shape if size != 1)


def names(one: Way) -> str:
    return " < ".join([*(layer.name for layer in one.layers), one.origin.name])
