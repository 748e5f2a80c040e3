"""How each kind is built where channels come first.

The language writes channels last whatever the layout, and so do the shape rules; in which order a tensor really has its
axes is known here alone. Most of Keras can be told: by `data_format`, or by the `axis` of the channels. What cannot
(dense layers on space, recurrent ones, attention) takes channels last, and what comes out of it stays that way until a
layer wants it otherwise: a tensor is transposed once, and only where two layers do not agree.

NOTE: Why are layer norms and RMS norms not told the axis? With another than the last, Keras 3.15 fails on PyTorch for
the one and everywhere for the other.
"""

from collections.abc import Mapping, Sequence
from functools import singledispatch
from types import MappingProxyType
from typing import Any, NamedTuple

from archspec.language.document import Layout
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.activation.glu import Glu
from archspec.layers.activation.log_softmax import LogSoftmax
from archspec.layers.activation.prelu import Prelu
from archspec.layers.activation.softmax import Softmax
from archspec.layers.activation.sparsemax import Sparsemax
from archspec.layers.base import Layer
from archspec.layers.convolution.conv import Conv
from archspec.layers.convolution.depthwise_conv import DepthwiseConv
from archspec.layers.convolution.separable_conv import SeparableConv
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.core.base import number_or_list
from archspec.layers.core.normalize import Normalize
from archspec.layers.core.rescale import Rescale
from archspec.layers.core.scale import Scale
from archspec.layers.merge.add import Add
from archspec.layers.merge.average import Average
from archspec.layers.merge.base import ElementwiseMergeLayer
from archspec.layers.merge.concat import Concat
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.normalization.group_norm import GroupNorm
from archspec.layers.normalization.instance_norm import InstanceNorm
from archspec.layers.normalization.local_response_norm import LocalResponseNorm
from archspec.layers.pooling.adaptive_pool import AdaptivePool
from archspec.layers.pooling.avg_pool import AvgPool
from archspec.layers.pooling.global_pool import GlobalPool
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.pooling.probabilistic_max_pool import ProbabilisticMaxPool
from archspec.layers.regularization.base import RegularizationLayer
from archspec.layers.regularization.spatial_dropout import SpatialDropout
from archspec.layers.resampling.depth_to_space import DepthToSpace
from archspec.layers.resampling.resize import Resize
from archspec.layers.resampling.space_to_depth import SpaceToDepth
from archspec.layers.resampling.upsample import Upsample
from archspec.layers.shape.crop import Crop
from archspec.layers.shape.flatten import Flatten
from archspec.layers.shape.pad import Pad
from archspec.layers.stepwise import StepwiseLayer, step

Form = tuple[int, ...]
"""The axes of a shape, as the language numbers them, in the order in which a tensor has them: `(2, 0, 1)` is a plane
with channels first. The batch is left out."""


class Placing(NamedTuple):
    """How a layer is built and called.

    Attributes:
        form: The form that it takes its inputs in, and gives an output of as many axes in.
        arguments: What its Keras layers are told.
    """

    form: Form
    arguments: Mapping[str, Any] = MappingProxyType({})


def form_of(axes: int, layout: Layout) -> Form:
    """Returns the form of a tensor in a layout."""
    last = tuple(range(axes))
    return last if layout == "channels_last" else (*last[-1:], *last[:-1])


def form_of_output(form: Form, axes: int) -> Form:
    """Returns the form of what comes out of a layer that takes a form: another number of axes is channels last."""
    return form if axes == len(form) else form_of(axes, "channels_last")


def axis_of(form: Form, axis: int) -> int:
    """Returns where a tensor has an axis, the batch counted."""
    return 1 + form.index(axis % len(form))


def permutation(form: Form, wanted: Form) -> Sequence[int]:
    """Returns the axes of a tensor, the batch counted, in the order that gives it another form."""
    return [axis_of(form, axis) for axis in wanted]


@singledispatch
def placing(layer: Layer, x: Any, form: Form, layout: Layout) -> Placing:
    """Returns how a layer is built and called; a kind that is not known here takes channels last.

    Args:
        layer: The layer.
        x: What its shape rule takes.
        form: The form of its input, or the first of its inputs.
        layout: The layout of the model.
    """
    del layer, x, layout
    return Placing(form_of(len(form), "channels_last"))


@placing.register(ElementwiseLayer)
@placing.register(RegularizationLayer)
@placing.register(ElementwiseMergeLayer)
def _in_any_form(layer: Layer, x: Any, form: Form, layout: Layout) -> Placing:
    del layer, x, layout
    return Placing(form)


@placing.register(BatchNorm)
@placing.register(GroupNorm)
@placing.register(InstanceNorm)
@placing.register(LocalResponseNorm)
@placing.register(Softmax)
@placing.register(LogSoftmax)
@placing.register(Sparsemax)
@placing.register(Glu)
@placing.register(Prelu)
@placing.register(Normalize)
@placing.register(Scale)
def _told_the_axis(layer: Layer, x: Any, form: Form, layout: Layout) -> Placing:
    del layer, x, layout
    axis = axis_of(form, -1)
    return Placing(form, {"axis": axis} if axis < len(form) else {})


@placing.register(Conv)
@placing.register(DepthwiseConv)
@placing.register(SeparableConv)
@placing.register(MaxPool)
@placing.register(AvgPool)
@placing.register(GlobalPool)
@placing.register(AdaptivePool)
@placing.register(ProbabilisticMaxPool)
@placing.register(Resize)
@placing.register(DepthToSpace)
@placing.register(SpaceToDepth)
@placing.register(Pad)
@placing.register(Flatten)
def _told_the_layout(layer: Layer, x: Any, form: Form, layout: Layout) -> Placing:
    del layer, x
    return Placing(form_of(len(form), layout), {"data_format": layout})


@placing.register(Upsample)
@placing.register(SpatialDropout)
@placing.register(Crop)
@placing.register(UpConv)
def _told_the_layout_on_planes(layer: Layer, x: Any, form: Form, layout: Layout) -> Placing:
    """Keras's 1-D layers of these kinds, and its 1-D cropping, know channels last only."""
    crops_like = isinstance(layer, Crop) and layer.like is not None
    crops_none = isinstance(layer, UpConv) and isinstance(layer.padding, str)
    if len(form) > 2 or crops_like or crops_none:
        return _told_the_layout(layer, x, form, layout)
    return Placing(form_of(len(form), "channels_last"))


@placing.register
def _(layer: Add | Average, x: Any, form: Form, layout: Layout) -> Placing:
    """Keras's sums on TensorFlow take what is like a bias for one along the last axis, if that is as long."""
    del layout
    like_biases = layer.broadcast and any(sum(size != 1 for size in shape) < 2 for shape in x)
    return Placing(form_of(len(form), "channels_last") if like_biases else form)


@placing.register
def _(layer: Concat, x: Any, form: Form, layout: Layout) -> Placing:
    del x
    axis = axis_of(form, -1 if layer.axis == "channels" else layer.axis)
    return Placing(form, {} if layout == "channels_last" else {"axis": axis})


@placing.register
def _(layer: Rescale, x: Any, form: Form, layout: Layout) -> Placing:
    """Numbers per channel get an axis of size 1 for each axis behind the channels."""
    del x, layout
    behind = len(form) - axis_of(form, -1)
    values = {"scale": number_or_list(layer.scale), "offset": number_or_list(layer.offset)}
    lists = {name: value for name, value in values.items() if isinstance(value, list)}
    return Placing(form, {name: [_nested(one, behind) for one in value] for name, value in lists.items()})


def _nested(number: float, depth: int) -> Any:
    return [_nested(number, depth - 1)] if depth else number


@placing.register
def _(layer: StepwiseLayer, x: Any, form: Form, layout: Layout) -> Placing:
    """The steps stay in front; each of them is in a form of its own."""
    inner = tuple(axis - 1 for axis in form[1:]) if form[0] == 0 else form_of(len(form) - 1, layout)
    each = placing(layer.layer, step(x), inner, layout)
    return Placing((0, *(axis + 1 for axis in each.form)), each.arguments)
