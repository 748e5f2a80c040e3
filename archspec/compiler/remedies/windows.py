"""What to do about sizes that a window on the way changed: its padding, or what a transposed one is to give back."""

from collections.abc import Iterator

from archspec import limits
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.misfit import Misfit
from archspec.diagnostics.diagnostic import Help
from archspec.layers.base import Layer
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.window import WindowLayer
from archspec.tensors.faults import ReshapeMismatch, ShapeMismatch


def kept_by_padding(misfit: Misfit) -> Iterator[Help]:
    """Proposes `padding: same` for the one window on the way without which a reshape would have the values it needs."""
    if misfit.error.kind is not ReshapeMismatch or len(misfit.inputs) != 1:
        return
    nodes = misfit.ancestry.nodes
    for index in misfit.ancestry.changes(misfit.inputs[0]):
        plain = nodes[index].plain
        if not isinstance(plain, WindowLayer) or getattr(plain, "padding", None) != "valid":
            continue
        if fits(misfit, layers=_changed(misfit, index, padding="same")):
            yield Help(f"keep the sizes: `padding: same` in {misfit.at(index)}")
            return


def given_back(misfit: Misfit) -> Iterator[Help]:
    """Proposes the `output_padding` of a transposed convolution that brings back what a strided window left over."""
    if misfit.error.kind is not ShapeMismatch or len(misfit.error.branches) != 2:
        return
    nodes = misfit.ancestry.nodes
    for branch in misfit.error.branches:
        for index in misfit.ancestry.changes(misfit.inputs[branch]):
            plain = nodes[index].plain
            if not isinstance(plain, UpConv) or plain.output_padding is not None or not isinstance(plain.stride, int):
                continue
            for extra in range(min(plain.stride, limits.UP_CONV_STRIDE)):
                if fits(misfit, layers=_changed(misfit, index, output_padding=extra)):
                    yield Help(
                        f"bring back what the strides left over: `output_padding: {extra}` in {misfit.at(index)}"
                    )
                    return


def _changed(misfit: Misfit, index: int, **fields: object) -> dict[int, Layer]:
    """Returns all layers that are written where one is, with other values in some fields."""
    nodes = misfit.ancestry.nodes
    same = {one: nodes[one].layer for one in misfit.ancestry.same_text(index) if one < len(nodes)}
    return {one: changed(layer, **fields) for one, layer in same.items() if layer is not None}
