"""The base of every kind of layer: one class holds everything known about a kind.

1. *Fields*, in the language's words, described under `Attributes:` in the class docstring.
2. `output`: the shape rule.
3. `weights`: names and shapes, from which parameters are counted.
4. `macs`: multiply-accumulate operations.
5. `footprint`: which positions of the inputs one position of the output reads.
6. `saved_for_backward` and others: what training saves for the gradient, and the workspace of the computation.
7. `to_keras` and `from_keras`, whose defaults follow from the fields, and `channels_first`.
8. `integers`, `sign` and `traits`: what other code asks about a kind.

Only `to_keras` and `from_keras` have defaults. A family answers for its members, and "none" is inherited from a base
that says so (`Weightless`, `Uncounted`, `Lean`, `Free`).

A class is abstract (its name ends in `Layer`), or final, or one of those bases, which are not kinds.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import cache
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

from archspec.layers.fields import Branches, DtypeName, Flag, Text
from archspec.layers.footprint import Footprint
from archspec.layers.layout import ChannelsFirst, Form, Layout, Placing, place
from archspec.layers.memory import Saved, Workspace
from archspec.layers.objects import from_keras_value, to_keras_value
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape

if TYPE_CHECKING:
    from archspec.layers.words import Words

Sign = Literal["any", "kept", "never_negative"]
"""What the sign of a layer's output can be: `kept` if what is never negative stays so."""

Integers = Literal["refused", "kept", "cast"]
"""What becomes of a tensor of integers: most layers compute in floats and refuse it."""

Trait = Literal[
    "identity", "training_only", "view", "in_place", "float32", "linear", "keeps_constants", "shares", "enlarges",
    "regroups", "cuts", "normalizes",
]  # fmt: skip
"""What holds of a kind:

- `identity`: it gives its input back;
- `training_only`: it acts in training alone, and gives its input back otherwise;
- `view`: its output is the memory of its input, under another shape;
- `in_place`: each value of its output replaces the one in that place of its input;
- `float32`: it computes in float32 whatever the precision, and keeps its weights so;
- `linear`: each value of its output is a fixed weighted sum of values of its input, or one times a learned factor;
- `keeps_constants`: what is added to a whole channel of its input is added to its output;
- `shares`: it turns the channels of each position into shares, or their logarithms;
- `enlarges`: it makes space finer, or brings it to a given size;
- `regroups`: it exchanges channels for positions;
- `cuts`: what is below zero comes out as 0;
- `normalizes`: it brings values to a mean and a variance, or keeps them there.
"""

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


def kind_of(name: str) -> str:
    """Returns the kind that a class makes, by its name: `MaxPool` makes `max_pool`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


class Layer(BaseModel):
    """One kind of layer.

    Attributes:
        name: The layer's name in its scope.
        from_: The name of its input; the tensor just made by default.
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
    integers: ClassVar[Integers]
    """What becomes of a tensor of integers."""
    sign: ClassVar[Sign]
    """What the sign of its output can be; a kind whose fields decide overrides `never_negative`."""
    traits: ClassVar[frozenset[Trait]]
    """What holds of it; a kind whose fields decide overrides `has`."""
    channels_first: ClassVar[ChannelsFirst]
    """How it is built where channels come first; a kind whose fields decide overrides `placing`."""
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
        cls.kind = kind_of(cls.__name__)

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

    def explicit_fields(self) -> dict[str, Any]:
        """Returns the kind's own fields that were given a value rather than left to their default."""
        return {name: getattr(self, name) for name in self.own_fields() if name in self.model_fields_set}

    def expand(self) -> tuple[Part, ...]:
        """Returns the layers that this one is short for, in order; none for a layer that is itself."""
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

    @abstractmethod
    def footprint(self, x: Any, y: Shape) -> tuple[Footprint, ...]:
        """Returns which positions of each input one position of the output reads.

        Args:
            x: What `output` takes.
            y: The shape of the output.
        """

    @abstractmethod
    def saved_for_backward(self, x: Any, y: Shape, *, learns: bool) -> Saved:
        """Returns what the layer saves for its gradient.

        Args:
            x: What `output` takes; every size is known.
            y: The shape of the output.
            learns: Whether any weight of its own is trained.
        """

    @abstractmethod
    def working_values(self, x: Any, y: Shape) -> int:
        """Returns how many values the layer needs beside its output while it computes it, and no longer."""

    @abstractmethod
    def saved_by_tensorflow(self, x: Any, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what TensorFlow saves for the gradient: what must be saved, or more.

        Args:
            x: What `output` takes; every size is known.
            y: The shape of the output.
            learns: Whether any weight of its own is trained.
            half: Whether it computes in half precision, so that a value in float32 counts twice.
        """

    @abstractmethod
    def tensorflow_workspace(self, x: Any, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns what TensorFlow takes while it computes the layer on a batch.

        Args:
            x: What `output` takes; every size is known.
            y: The shape of the output.
            batch: The number of samples.
            half: Whether it computes in half precision.
        """

    def has(self, trait: Trait) -> bool:
        """Returns whether a trait holds of the layer."""
        return trait in self.traits

    def placing(self, x: Any, form: Form, layout: Layout) -> Placing:
        """Returns how the layer is built and called where a tensor may have its axes in another order.

        Args:
            x: What `output` takes.
            form: The form of its input, or the first of its inputs.
            layout: The layout of the model.
        """
        del x
        return place(self.channels_first, form, layout)

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
                `placing` says, such as `data_format`, or the `axis` of the channels.
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


class Weightless:
    """A kind that learns nothing."""

    def weights(self, x: Any) -> tuple[Weight, ...]:
        """Returns none."""
        del x
        return ()


class Uncounted:
    """A kind of whose arithmetic nothing is counted: values are moved, compared or computed one by one."""

    def macs(self, x: Any, y: Shape) -> Size:
        """Returns 0."""
        del x, y
        return 0


class Lean(ABC):
    """A kind that takes no memory beside its tensors and what its gradient needs."""

    @abstractmethod
    def saved_for_backward(self, x: Any, y: Shape, *, learns: bool) -> Saved:
        """Returns what the layer saves for its gradient."""

    def working_values(self, x: Any, y: Shape) -> int:
        """Returns 0."""
        del x, y
        return 0

    def saved_by_tensorflow(self, x: Any, y: Shape, *, learns: bool, half: bool) -> Saved:
        """Returns what must be saved."""
        del half
        return self.saved_for_backward(x, y, learns=learns)

    def tensorflow_workspace(self, x: Any, y: Shape, batch: int, *, half: bool) -> Workspace:
        """Returns none."""
        del x, y, batch, half
        return Workspace()


class Free(Weightless, Uncounted, Lean):
    """A kind that learns nothing, whose arithmetic is not counted, and that takes no memory beside its tensors."""


DECLARED = ("integers", "sign", "traits", "channels_first")
"""What is known of a kind and is on its class as a value."""


def list_unanswered(kind: type[Layer]) -> list[str]:
    """Returns what a class says nothing of that a kind must answer, in alphabetical order."""
    return sorted([*kind.__abstractmethods__, *(name for name in DECLARED if not hasattr(kind, name))])


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
