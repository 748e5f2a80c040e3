"""What the layers that slide a window over space have in common: convolutions and poolings of every rank."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from archspec.layers.base import Lean, UnaryLayer
from archspec.layers.fields import amounts, per_axis, shortest
from archspec.layers.footprint import Footprint, Positions
from archspec.layers.rank_faults import CausalSpace, WrongRank
from archspec.tensors.arithmetic import AxisPadding, effective_window, same_is_explicit, same_padding, window_output
from archspec.tensors.dim import Size
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

PaddingField = str | int | tuple[int | tuple[int, int], ...]
PerAxisField = int | tuple[int, ...]


class SpatialLayer(UnaryLayer):
    """A kind that works on spatial axes and takes their number from its input.

    Such a kind may be written with its rank as a suffix, as in `conv2d`; the input is then held to that rank.
    """

    ranks: ClassVar[tuple[int, ...]] = (1, 2, 3)
    """The numbers of spatial axes that it works on."""

    def check_rank(self, x: Shape) -> int:
        """Returns the number of spatial axes of an input.

        Raises:
            ShapeError: If the kind does not work on so many.
        """
        if x.rank not in self.ranks:
            raise ShapeError(WrongRank(x, self.ranks), ranks=self.ranks)
        return x.rank

    @classmethod
    def field_from_keras(cls, field: str, value: Any) -> Any:
        """Returns a field's value from what Keras's config holds for it, as one number where all axes have the same."""
        return shortest(super().field_from_keras(field, value))


class Window(NamedTuple):
    """A window that slides over space, axis by axis.

    Attributes:
        size: Its size.
        stride: The step from one place to the next.
        dilation: The distance between neighbouring positions in it.
        padding: What surrounds the input: `same`, `valid`, `causal`, or (before, after).
    """

    size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[AxisPadding, ...]

    def output(self, spatial: Sequence[Size]) -> tuple[Size, ...]:
        """Returns the number of places per axis.

        Raises:
            ShapeError: If the window does not fit.
        """
        return tuple(window_output(*axis) for axis in zip(spatial, *self, strict=True))

    def footprint(self, spatial: Sequence[Size]) -> tuple[Positions, ...]:
        """Returns which positions of each axis one place of the window covers."""
        return tuple(_covered(axis, *sizes) for axis, sizes in enumerate(zip(spatial, *self, strict=True)))

    def native_padding(self) -> str | None:
        """Returns the padding of Keras's own that means the same for inputs of every size, or None if none does."""
        if isinstance(self.padding[0], str):
            return self.padding[0]
        pairs = self.explicit_padding()
        if all(pair == (0, 0) for pair in pairs):
            return "valid"
        axes = zip(self.size, self.stride, self.dilation, pairs, strict=True)
        return "same" if all(same_is_explicit(*axis) for axis in axes) else None

    def explicit_padding(self) -> tuple[tuple[int, int], ...]:
        """Returns (before, after) per axis for a padding that does not depend on the input's size."""
        return tuple(
            (effective_window(size, dilation) - 1, 0) if pads == "causal" else (0, 0) if isinstance(pads, str) else pads
            for size, dilation, pads in zip(self.size, self.dilation, self.padding, strict=True)
        )


class WindowLayer(Lean, SpatialLayer):
    """A kind that slides a window over space."""

    spreads: ClassVar[bool] = False
    """Whether its window is spread over the output rather than slid over the input."""
    native_paddings: ClassVar[tuple[str, ...]] = ("same", "valid")
    """The paddings that the kind's Keras class knows itself."""

    @abstractmethod
    def window(self, rank: int) -> Window:
        """Returns the window that slides over an input with `rank` spatial axes.

        Raises:
            ShapeError: If a field lists another number of axes, or the fields contradict each other.
        """

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the positions that the window covers."""
        del y
        return (self.window(x.rank).footprint(x.spatial),)

    def padded_values(self, x: Shape) -> int:
        """Returns the size of the padded copy of its input that the layer makes; 0 where Keras pads on the way."""
        window = self.window(x.rank)
        if window.native_padding() in self.native_paddings:
            return 0
        sizes = zip(x.spatial, window.explicit_padding(), strict=True)
        return Shape((*(size + before + after for size, (before, after) in sizes), x.channels)).values()

    def working_values(self, x: Shape, y: Shape) -> int:
        """Returns by how much a padded copy, which is there before the output is, is larger than that."""
        return max(self.padded_values(x) - y.values(), 0)

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns the layer, after one that pads where no padding of Keras's own means the same."""
        window = self.window(x.rank)
        native = window.native_padding()
        layer = self.keras_class_in(keras, x, common.get("data_format"))
        arguments = self.keras_arguments(keras, x)
        if native in self.native_paddings:
            return [layer(**{**arguments, "padding": native}, **common)]
        pad = self.pad_layer(keras, window.explicit_padding(), {**common, "name": f"{common['name']}.pad"})
        return [pad, layer(**{**arguments, "padding": "valid"}, **common)]

    def keras_class_in(self, keras: Any, x: Shape, data_format: str | None) -> Any:
        """Returns the Keras class for a layout."""
        del data_format
        return self.keras_class(keras, x)

    def pad_layer(self, keras: Any, padding: tuple[tuple[int, int], ...], common: dict[str, Any]) -> Any:
        """Returns the Keras layer that pads with zeros by (before, after) per axis."""
        rank = len(padding)
        return getattr(keras.layers, f"ZeroPadding{rank}D")(padding=padding[0] if rank == 1 else padding, **common)


def axis_paddings(padding: PaddingField, rank: int) -> tuple[AxisPadding, ...]:
    """Returns the padding of each spatial axis.

    Raises:
        ShapeError: If `causal` is asked of more than one axis, or a list is of another length.
    """
    if not isinstance(padding, str):
        return amounts(padding, rank, "padding")
    if padding == "causal" and rank != 1:
        raise ShapeError(CausalSpace(rank), field="padding")
    return (padding,) * rank  # pyright: ignore[reportReturnType]  # the field's type admits no other word


def window_of(
    rank: int, size: PerAxisField, stride: PerAxisField, dilation: PerAxisField, padding: PaddingField
) -> Window:
    """Returns the window that fields describe on `rank` spatial axes.

    Raises:
        ShapeError: If a field lists another number of axes.
    """
    return Window(
        per_axis(size, rank, "size"),
        per_axis(stride, rank, "stride"),
        per_axis(dilation, rank, "dilation"),
        axis_paddings(padding, rank),
    )


def _covered(axis: int, n: Size, size: int, stride: int, dilation: int, padding: AxisPadding) -> Positions:
    covered = effective_window(size, dilation)
    before = 0 if padding == "valid" else covered - 1
    if isinstance(padding, tuple):
        before = padding[0]
    elif padding == "same":
        # At stride 1 the padding is the same for every size.
        before, _ = same_padding(n if isinstance(n, int) else 1, size, stride, dilation)
    aligned = padding != "same" or stride == 1 or isinstance(n, int)
    return Positions(axis, (-before,), (covered - 1 - before,), stride, aligned)
