"""What every kind of layer is: five aspects in one class.

1. *Fields*, in the language's words, described under `Attributes:` in the class docstring.
2. `output`: the shape rule.
3. `weights`: names and shapes; parameter counts follow from them.
4. `macs`: multiply-accumulate operations, abstract so that a zero is written, never inherited.
5. `to_keras` and `from_keras`, both with defaults that follow from the fields.

A class is abstract (its name ends in `Layer`) or final.
"""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from archspec.layers.fields import Branches, DtypeName, Flag, Text
from archspec.layers.objects import from_keras_value, to_keras_value
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape

if TYPE_CHECKING:
    from archspec.layers.words import Words

Sign = Literal["any", "kept", "never_negative"]
"""What the sign of a layer's output can be: `kept` if what is never negative stays so."""

COMMON_FIELDS = ("name", "from", "when", "dtype", "trainable")
"""The fields that every item of `layers` takes besides its kind's own."""

KERAS_FIELDS = {
    "size": "kernel_size",
    "stride": "strides",
    "dilation": "dilation_rate",
    "bias": "use_bias",
    "multiplier": "depth_multiplier",
    "function": "activation",
}
"""Keras's name for a field, where it is another than ours and no kind says otherwise."""


class Weight(NamedTuple):
    """One weight of a layer.

    Attributes:
        name: Keras's name for it.
        shape: Its shape.
        trainable: Whether training changes it; a batch norm's statistics are weights that it does not.
    """

    name: str
    shape: tuple[int, ...]
    trainable: bool = True

    @property
    def size(self) -> int:
        """The number of values in it."""
        return prod(self.shape)


class Part(NamedTuple):
    """A layer that another one is short for.

    Attributes:
        name: Its name in the scope of the other; empty where it takes the other's place.
        kind: Its kind.
        fields: The fields that it is given, `dtype` and `trainable` among them.
        field: The field of the other that asks for it; None for what the other does itself.
    """

    name: str
    kind: "type[Layer]"
    fields: Mapping[str, Any]
    field: str | None = None


class Layer(BaseModel):
    """One kind of layer.

    Attributes:
        name: The layer's name in its scope.
        from_: The name of its input; the tensor just made unless given.
        when: Leaves the layer out where false.
        dtype: Its own precision.
        trainable: Whether training changes its weights.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, validate_by_name=True, validate_by_alias=True
    )

    kind: ClassVar[str]
    principal: ClassVar[str | None] = None
    """The field that a bare value sets."""
    width: ClassVar[str | None] = None
    """The field that sets the number of output channels, where one does."""
    references: ClassVar[tuple[str, ...]] = ()
    """Fields that hold the name of a further input."""
    words: ClassVar[Mapping[str, "Words"]] = {}
    """Fields that ask for a norm or an activation, each with the words that it takes."""
    integers: ClassVar[Literal["refused", "kept", "cast"]] = "refused"
    """What becomes of a tensor of whole numbers: most layers compute in floats and refuse it."""
    sign: ClassVar[Sign] = "any"
    """What the sign of its output can be; a kind whose fields decide overrides `never_negative`."""
    keras_name: ClassVar[str] = ""
    """Keras's class, with `{rank}` for the number of spatial axes; `archspec>Name` is one of `convert/keras_layers`."""
    keras_fields: ClassVar[Mapping[str, str | None]] = {}
    """Keras's names of fields where `KERAS_FIELDS` is wrong for this kind; None where Keras has no such argument."""

    name: Text | None = None
    from_: Text | None = Field(default=None, validation_alias="from")
    when: Flag | Text = True
    dtype: DtypeName | None = None
    trainable: Flag | None = None

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls.kind = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    @cache
    def own_fields(cls) -> tuple[str, ...]:
        """Returns the names of the kind's own fields, in order, without those that every item takes."""
        return tuple(name for name in cls.model_fields if name not in Layer.model_fields)

    @classmethod
    @cache
    def keras_names(cls) -> Mapping[str, str]:
        """Returns Keras's names of the kind's own fields, in order, without those that Keras has no argument for."""
        names: Mapping[str, str | None] = {**KERAS_FIELDS, **cls.keras_fields}
        told = {field: names.get(field, field) for field in cls.own_fields()}
        return {field: name for field, name in told.items() if name is not None}

    def given(self) -> dict[str, Any]:
        """Returns the kind's own fields that were given a value rather than left to their default."""
        return {name: getattr(self, name) for name in self.own_fields() if name in self.model_fields_set}

    def parts(self) -> tuple[Part, ...]:
        """Returns the layers that this one is short for, in order; none for a layer that stands for itself."""
        return ()

    @abstractmethod
    def output(self, x: Any) -> Shape:
        """Returns the output's shape.

        Args:
            x: The input's shape, or a tuple of shapes for a kind with several inputs.

        Raises:
            ShapeError: If the layer does not fit its input.
        """

    @abstractmethod
    def weights(self, x: Any) -> tuple[Weight, ...]:
        """Returns the layer's weights, in Keras's order."""

    @abstractmethod
    def macs(self, x: Any, y: Shape) -> Size:
        """Returns the multiply-accumulate operations of one forward pass on one sample."""

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether no value of its output can be negative; False where that is not known.

        Args:
            inputs: Whether that holds of each of its inputs.
        """
        return self.sign == "never_negative" or (self.sign == "kept" and all(inputs))

    def to_keras(self, keras: Any, x: Any, **common: Any) -> list[Any]:
        """Returns the Keras layers, in order, that do what this one does.

        Args:
            keras: The keras module.
            x: What `output` takes.
            **common: Keras's arguments that every layer takes, `name`, `dtype` and `trainable`; and what
                `convert/layout.py` tells the kind, such as `data_format`, or the `axis` of the channels.
        """
        return [self.keras_class(keras, x)(**{**self.keras_arguments(keras, x), **common})]

    def call_keras(self, layers: list[Any], tensors: list[Any]) -> Any:
        """Returns what the layers of `to_keras` make of Keras tensors: each takes what the one before it made."""
        made: Any = tensors if len(tensors) > 1 or isinstance(self, MergeLayer) else tensors[0]
        for layer in layers:
            made = layer(made)
        return made

    def keras_class(self, keras: Any, x: Any) -> Any:
        """Returns the Keras class: one of Keras's own, or one registered for saving as `archspec>Name`."""
        if ">" in self.keras_name:
            return keras.saving.get_registered_object(self.keras_name)
        return getattr(keras.layers, self.keras_name.format(rank=x.rank if isinstance(x, Shape) else 0))

    def keras_arguments(self, keras: Any, x: Any) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        del x
        arguments: dict[str, Any] = {}
        for field, keras_name in self.keras_names().items():
            value = getattr(self, field)
            if value is not None:
                arguments[keras_name] = to_keras_value(keras, field, value)
        return arguments

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns what a single Keras layer is in the language, without what equals a default.

        What is several layers in Keras (one that pads, one that convolves) is read layer by layer.

        Args:
            config: What the Keras layer's `get_config` gives, and the name of its class as `class_name`.

        Raises:
            ValueError: If the language has no words for it.
        """
        fields: dict[str, Any] = {}
        for field, keras_name in cls.keras_names().items():
            if config.get(keras_name) is None:
                continue
            value, default = cls.field_from_keras(field, config[keras_name]), cls.model_fields[field].default
            # Keras calls the lack of an activation `linear`.
            if value != default and not (value == "linear" and default is None):
                fields[field] = value
        return cls(**fields)

    @classmethod
    def field_from_keras(cls, field: str, value: Any) -> Any:
        """Returns a field's value from what Keras's config holds for it."""
        return from_keras_value(field, value)


class UnaryLayer(Layer):
    """A kind with one input."""

    @abstractmethod
    def output(self, x: Shape) -> Shape:
        """Returns the output's shape."""

    @abstractmethod
    def weights(self, x: Shape) -> tuple[Weight, ...]:
        """Returns the layer's weights, in Keras's order."""

    @abstractmethod
    def macs(self, x: Shape, y: Shape) -> Size:
        """Returns the multiply-accumulate operations of one forward pass on one sample."""


class MergeLayer(Layer):
    """A kind that makes one tensor of several.

    Attributes:
        branches: What to merge: `.` (the current tensor), names, lists of layers run on the current tensor, or
            `{from: name, layers: [...]}`.
    """

    principal: ClassVar[str | None] = "branches"

    branches: Branches = ()

    @abstractmethod
    def output(self, x: tuple[Shape, ...]) -> Shape:
        """Returns the output's shape."""

    @abstractmethod
    def weights(self, x: tuple[Shape, ...]) -> tuple[Weight, ...]:
        """Returns the layer's weights, in Keras's order."""

    @abstractmethod
    def macs(self, x: tuple[Shape, ...], y: Shape) -> Size:
        """Returns the multiply-accumulate operations of one forward pass on one sample."""
