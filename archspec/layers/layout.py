"""The order of the axes of tensors, and the arguments of Keras layers where channels come first.

Specs and shape rules are always channels last. Most Keras layers support channels first, by `data_format` or by the
`axis` of the channels. The others (dense layers on space, recurrent layers, attention) compute channels last, and their
output stays so until a layer needs it otherwise: a tensor is transposed once, and only where two layers disagree.

NOTE: Why is the axis of layer norms and RMS norms not used? Keras 3.15 fails along any axis but the last: layer norms
on PyTorch, RMS norms on every backend.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Layout = Literal["channels_last", "channels_first"]

ChannelsFirst = Literal["any", "axis", "data_format", "data_format_on_planes", "last"]
"""How a kind is built where channels come first.

- `any`: it takes any form as it is;
- `axis`: it is told the axis of the channels;
- `data_format`: it is told the layout;
- `data_format_on_planes`: likewise, but on lines Keras's layer knows channels last only;
- `last`: it knows channels last only, and its input is transposed.
"""

Form = tuple[int, ...]
"""The axes of a shape, as the language numbers them, in the order in which a tensor has them: `(2, 0, 1)` is a plane
with channels first. The batch is left out."""

LINE = 2
"""The number of axes of a line, with its channels."""


class Placing(NamedTuple):
    """How a layer is built and called.

    Attributes:
        form: The form that it takes its inputs in, and gives an output of as many axes in.
        arguments: What its Keras layers are reported.
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


def channels_last(form: Form) -> Placing:
    """Returns how a layer is placed that knows channels last alone."""
    return Placing(form_of(len(form), "channels_last"))


def place(how: ChannelsFirst, form: Form, layout: Layout) -> Placing:
    """Returns how a layer is placed.

    Args:
        how: What its kind can be told.
        form: The form of its input, or the first of its inputs.
        layout: The layout of the model.
    """
    if how == "any":
        return Placing(form)
    if how == "axis":
        axis = axis_of(form, -1)
        return Placing(form, {"axis": axis} if axis < len(form) else {})
    if how == "data_format" or (how == "data_format_on_planes" and len(form) > LINE):
        return Placing(form_of(len(form), layout), {"data_format": layout})
    return channels_last(form)
