"""Cropping."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self, final

from pydantic import model_validator

from archspec.layers.base import Trait
from archspec.layers.fields import Amounts, OffsetPerAxis, Text, amounts, per_axis, shortest
from archspec.layers.footprint import Footprint, shift
from archspec.layers.layout import ChannelsFirst, Form, Layout, Placing, place
from archspec.layers.rank_faults import CropToOtherRank
from archspec.layers.shape.base import SpatialMovingLayer
from archspec.layers.shape.pad import pairs_from_keras
from archspec.tensors.arithmetic import crop_like_output, crop_output
from archspec.tensors.dim import known
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape


@final
class Crop(SpatialMovingLayer):
    """Cuts off the borders of space, by given amounts or down to the size of another tensor.

    Every spatial axis shrinks from `n` to `n - before - after`, which must leave something. With `like` the middle is
    kept: of the `n - m` positions that are too many, half go in front, rounded down, and the others behind; with
    `offset`, that many go in front. Source: `keras.layers.Cropping2D`; Ronneberger, Fischer, Brox. U-Net. MICCAI 2015.
    arXiv:1505.04597, figure 1; the offset: Shelhamer, Long, Darrell. Fully Convolutional Networks for Semantic
    Segmentation. 2016. arXiv:1605.06211, whose networks are aligned by one.

    Attributes:
        cropping: How much: a number for both sides of every spatial axis, one per axis, or `[before, after]` per axis.
        like: The name of the tensor whose spatial axes are to be had; its channels do not matter.
        offset: How many positions go in front where `like` is given: a number, or one per spatial axis.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, name: wide}
          - conv: {filters: 16, size: 5, padding: valid, name: narrow}
          - crop: {from: wide, like: narrow}
          - concat: [., narrow]
        ```
    """

    principal: ClassVar[str | None] = "cropping"
    references: ClassVar[tuple[str, ...]] = ("like",)
    keras_name: ClassVar[str] = "Cropping{rank}D"
    traits: ClassVar[frozenset[Trait]] = frozenset(("linear", "keeps_constants"))
    channels_first: ClassVar[ChannelsFirst] = "data_format_on_planes"

    cropping: Amounts | None = None
    like: Text | None = None
    offset: OffsetPerAxis | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.cropping is None) == (self.like is None):
            raise ValueError("either `cropping` or `like` must be given, and not both")
        if self.offset is not None and self.like is None:
            raise ValueError("`offset` says where a crop to the size of another tensor begins: it goes with `like`")
        return self

    def output(self, x: Any) -> Shape:
        """Returns the input's shape with smaller spatial axes."""
        if self.cropping is not None:
            pairs = amounts(self.cropping, self.check_rank(x), "cropping")
            spatial = [crop_output(n, *pair) for n, pair in zip(x.spatial, pairs, strict=True)]
            return Shape((*spatial, x.channels))
        x, like = x
        offsets = self.offsets(self.check_rank(x))
        if like.rank != x.rank:
            raise ShapeError(CropToOtherRank(x, like), field="like", branches=(0, 1))
        spatial = map(crop_like_output, x.spatial, like.spatial, offsets)
        return Shape((*spatial, x.channels))

    def offsets(self, rank: int) -> tuple[int | None, ...]:
        """Returns how many positions go in front on each spatial axis; None where the middle is kept."""
        return (None,) * rank if self.offset is None else per_axis(self.offset, rank, "offset", neutral=None)

    def footprint(self, x: Any, y: Shape) -> tuple[Footprint, ...]:
        """Returns each position, moved by what is cut off in front of it; nothing of the tensor that gives the size."""
        if self.cropping is not None:
            pairs = amounts(self.cropping, x.rank, "cropping")
            return (tuple(shift(axis, before) for axis, (before, _) in enumerate(pairs)),)
        offsets = zip(x[0].spatial, y.spatial, self.offsets(x[0].rank), strict=True)
        cut = [known((n - m) // 2) if offset is None else offset for n, m, offset in offsets]
        return (tuple(shift(axis, one or 0, aligned=one is not None) for axis, one in enumerate(cut)), ())

    def placing(self, x: Any, form: Form, layout: Layout) -> Placing:
        """Returns how it is placed: Keras's 1-D cropping knows channels last only, and one to another size is ours."""
        return super().placing(x, form, layout) if self.like is None else place("data_format", form, layout)

    def keras_class(self, keras: Any, x: Any) -> Any:
        """Returns Keras's own layer; with `like`, one that takes both tensors, so that the model keeps both."""
        if self.like is not None:
            return keras.saving.get_registered_object("archspec>CropLike")
        return super().keras_class(keras, x)

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the amounts; where another tensor gives them, the offset."""
        del keras
        if self.cropping is None:
            return {"offset": None if self.offset is None else self.offsets(x[0].rank)}
        pairs = amounts(self.cropping, x.rank, "cropping")
        return {"cropping": pairs[0] if len(pairs) == 1 else pairs}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the amounts that a Keras layer's config gives."""
        return cls(cropping=shortest(pairs_from_keras(config["cropping"])))
