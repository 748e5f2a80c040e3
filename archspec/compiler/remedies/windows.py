"""What to do about sizes that a window on the way changed: its padding, or what a transposed one is to give back."""

from collections.abc import Iterator

from archspec import limits
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.conflict import Conflict
from archspec.diagnostics.help import Help
from archspec.layers.base import Layer
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.window import WindowLayer
from archspec.tensors.faults import ReshapeMismatch, ShapeMismatch


def kept_by_padding(conflict: Conflict) -> Iterator[Help]:
    """Proposes `padding: same` for the one window on the way without which a reshape would have the values it needs."""
    if conflict.error.kind is not ReshapeMismatch or len(conflict.inputs) != 1:
        return
    nodes = conflict.provenance.nodes
    for index in conflict.provenance.changes(conflict.inputs[0]):
        plain = nodes[index].plain
        if not isinstance(plain, WindowLayer) or getattr(plain, "padding", None) != "valid":
            continue
        if fits(conflict, layers=_changed(conflict, index, padding="same")):
            yield Help(f"keep the sizes: `padding: same` in {conflict.at(index)}")
            return


def given_back(conflict: Conflict) -> Iterator[Help]:
    """Proposes the `output_padding` of a transposed convolution that brings back what a strided window left over."""
    if conflict.error.kind is not ShapeMismatch or len(conflict.error.branches) != 2:
        return
    nodes = conflict.provenance.nodes
    for branch in conflict.error.branches:
        for index in conflict.provenance.changes(conflict.inputs[branch]):
            plain = nodes[index].plain
            if not isinstance(plain, UpConv) or plain.output_padding is not None or not isinstance(plain.stride, int):
                continue
            for extra in range(min(plain.stride, limits.UP_CONV_STRIDE)):
                if fits(conflict, layers=_changed(conflict, index, output_padding=extra)):
                    yield Help(
                        f"bring back what the strides left over: `output_padding: {extra}` in {conflict.at(index)}"
                    )
                    return


def _changed(conflict: Conflict, index: int, **fields: object) -> dict[int, Layer]:
    """Returns all layers that are written where one is, with other values in some fields."""
    nodes = conflict.provenance.nodes
    same = {one: nodes[one].layer for one in conflict.provenance.same_text(index) if one < len(nodes)}
    return {one: changed(layer, **fields) for one, layer in same.items() if layer is not None}
