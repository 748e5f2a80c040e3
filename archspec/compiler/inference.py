"""Infers shapes by the layers' own rules."""

from typing import Any

from archspec.backends.limits import check_backend
from archspec.compiler.faults import IntegerInput
from archspec.compiler.names import WHOLE_NUMBERS, Tensor
from archspec.compiler.walk import Frame, Walk
from archspec.layers.base import Layer, MergeLayer
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


def infer_shape(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
    """Returns the shape of what a layer makes of known tensors.

    Args:
        walk: The walk.
        layer: The layer.
        inputs: The tensors.
        path: The layer's path, for which its shape does not matter.
        frame: What holds for it.

    Raises:
        ShapeError: If it does not fit them.
    """
    del path
    shapes = [shape for tensor in inputs if (shape := tensor.whole.shape) is not None]
    if layer.integers == "refused":
        for tensor in inputs:
            if tensor.dtype in WHOLE_NUMBERS:
                raise ShapeError(IntegerInput(tensor.dtype))
    x: Any = tuple(shapes) if isinstance(layer, MergeLayer) or len(shapes) > 1 else shapes[0]
    output = layer.output(x)
    if walk.target is not None:
        check_backend(layer, x, frame.precision, walk.target)
    return output
