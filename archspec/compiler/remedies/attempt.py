"""Tries a change: asks every layer made so far again, and then the one that did not fit."""

from collections.abc import Mapping

from archspec.compiler.remedies.conflict import Conflict
from archspec.graph import Node
from archspec.layers.base import Layer
from archspec.layers.stepwise import StepwiseLayer
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


def fits(
    conflict: Conflict,
    shapes: Mapping[int, Shape] | None = None,
    layers: Mapping[int, Layer] | None = None,
    layer: Layer | None = None,
    *,
    whole: bool = False,
) -> bool:
    """Returns whether all layers would fit after a change.

    Args:
        conflict: The layer that does not fit.
        shapes: Other shapes of inputs of the network, by node.
        layers: Other layers, by node.
        layer: What stands in for the layer that does not fit.
        whole: Whether the layers that follow are asked too, for other shapes of inputs.
    """
    nodes, last = conflict.provenance.nodes, layer or conflict.layer
    if last is None or not conflict.provenance.budget.spend(len(nodes)):
        return False
    made: list[Node] = []
    try:
        for index, node in enumerate(nodes):
            if node.layer is None:
                made.append(node._replace(shape=(shapes or {}).get(index, node.shape)))
            else:
                here = (layers or {}).get(index, node.layer)
                made.append(node._replace(layer=here, shape=here.output(node.argument(made))))
        last.output(Node("", last, tuple(tensor.node for tensor in conflict.inputs), Shape()).argument(made))
    except ShapeError:
        return False
    # What other layers would make of the layers after the conflict cannot be asked: they are not written so.
    return not whole or not shapes or bool(layers) or conflict.provenance.would_work(shapes)


def changed(layer: Layer, **fields: object) -> Layer:
    """Returns a layer with other values in some fields, also where it works step by step."""
    if isinstance(layer, StepwiseLayer):
        return layer.model_copy(update={"layer": layer.layer.model_copy(update=fields)})
    return layer.model_copy(update=fields)
