"""Keras's initializers, regularizers and constraints, by name and with their arguments.

NOTE: Why a table, and not whatever Keras finds under the name? A spec from an untrusted source must not choose what is
looked up in a Python module, and a wrong argument must be told before Keras is imported.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic_core import core_schema

Argument = bool | int | float | str | list[int]
Arguments = Argument | dict[str, Argument] | None

_WRITTEN: dict[type, tuple[tuple[type, ...], str]] = {
    int: ((int,), "an integer"),
    float: ((int, float), "a number"),
    list: ((int, list), "an axis or a list of axes"),
}
"""How arguments of a type may be written, and what to call that."""

_SEED = {"seed": int}
_SCALED = {"scale": float, "mode": ("fan_in", "fan_out", "fan_avg"), "distribution": (
    "truncated_normal", "untruncated_normal", "uniform")}  # fmt: skip


class UnknownWordError(ValueError):
    """A word is none of those that there are.

    Attributes:
        noun: What it was to stand for.
        word: The word.
        known: Those that there are.
    """

    def __init__(self, noun: str, word: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no {noun} is called `{word}`")
        self.noun = noun
        self.word = word
        self.known = known


_NAME_OR_MAPPING = core_schema.union_schema(
    [core_schema.str_schema(strict=True), core_schema.dict_schema(core_schema.str_schema(strict=True), strict=True)]
)


@dataclass(frozen=True, eq=False)
class ObjectTable:
    """A closed set of named objects.

    Attributes:
        noun: What they are, for messages.
        arguments: For each name its arguments, in order, with their type or the tuple of their choices. The first one
            is what a bare value sets: `{l2: 1e-4}`.
    """

    noun: str
    arguments: Mapping[str, Mapping[str, Any]]

    def check(self, value: str | dict[str, Arguments]) -> str | dict[str, Arguments]:
        """Returns the value, as short as it can be written, if it names an object with arguments that it takes.

        Raises:
            ValueError: If it does not.
        """
        name, arguments = self.resolve(value)
        plain = {key: _only(item) for key, item in arguments.items()}
        given = {key: item for key, item in plain.items() if item != DEFAULTS.get(name, {}).get(key)}
        if not given:
            return name
        principal = next(iter(self.arguments[name]))
        return {name: given[principal] if list(given) == [principal] else given}

    def resolve(self, value: str | dict[str, Arguments]) -> tuple[str, dict[str, Argument]]:
        """Returns the object's name and its arguments by name.

        Raises:
            ValueError: If there is no such object or it takes no such argument.
        """
        if isinstance(value, dict) and len(value) != 1:
            raise ValueError(f"one {self.noun}, not {len(value)}")
        name, given = (value, None) if isinstance(value, str) else next(iter(value.items()))
        if name not in self.arguments:
            raise UnknownWordError(self.noun, name, tuple(self.arguments))
        known = self.arguments[name]
        if given is None:
            given = {}
        elif not isinstance(given, dict):
            if not known:
                raise ValueError(f"`{name}` takes no argument")
            given = {next(iter(known)): given}
        for argument, setting in given.items():
            if argument not in known:
                raise ValueError(f"`{name}` takes no argument `{argument}`")
            _check_type(argument, setting, known[argument])
        return name, given

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> core_schema.CoreSchema:
        """Returns what Pydantic asks of a value before the table is asked."""
        del source, handler
        return core_schema.no_info_after_validator_function(self.check, _NAME_OR_MAPPING)

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Returns the JSON schema of what `check` lets through."""
        del core_schema, handler
        objects = {name: _object_schema(arguments) for name, arguments in self.arguments.items()}
        return {"anyOf": [{"enum": list(objects)}, {**_closed(objects), "minProperties": 1, "maxProperties": 1}]}


def _object_schema(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the JSON schema of an object's arguments: by name, or the first of them alone."""
    schemas = {argument: _argument_schema(wanted) for argument, wanted in arguments.items()}
    return {"anyOf": [{"type": "null"}, *list(schemas.values())[:1], _closed(schemas)]}


def _argument_schema(wanted: Any) -> dict[str, Any]:
    if isinstance(wanted, tuple):
        return {"enum": list(wanted)}  # pyright: ignore[reportUnknownArgumentType]  # the choices are words
    names = {float: "number", int: "integer", list: "array"}
    return {"type": names[wanted], **({"items": {"type": "integer"}} if wanted is list else {})}


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _check_type(argument: str, setting: object, wanted: Any) -> None:
    if isinstance(wanted, tuple):
        choices = cast("tuple[str, ...]", wanted)
        if setting not in choices:
            raise ValueError(f"`{argument}` is one of {', '.join(choices)}")
        return
    types, words = _WRITTEN[wanted]
    numbers = cast("list[object]", setting) if isinstance(setting, list) else [setting]
    fits = isinstance(setting, types) and all(isinstance(one, types) for one in numbers)
    if not fits or any(isinstance(one, bool | list) for one in numbers):
        raise ValueError(f"`{argument}` is {words}")


def _only(value: Argument) -> Argument:
    """Returns a list of one axis as that axis."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


INITIALIZERS = ObjectTable(
    "initializer",
    {
        "constant": {"value": float},
        "glorot_normal": _SEED,
        "glorot_uniform": _SEED,
        "he_normal": _SEED,
        "he_uniform": _SEED,
        "identity": {"gain": float},
        "lecun_normal": _SEED,
        "lecun_uniform": _SEED,
        "ones": {},
        "orthogonal": {"gain": float, **_SEED},
        "random_normal": {"stddev": float, "mean": float, **_SEED},
        "random_uniform": {"minval": float, "maxval": float, **_SEED},
        "truncated_normal": {"stddev": float, "mean": float, **_SEED},
        "variance_scaling": {**_SCALED, **_SEED},
        "zeros": {},
    },
)
OTHER_NAMES: Mapping[str, str] = {"kaiming": "he", "xavier": "glorot"}
"""First names of the authors of initializers, by which other tools call them."""
REGULARIZERS = ObjectTable(
    "regularizer",
    {
        "l1": {"l1": float},
        "l2": {"l2": float},
        "l1_l2": {"l1": float, "l2": float},
        "orthogonal_regularizer": {"factor": float, "mode": ("rows", "columns")},
    },
)
CONSTRAINTS = ObjectTable(
    "constraint",
    {
        "max_norm": {"max_value": float, "axis": list},
        "min_max_norm": {"min_value": float, "max_value": float, "rate": float, "axis": list},
        "non_neg": {},
        "unit_norm": {"axis": list},
    },
)


def check_kernel_initializer(value: str | dict[str, Arguments]) -> str | dict[str, Arguments]:
    """Returns an initializer if it can make a weight of more than two axes.

    Raises:
        ValueError: If it is `identity`, which makes matrices.
    """
    name, _ = INITIALIZERS.resolve(value)
    if name == "identity":
        raise ValueError("`identity` makes matrices, and this has more than two axes")
    return value


def check_vector_initializer(value: str | dict[str, Arguments]) -> str | dict[str, Arguments]:
    """Returns an initializer if it can make a vector.

    Raises:
        ValueError: If it is `orthogonal` or `identity`, which make matrices.
    """
    name, _ = INITIALIZERS.resolve(value)
    if name in ("identity", "orthogonal"):
        raise ValueError(f"`{name}` makes matrices, and this is a vector")
    return value


DEFAULTS: Mapping[str, Mapping[str, Argument]] = {
    "constant": {"value": 0.0},
    "identity": {"gain": 1.0},
    "orthogonal": {"gain": 1.0},
    "random_normal": {"stddev": 0.05, "mean": 0.0},
    "random_uniform": {"minval": -0.05, "maxval": 0.05},
    "truncated_normal": {"stddev": 0.05, "mean": 0.0},
    "variance_scaling": {"scale": 1.0, "mode": "fan_in", "distribution": "truncated_normal"},
    "l1": {"l1": 0.01},
    "l2": {"l2": 0.01},
    "l1_l2": {"l1": 0.0, "l2": 0.0},
    "orthogonal_regularizer": {"factor": 0.01, "mode": "rows"},
    "max_norm": {"max_value": 2.0, "axis": 0},
    "min_max_norm": {"min_value": 0.0, "max_value": 1.0, "rate": 1.0, "axis": 0},
    "unit_norm": {"axis": 0},
}
"""What Keras takes an argument to be where none is given."""

TABLES = {"initializer": INITIALIZERS, "regularizer": REGULARIZERS, "constraint": CONSTRAINTS}


@cache
def _table_of(field: str) -> ObjectTable | None:
    """Returns the objects that a field may hold; None where it holds none."""
    return TABLES.get(field.rpartition("_")[2])


def object_name(field: str, value: Any) -> str | None:
    """Returns the name of the object that a field holds; None where it holds none."""
    table = _table_of(field)
    return None if table is None or value is None else table.resolve(value)[0]


def to_keras_value(keras: Any, field: str, value: Any) -> Any:
    """Returns a field's value as Keras takes it: a named object is made, all else stays."""
    table = _table_of(field)
    if table is None:
        return value
    name, arguments = table.resolve(value)
    return getattr(getattr(keras, table.noun + "s"), name)(**arguments)


def from_keras_value(field: str, value: Any) -> Any:
    """Returns a field's value from what Keras's `get_config` gives for it: the inverse of `to_keras_value`."""
    if isinstance(value, list | tuple):
        return _as_tuple(value)
    table = _table_of(field)
    if table is None:
        return value
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", value["class_name"]).lower()
    known = table.arguments.get(name, {})
    given = {key: _decimal(item) for key, item in value["config"].items() if key in known and item is not None}
    return table.check({name: given})


def _as_tuple(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        return value
    return tuple(_as_tuple(one) for one in cast("list[Any]", value))


def _decimal(value: Any) -> Any:
    """Returns 0.3 for 0.30000001192092896: Keras keeps some arguments in float32, where both are the same."""
    if not isinstance(value, float):
        return value
    short = float(f"{value:.7g}")
    return short if struct.unpack("f", struct.pack("f", short)) == (value,) else value
