"""Max unpooling."""

from typing import Any, ClassVar, final

from archspec import limits
from archspec.diagnostics.kind import DiagnosticKind
from archspec.layers.base import Free, Integers, Sign, Trait
from archspec.layers.faults import Unpooling, UnpoolToNoSize, UnpoolToOtherChannels, UnpoolToOtherSize
from archspec.layers.fields import PerAxis, PoolPadding, Text
from archspec.layers.footprint import UNKNOWN, Footprint, Positions, Read
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.rank_faults import UnpoolToOtherRank
from archspec.layers.window import SpatialLayer, Window
from archspec.tensors.arithmetic import merge
from archspec.tensors.dim import domain_of, restrict
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import MergedForNoSize, MergedShapes


@final
class MaxUnpool(Free, SpatialLayer):
    """Undoes a max pooling: puts each value back where the largest of its window was, and zeros everywhere else.

    The windows are those of a `max_pool` that does not overlap. `of` is what it took, so the output has its spatial
    axes; the input has one position per window, and the same channels. Where several positions of a window are the
    largest, the first is meant. Source: Zeiler, Fergus. Visualizing and Understanding Convolutional Networks. ECCV
    2014. arXiv:1311.2901, section 2.1, whose "switches" these places are; Badrinarayanan, Kendall, Cipolla. SegNet.
    PAMI 2017. arXiv:1511.00561, figure 3.

    Attributes:
        of: The name of the tensor that was pooled.
        size: The window's size, and the step from one to the next.
        padding: What surrounded it there: `same`, `valid`, or a number of positions, fewer than the window has.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, name: fine}
          - max_pool: 2
          - conv: {filters: 16, size: 3}
          - max_unpool: fine
        ```
    """

    principal: ClassVar[str | None] = "of"
    references: ClassVar[tuple[str, ...]] = ("of",)
    keras_name: ClassVar[str] = "archspec>MaxUnpooling"
    keras_fields: ClassVar = {"size": "pool_size"}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "kept"
    traits: ClassVar[frozenset[Trait]] = frozenset(("enlarges",))
    channels_first: ClassVar[ChannelsFirst] = "last"

    of: Text
    size: PerAxis = 2
    padding: PoolPadding = "valid"

    def window(self, rank: int) -> Window:
        """Returns the window of the pooling that is undone.

        Raises:
            ShapeError: If a field lists another number of axes, or the padding is as large as the window.
        """
        return MaxPool(size=self.size, padding=self.padding).window(rank)

    def output(self, x: Any) -> Shape:
        """Returns the shape of what was pooled."""
        values, of = x
        rank = self.check_rank(of)
        if values.rank != rank:
            raise ShapeError(UnpoolToOtherRank(values, of), field="of", branches=(0, 1))
        windows = Shape((*self.window(rank).output(of.spatial), of.channels))
        try:
            fits = merge((values, windows))
        except ShapeError as error:
            raise ShapeError(_mismatch(error.data, values, of, windows), field="of", branches=(0, 1)) from None
        spatial = [restrict(n, domain_of(m)) or n for n, m in zip(of.spatial, fits.spatial, strict=True)]
        return Shape((*spatial, fits.channels))

    def footprint(self, x: Any, y: Shape) -> tuple[Footprint, ...]:
        """Returns, for each position, the value of its window, and that whole window of what was pooled."""
        window = self.window(y.rank)
        values: list[Read] = []
        pooled: list[Read] = []
        for axis, (size, covered) in enumerate(zip(window.size, window.footprint(x[1].spatial), strict=True)):
            if size > limits.PERIOD:
                values.append(UNKNOWN)
                pooled.append(UNKNOWN)
                continue
            before = -covered.first[0]
            places = tuple((q + before) // size for q in range(size))
            first = tuple(place * size - before for place in places)
            values.append(Positions(axis, places, places, 1, covered.aligned))
            pooled.append(Positions(axis, first, tuple(one + size - 1 for one in first), size, covered.aligned))
        return (tuple(values), tuple(pooled))

    def saved_for_backward(self, x: Any, y: Shape, *, learns: bool) -> Saved:
        """Returns where the largest are."""
        del x, learns
        return Saved(inner=y.values())

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the windows, with an amount of padding per axis unless it depends on the size."""
        del keras
        window = self.window(x[1].rank)
        padding = "same" if window.native_padding() == "same" else window.explicit_padding()
        return {"pool_size": window.size, "padding": padding}


def _mismatch(fault: DiagnosticKind, values: Shape, of: Shape, windows: Shape) -> Unpooling:
    """Returns how values do not go with windows, given how the two do not merge."""
    if isinstance(fault, MergedForNoSize):
        return UnpoolToNoSize(values, of, windows, fault.constraints)
    if isinstance(fault, MergedShapes):
        return UnpoolToOtherSize(values, of, windows, fault.axis)
    return UnpoolToOtherChannels(values, of, windows)
