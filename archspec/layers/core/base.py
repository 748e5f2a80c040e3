"""What the layers with one number per channel have in common."""

from typing import Annotated, Any, ClassVar

from archspec.layers.activation.base import ElementwiseLayer, GradientNeeds
from archspec.layers.base import Integers, Trait
from archspec.layers.faults import OpenChannels, ValuesPerChannel
from archspec.layers.fields import Accepts, NotNegative, Number, shortest
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

PerChannel = Annotated[
    Number | tuple[Number, ...], Accepts("a number, or a list with one per channel", ("number", "list"))
]
NotNegativePerChannel = Annotated[
    NotNegative | tuple[NotNegative, ...],
    Accepts("a number of at least 0, or a list with one per channel", ("number", "list")),
]


class PerChannelLayer(ElementwiseLayer):
    """A kind with given numbers, the same for all channels or one per channel."""

    integers: ClassVar[Integers] = "cast"
    traits: ClassVar[frozenset[Trait]] = frozenset(("in_place", "linear"))
    gradient_needs: ClassVar[GradientNeeds] = "nothing"

    @classmethod
    def field_from_keras(cls, field: str, value: Any) -> Any:
        """Returns a field's value from what Keras's config holds for it, as one number where all are the same."""
        return shortest(super().field_from_keras(field, value))


def known_channels(x: Shape, noun: str) -> int:
    """Returns the number of channels of an input.

    Args:
        x: The input's shape.
        noun: What there is one of per channel, for the note.

    Raises:
        ShapeError: If it is open.
    """
    if not isinstance(x.channels, int):
        raise ShapeError(OpenChannels(x, why=f"it has {noun} per channel"))
    return x.channels


def number_or_list(value: float | tuple[float, ...]) -> float | list[float]:
    """Returns a number, or numbers per channel, as Keras takes them: a list of one is the number itself."""
    if not isinstance(value, tuple):
        return value
    return value[0] if len(value) == 1 else list(value)


def check_per_channel(value: float | tuple[float, ...], x: Shape, field: str) -> None:
    """Checks that a list has one value per channel, or one for all, as Keras takes it.

    Raises:
        ShapeError: If it has another number, or the number of channels is open.
    """
    if isinstance(value, tuple) and len(value) != 1 and len(value) != known_channels(x, "a value"):
        raise ShapeError(ValuesPerChannel(field, len(value), known_channels(x, "a value")), field=field)
