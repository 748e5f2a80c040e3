"""Rectified linear unit with learned slopes."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, final

from archspec.diagnostics.help import Help, Setting
from archspec.layers.activation.base import ElementwiseLayer
from archspec.layers.base import Sign, Weight
from archspec.layers.faults import OpenPositions
from archspec.layers.fields import Accepts, Constraint, Offset, Regularizer, VectorInitializer
from archspec.layers.layout import ChannelsFirst
from archspec.layers.rank_faults import MissingSharedAxis
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

SharedAxes = Annotated[
    Literal["spatial"] | tuple[Offset, ...],
    Accepts("`spatial`, or a list of axes counted from 0, the batch axis left out", ("word", "list")),
]

_SPATIAL = Setting("shared_axes", "spatial")
ONE_PER_CHANNEL = Help(f"learn one slope per channel: {_SPATIAL}", is_certain=False, setting=_SPATIAL)


@final
class Prelu(ElementwiseLayer):
    """Passes what is below zero on with a learned slope: `x` if `x > 0`, else `alpha * x`.

    The shape does not change. As in Keras, every position of every channel learns a slope of its own unless axes share
    one. The paper, and PyTorch, learn one per channel: `prelu: spatial`, which open sizes need. Source: He, Zhang, Ren,
    Sun. Delving deep into rectifiers. ICCV 2015. arXiv:1502.01852, equation 1.

    Attributes:
        shared_axes: The axes along which one slope serves all: `spatial` for all but the channels, or a list of axes
            counted from 0, the batch axis left out.
        alpha_initializer: The initializer of the slopes.
        alpha_regularizer: The penalty on the slopes.
        alpha_constraint: The constraint on the slopes.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - prelu: spatial
        ```
    """

    principal: ClassVar[str | None] = "shared_axes"
    keras_name: ClassVar[str] = "PReLU"
    sign: ClassVar[Sign] = "kept"
    channels_first: ClassVar[ChannelsFirst] = "axis"
    results: ClassVar[int] = 2

    shared_axes: SharedAxes = ()
    alpha_initializer: VectorInitializer = "zeros"
    alpha_regularizer: Regularizer | None = None
    alpha_constraint: Constraint | None = None

    def output(self, x: Shape) -> Shape:
        """Returns the input's shape."""
        self._alpha_shape(x)
        return x

    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the slopes, as many as the input has values, with 1 for every shared axis."""
        return (Weight("alpha", self._alpha_shape(x)),)

    def _alpha_shape(self, x: Shape) -> tuple[int, ...]:
        shared = self._axes(x)
        sizes: list[int] = []
        for axis, size in enumerate(x):
            if axis in shared:
                sizes.append(1)
            elif isinstance(size, int):
                sizes.append(size)
            else:
                raise ShapeError(OpenPositions(x, "a slope", ONE_PER_CHANNEL), field="shared_axes")
        return tuple(sizes)

    def _axes(self, x: Shape) -> tuple[int, ...]:
        if self.shared_axes == "spatial":
            return tuple(range(x.rank))
        for axis in self.shared_axes:
            if axis >= len(x):
                raise ShapeError(MissingSharedAxis(axis, x, ONE_PER_CHANNEL), field="shared_axes")
        return self.shared_axes

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class, which counts the batch as axis 0."""
        shared = [axis + 1 for axis in self._axes(x)]
        return {**super().keras_arguments(keras, x), "shared_axes": shared or None}

    def to_keras(self, keras: Any, x: Shape, **common: Any) -> list[Any]:
        """Returns Keras's layer, or one with the same weights where the axis of the channels is given."""
        if "axis" not in common:
            return super().to_keras(keras, x, **common)
        layer = keras.saving.get_registered_object("archspec>PReLU")
        return [layer(**self.keras_arguments(keras, x), **common)]

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns the layer with the fields that a Keras layer's config gives."""
        return super().from_keras({**config, "shared_axes": [axis - 1 for axis in config["shared_axes"] or ()]})
