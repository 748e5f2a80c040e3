"""Padding."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from archspec.layers.fields import Amounts, amounts, choice, shortest
from archspec.layers.footprint import Footprint, shift
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.tensors.arithmetic import pad_output
from archspec.tensors.shape import Shape

Mode = Annotated[Literal["zeros", "reflect", "edge"], choice("zeros", "reflect", "edge")]


@final
class Pad(SpatialMovingLayer):
    """Surrounds space with zeros, with its mirror image or with copies of its edge.

    Every spatial axis grows from `n` to `before + n + after`. `reflect` repeats the input without its edge
    (`c b | a b c | b a`), for which the padding must be smaller than `n`; `edge` repeats the edge
    (`a a | a b c | c c`). Source: `keras.layers.ZeroPadding2D`; `numpy.pad`.

    Attributes:
        padding: How much: a number for both sides of every spatial axis, one per axis, or `[before, after]` per axis.
        mode: What is there: `zeros`, `reflect` or `edge`.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - pad: {padding: 3, mode: reflect}
          - conv: {filters: 16, size: 7, padding: valid}
        ```
    """

    principal: ClassVar[str | None] = "padding"
    keras_name: ClassVar[str] = "ZeroPadding{rank}D"

    padding: Amounts
    mode: Mode = "zeros"

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape with larger spatial axes."""
        pairs = amounts(self.padding, self.check_rank(x), "padding")
        reflect = self.mode == "reflect"
        spatial = [pad_output(n, *pair, reflect=reflect) for n, pair in zip(x.spatial, pairs, strict=True)]
        return Shape((*spatial, x.channels))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position, moved by what is put in front of it."""
        del y
        pairs = amounts(self.padding, x.rank, "padding")
        return (tuple(shift(axis, -before) for axis, (before, _) in enumerate(pairs)),)

    def keras_class(self, keras: Any, x: Shape) -> Any:
        """Returns Keras's zero padding, or the layer that pads with what is there."""
        if self._copies(x):
            return keras.saving.get_registered_object("archspec>CopyPadding")
        return super().keras_class(keras, x)

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the padding, (before, after) per axis, and the mode where Keras's own layer is none."""
        del keras
        pairs = amounts(self.padding, x.rank, "padding")
        if self._copies(x):
            return {"padding": pairs, "mode": self.mode}
        return {"padding": pairs[0] if x.rank == 1 else pairs}

    def _copies(self, x: Shape) -> bool:
        """Returns whether anything that is there is repeated."""
        return self.mode != "zeros" and any(map(any, amounts(self.padding, x.rank, "padding")))

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the padding that a Keras layer's config gives."""
        return cls(padding=shortest(pairs_from_keras(config["padding"])), mode=config.get("mode", "zeros"))


def pairs_from_keras(value: Any) -> tuple[tuple[int, int], ...]:
    """Returns (before, after) per axis; Keras writes a single axis without the outer list."""
    pairs = value if isinstance(value[0], (list, tuple)) else [value]
    return tuple((before, after) for before, after in pairs)
