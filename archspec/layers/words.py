"""Norms and activations that a layer asks for by a word, alone or with the fields of its kind.

`norm: batch`, `norm: {group: 8}`, `activation: {leaky_relu: {negative_slope: 0.1}}`. A word alone stays a word; one
with fields becomes a mapping of the word to its fields, by name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, cast, get_args

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, core_schema

from archspec.layers import registry
from archspec.layers.base import Layer, Part
from archspec.layers.fields import SYNONYMS, Accepts, ActivationName, any_of, ref
from archspec.layers.objects import UnknownWordError

Word = str | dict[str, dict[str, Any]]
"""What `Words.check` makes of a value."""

OF_ITEMS = ("name", "from", "from_", "when")
"""The fields that only an item of `layers` takes."""

_FUNCTIONS = frozenset(get_args(get_args(ActivationName)[0]))


class WordFieldsError(ValueError):
    """The fields of a word are not those of its kind.

    Attributes:
        kind: The kind.
        fields: The fields.
        error: What is wrong with them.
    """

    def __init__(self, kind: type[Layer], fields: Mapping[str, Any], error: ValidationError) -> None:
        told = (f"`{'.'.join(map(str, one['loc']))}`: {one['msg']}" for one in error.errors())
        super().__init__(f"wrong fields of `{kind.kind}`: {'; '.join(told)}")
        self.kind = kind
        self.fields = fields
        self.error = error


@dataclass(frozen=True, eq=False)
class Words:
    """The words that a field takes.

    Attributes:
        noun: What they stand for, for messages.
        kinds: The kind that each stands for.
        accepts: What the field accepts.
    """

    noun: str
    kinds: Mapping[str, str]
    accepts: Accepts

    def kind(self, word: str) -> type[Layer]:
        """Returns the kind that a word stands for.

        Raises:
            UnknownWordError: If it is none of these words.
        """
        if word not in self.kinds:
            raise UnknownWordError(self.noun, word, tuple(self.kinds))
        return registry.get(self.kinds[word])

    def part(self, field: str, value: Word, name: str | None = None) -> Part:
        """Returns the layer that the value of a field asks for, called like the field unless a name is given."""
        word, fields = (value, {}) if isinstance(value, str) else next(iter(value.items()))
        return Part(field if name is None else name, self.kind(word), fields, field)

    def check(self, value: object) -> Word:
        """Returns a value with Keras's first name of the kind and the name of every field.

        A field that the kind must have may be missing: it may be under `defaults`.

        Raises:
            ValueError: If there is no such word, or it does not take these fields.
        """
        if isinstance(value, str):
            self.kind(value)
            return SYNONYMS.get(value, value)
        word, given = self._parted(value)
        kind = self.kind(word)
        if not isinstance(given, dict):
            if given is not None and kind.principal is None:
                raise ValueError(f"`{word}` takes no bare value")
            given = {} if given is None else {kind.principal: given}
        named = cast("dict[str, Any]", given)
        fields = {key: one for key, one in named.items() if not key.startswith("x-")}
        _check_fields(kind, fields)
        return {SYNONYMS.get(word, word): fields}

    def _parted(self, value: object) -> tuple[str, object]:
        """Returns the word of a mapping, or of a layer in its place, and what is given to it."""
        if isinstance(value, Layer):
            word = next((word for word, kind in self.kinds.items() if kind == value.kind), value.kind)
            return word, {name: getattr(value, name) for name in value.model_fields_set}
        if not isinstance(value, dict):
            raise ValueError
        entries = {str(key): one for key, one in cast("dict[object, object]", value).items()}
        entries = {key: one for key, one in entries.items() if not key.startswith("x-")}
        if len(entries) != 1:
            raise ValueError(f"one {self.noun}, not {len(entries)}")
        return next(iter(entries.items()))

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> core_schema.CoreSchema:
        """Returns how Pydantic checks a value."""
        del source, handler
        return core_schema.no_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Returns the JSON schema of any value: `language/schema.py` knows the schemas of kinds."""
        del core_schema, handler
        return {}


def is_function(value: Word | None) -> bool:
    """Returns whether an activation is one that a Keras layer can apply itself, as Keras's function of that name."""
    return isinstance(value, str) and value in _FUNCTIONS


@cache
def function_layer(word: str) -> Layer:
    """Returns the layer of an activation that is asked for by its name alone."""
    return ACTIVATIONS.kind(word)()


def activation_part(value: Word) -> Part:
    """Returns the layer that an `activation` asks for: where Keras's function will do, its `Activation`."""
    if is_function(value):
        return Part("activation", registry.get("activation"), {"function": value}, "activation")
    return ACTIVATIONS.part("activation", value)


def from_keras_function(name: str) -> Word:
    """Returns what a function of `keras.activations`, with its defaults, is in the language.

    Raises:
        ValueError: If the language has no words for it.
    """
    if name == "leaky_relu":
        return {name: {"negative_slope": 0.2}}
    if not is_function(name):
        raise ValueError(f"there are no words for Keras's `{name}`")
    return name


def _check_fields(kind: type[Layer], fields: dict[str, Any]) -> None:
    """Checks the fields that a kind is given by a word.

    Raises:
        WordFieldsError: If it does not take one of them.
    """
    wrong: list[InitErrorDetails] = [
        {"type": "extra_forbidden", "loc": (key,), "input": fields[key]} for key in fields if key in OF_ITEMS
    ]
    try:
        kind.model_validate({key: one for key, one in fields.items() if key not in OF_ITEMS})
    except ValidationError as error:
        wrong += [cast("InitErrorDetails", one) for one in error.errors() if one["type"] != "missing"]
    if wrong:
        raise WordFieldsError(kind, fields, ValidationError.from_exception_data(kind.kind, wrong))


NORMS = Words(
    "norm",
    {word: f"{word}_norm" for word in ("batch", "layer", "group", "instance", "rms")},
    Accepts(
        "`batch`, `layer`, `group`, `instance` or `rms`, alone or with its fields: `{group: 8}`",
        ("word",),
        any_of(ref("Norm"), {"type": "null"}),
    ),
)
ACTIVATIONS = Words(
    "activation",
    {**{kind: kind for kind in registry.shipped("activation") if kind != "activation"}, **SYNONYMS},
    Accepts(
        "the name of an activation, such as `relu` or `gelu`, alone or with its fields: `{leaky_relu: 0.1}`",
        ("word",),
        any_of(ref("Activation"), {"type": "null"}),
    ),
)

NormWord = Annotated[Word, NORMS, NORMS.accepts]
ActivationWord = Annotated[Word, ACTIVATIONS, ACTIVATIONS.accepts]
