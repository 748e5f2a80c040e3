"""Probabilistic max pooling."""

from typing import Annotated, Any, ClassVar, Literal, final

from archspec import limits
from archspec.layers.base import Free, Integers, Sign, Trait
from archspec.layers.fields import PerAxis, choice, per_axis
from archspec.layers.footprint import UNKNOWN, Footprint, Positions
from archspec.layers.layout import ChannelsFirst
from archspec.layers.memory import Saved
from archspec.layers.window import SpatialLayer
from archspec.tensors.arithmetic import space_to_depth_output
from archspec.tensors.dim import unify
from archspec.tensors.shape import Shape


@final
class ProbabilisticMaxPool(Free, SpatialLayer):
    """Lets the units of each block compete, so that at most one is on, and tells how probable it is that one is.

    The input holds the energies `I` of detection units. Space is divided into blocks of `size` units, which must fill
    it. In a block either one unit is on or none is: `P(unit j on) = exp(I_j) / (1 + sum_k exp(I_k))`. The output is by
    default that of the pooling units, which are on where any unit of their block is:
    `P(block on) = 1 - 1 / (1 + sum_k exp(I_k))`, `n / size` positions on each spatial axis. With `returns: detection`
    it is that of the detection units, in the input's shape. Source: Lee, Grosse, Ranganath, Ng. Convolutional deep
    belief networks for scalable unsupervised learning of hierarchical representations. ICML 2009, section 3.3.

    Attributes:
        size: The block's size.
        returns: Whose probabilities are returned: those of the `pooling` units or those of the `detection` units.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 24, size: 9, padding: valid}
          - probabilistic_max_pool: 2
        ```
    """

    principal: ClassVar[str | None] = "size"
    keras_name: ClassVar[str] = "archspec>ProbabilisticMaxPooling"
    keras_fields: ClassVar = {"size": "pool_size"}
    integers: ClassVar[Integers] = "refused"
    sign: ClassVar[Sign] = "never_negative"
    traits: ClassVar[frozenset[Trait]] = frozenset()
    channels_first: ClassVar[ChannelsFirst] = "data_format"

    size: PerAxis = 2
    returns: Annotated[Literal["pooling", "detection"], choice("pooling", "detection")] = "pooling"

    def output(self, x: Shape) -> Shape:
        """Returns one position per block, or the input's shape where the detection units are asked for."""
        sizes = per_axis(self.size, self.check_rank(x), "size")
        blocks = [space_to_depth_output(n, size) for n, size in zip(x.spatial, sizes, strict=True)]
        if self.returns == "pooling":
            return Shape((*blocks, x.channels))
        units = [unify(n, block * size) or n for n, block, size in zip(x.spatial, blocks, sizes, strict=True)]
        return Shape((*units, x.channels))

    def footprint(self, x: Shape, y: Shape) -> tuple[Footprint, ...]:
        """Returns the block, for the pooling unit of a block or for each of its detection units."""
        del y
        sizes = enumerate(per_axis(self.size, x.rank, "size"))
        if self.returns == "pooling":
            return (tuple(Positions(axis, (0,), (size - 1,), size) for axis, size in sizes),)
        return (
            tuple(
                UNKNOWN if size > limits.PERIOD else Positions(axis, (0,) * size, (size - 1,) * size, size)
                for axis, size in sizes
            ),
        )

    def saved_for_backward(self, x: Shape, y: Shape, *, learns: bool) -> Saved:
        """Returns the input."""
        del x, y, learns
        return Saved(input=True)

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        return {**super().keras_arguments(keras, x), "pool_size": per_axis(self.size, x.rank, "size")}
