"""A layer that does not fit its inputs, with what is known about it."""

from typing import NamedTuple

from archspec.compiler.names import Tensor
from archspec.compiler.places import Place
from archspec.compiler.shape_provenance import ShapeProvenance
from archspec.layers.base import Layer
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


class Conflict(NamedTuple):
    """A layer that does not fit its inputs.

    Attributes:
        error: What does not fit.
        layer: The layer; None for a structure.
        path: Its path.
        place: Where it is written.
        inputs: What it takes.
        provenance: The network that it was to become part of.
    """

    error: ShapeError
    layer: Layer | None
    path: str
    place: Place
    inputs: tuple[Tensor, ...]
    provenance: ShapeProvenance

    @property
    def shapes(self) -> list[Shape]:
        """The shapes of what it takes."""
        return [tensor.shape for tensor in self.inputs if tensor.shape is not None]

    def at(self, index: int) -> str:
        """Returns a node's name and where it is written: `` `pool1` (line 18)``."""
        span = self.provenance.places[index].span
        return f"`{self.provenance.nodes[index].name}`" + (f" (line {span.line})" if span else "")


def listed(shape: Shape) -> str:
    """Returns a shape as a spec writes it: `[224, 224, 3]`."""
    return f"[{', '.join(map(str, shape))}]"
