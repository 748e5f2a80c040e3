"""What a layer keeps from its forward pass until its gradient is computed.

One function per family, because a kind of layer does not know how it is trained. The rules are those of TensorFlow's
gradients: a convolution needs its input again, a ReLU its output, an addition nothing.
"""

from functools import singledispatch
from math import prod
from typing import Any, NamedTuple

from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Layer, MergeLayer
from archspec.layers.convolution.base import ConvolutionLayer
from archspec.layers.convolution.separable_conv import SeparableConv
from archspec.layers.core.dense import Dense
from archspec.layers.normalization.base import NormalizationLayer
from archspec.layers.normalization.local_response_norm import LocalResponseNorm
from archspec.layers.normalization.rms_norm import RmsNorm
from archspec.layers.pooling.adaptive_pool import AdaptivePool
from archspec.layers.pooling.avg_pool import AvgPool
from archspec.layers.pooling.global_pool import GlobalPool
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.pooling.max_unpool import MaxUnpool
from archspec.layers.regularization.base import RegularizationLayer
from archspec.layers.sequence.attention import Attention
from archspec.layers.sequence.base import RecurrentLayer
from archspec.layers.shape.base import MovingLayer
from archspec.layers.stepwise import StepwiseLayer, step
from archspec.layers.window import WindowLayer
from archspec.layers.words import Word
from archspec.tensors.shape import Shape

FROM_OUTPUT = ("relu", "relu6", "sigmoid", "tanh", "softmax", "log_softmax", "elu", "selu", "exponential")
"""Activations whose gradient needs their output only; the others need their input."""
FROM_NOTHING = ("linear", "identity", "rescale", "normalize")
"""Element-wise kinds whose gradient needs neither."""
VIEWS = ("flatten", "reshape", "identity", "linear")
"""Kinds whose output is their input under another shape, without a copy."""


class Kept(NamedTuple):
    """What a layer keeps, for one sample.

    Attributes:
        input: Whether its inputs are kept.
        output: Whether its output is.
        inner: How many values are kept that are neither.
        flags: How many bytes are kept that say only whether a value was used.
    """

    input: bool = False
    output: bool = False
    inner: int = 0
    flags: int = 0


@singledispatch
def kept(layer: Layer, x: Any, y: Shape, *, learns: bool) -> Kept:
    """Returns what a layer keeps for its gradient; a kind that is not known here is taken to keep its input.

    Args:
        layer: The layer.
        x: The shape of its input, or a tuple of shapes; every size is known.
        y: The shape of its output.
        learns: Whether any weight of its own is trained.
    """
    del layer, x, y, learns
    return Kept(input=True)


def function_kept(function: Word | None, y: Shape) -> Kept:
    """Returns what an activation inside another layer keeps; one with fields is a layer of its own."""
    if not isinstance(function, str) or function in FROM_NOTHING:
        return Kept()
    return Kept(output=True) if function in FROM_OUTPUT else Kept(inner=count(y))


@kept.register
def _(layer: ConvolutionLayer, x: Shape, y: Shape, *, learns: bool) -> Kept:
    after = function_kept(layer.activation, y)
    padded = padded_values(layer, x)
    if isinstance(layer, SeparableConv):
        between = count(Shape((*y.spatial, layer.depthwise_shape(x)[-2] * layer.multiplier)))
        after = after._replace(inner=after.inner + between)
    if learns and padded:
        return after._replace(inner=after.inner + padded)
    return after._replace(input=learns)


@kept.register
def _(layer: Dense, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del x
    return function_kept(layer.activation, y)._replace(input=learns)


@kept.register
def _(layer: ElementwiseLayer, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del x, y
    function = getattr(layer, "function", layer.kind)
    if function in FROM_NOTHING:
        return Kept()
    if function == "scale":
        return Kept(input=learns)
    return Kept(output=True) if function in FROM_OUTPUT else Kept(input=True)


@kept.register(NormalizationLayer)
@kept.register(RmsNorm)
def _(layer: Layer, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del layer, x, y, learns
    return Kept(input=True)


@kept.register
def _(layer: LocalResponseNorm, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del layer, x, learns
    return Kept(input=True, inner=2 * count(y))  # the sum of squares, and its power


@kept.register
def _(layer: MaxPool, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del y, learns
    padded = padded_values(layer, x)
    return Kept(input=not padded, output=True, inner=padded)


@kept.register
def _(layer: MaxUnpool, x: Any, y: Shape, *, learns: bool) -> Kept:
    del layer, x, learns
    return Kept(inner=count(y))  # where the largest are


@kept.register
def _(layer: AvgPool, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del layer, x, y, learns
    return Kept()


@kept.register(GlobalPool)
@kept.register(AdaptivePool)
def _(layer: GlobalPool | AdaptivePool, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del x, y, learns
    return Kept(input=layer.mode == "max", output=layer.mode == "max")


@kept.register
def _(layer: MovingLayer, x: Any, y: Shape, *, learns: bool) -> Kept:
    del layer, x, y, learns
    return Kept()


@kept.register
def _(layer: MergeLayer, x: tuple[Shape, ...], y: Shape, *, learns: bool) -> Kept:
    del x, y, learns
    return Kept(input=layer.kind in ("multiply", "maximum", "minimum"))


@kept.register
def _(layer: RegularizationLayer, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del x, learns
    if layer.kind in ("gaussian_noise", "drop_path", "spatial_dropout"):  # added, or a few flags per sample
        return Kept()
    return Kept(flags=count(y))


@kept.register
def _(layer: RecurrentLayer, x: Shape, y: Shape, *, learns: bool) -> Kept:
    del y, learns
    steps = count(Shape((x[0],)))
    directions = 2 if layer.bidirectional else 1
    return Kept(input=True, output=True, inner=steps * directions * (layer.gates + 1) * layer.units)


@kept.register
def _(layer: Attention, x: Shape | tuple[Shape, Shape], y: Shape, *, learns: bool) -> Kept:
    del y, learns
    query, value = (x, x) if isinstance(x, Shape) else x
    targets, sources = count(Shape((query[0],))), count(Shape((value[0],)))
    value_dim = layer.value_dim or layer.key_dim
    projections = targets * (layer.key_dim + value_dim) + sources * (layer.key_dim + value_dim)
    return Kept(input=True, inner=layer.heads * (projections + targets * sources))


@kept.register
def _(layer: StepwiseLayer, x: Shape, y: Shape, *, learns: bool) -> Kept:
    one = kept(layer.layer, step(x), step(y), learns=learns)
    steps = count(Shape((x[0],)))
    return one._replace(inner=steps * one.inner, flags=steps * one.flags)


def working_values(layer: Layer, x: Any, y: Shape) -> int:
    """Returns how many values a layer needs beside its output while it computes it, and no longer."""
    if isinstance(layer, LocalResponseNorm | Attention):
        return kept(layer, x, y, learns=False).inner
    # A padded copy is there with the input before the output is.
    return max(padded_values(layer, x) - count(y), 0) if isinstance(layer, WindowLayer) else 0


def padded_values(layer: WindowLayer, x: Shape) -> int:
    """Returns the size of the padded copy of its input that a layer makes; 0 where Keras pads on the way."""
    window = layer.window(x.rank) if layer.kind != "up_conv" else None
    if window is None or window.native_padding() in layer.native_paddings:
        return 0
    sizes = zip(x.spatial, window.explicit_padding(), strict=True)
    return count(Shape((*(size + before + after for size, (before, after) in sizes), x.channels)))


def count(shape: Shape) -> int:
    """Returns the number of values in a shape.

    Raises:
        ValueError: If a size is open.
    """
    sizes = [size for size in shape if isinstance(size, int)]
    if len(sizes) < len(shape):
        raise ValueError(f"{shape} has an open size")
    return prod(sizes)
