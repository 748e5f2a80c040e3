"""Global pooling."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self, final

from archspec.layers.fields import Flag
from archspec.layers.footprint import WHOLE, Footprint
from archspec.layers.pooling.base import PoolMode, RegionPoolingLayer
from archspec.tensors.shape import Shape


@final
class GlobalPool(RegionPoolingLayer):
    """Takes the mean, or the largest, of each channel over all of space.

    `(…spatial, channels)` becomes `(channels)`, or `(1, …, 1, channels)` with `keep_dims: true`. Source: Lin, Chen,
    Yan. Network In Network. ICLR 2014. arXiv:1312.4400, section 3.2.

    Attributes:
        mode: What is taken: `avg` or `max`.
        keep_dims: Whether the spatial axes stay, each of size 1.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 16, size: 3}
          - global_pool: avg
        ```
    """

    principal: ClassVar[str | None] = "mode"
    keras_fields: ClassVar = {"mode": None, "keep_dims": "keepdims"}

    keep_dims: Flag = False

    def output(self, x: Shape) -> Shape:
        """Returns the channels alone, or after as many axes of size 1 as there were spatial ones."""
        rank = self.check_rank(x)
        return Shape((*(1,) * rank, x.channels)) if self.keep_dims else Shape((x.channels,))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns all of space."""
        del y
        return ((WHOLE,) * x.rank,)

    def keras_class(self, keras: Any, x: Shape) -> Any:
        """Returns Keras's global average or max pooling."""
        mode = "Average" if self.mode == "avg" else "Max"
        return getattr(keras.layers, f"Global{mode}Pooling{x.rank}D")

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns what a Keras layer is in the language; its class tells the mode."""
        mode: PoolMode = "max" if "Max" in config["class_name"] else "avg"
        return cls(mode=mode, keep_dims=config["keepdims"])
