"""Random values: of any field by its Pydantic type, and as expressions that come to them."""

from collections.abc import Mapping
from random import Random
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt

from archspec.layers.base import Layer, MergeLayer
from archspec.layers.objects import TABLES
from archspec.layers.words import Words
from archspec.tensors.dim import Size

LARGEST_DRAWN = 5
"""The largest integer drawn where nothing else bounds it."""


def draw_fields(rng: Random, kind: type[Layer], chance: float) -> dict[str, Any]:
    """Returns values for a kind's required fields, and for each of the others with a given chance."""
    drawn: dict[str, Any] = {}
    for name in kind.own_fields():
        field = kind.model_fields[name]
        if name in kind.references or name in MergeLayer.model_fields:
            continue
        table = TABLES.get(name.rpartition("_")[2])
        rare = table is not None or name == "in_channels"
        if field.is_required() or rng.random() < (chance / 8 if rare else chance):
            drawn[name] = _draw_object(rng, name) if table else draw(rng, field.annotation, field.metadata)
    return {name: value for name, value in drawn.items() if value is not None}


def draw(rng: Random, annotation: Any, metadata: list[Any] | tuple[Any, ...] = ()) -> Any:
    """Returns a value that a type admits."""
    words = next((one for one in metadata if isinstance(one, Words)), None)
    if words is not None:
        return draw_word(rng, words)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return draw(rng, arguments[0], [*annotation.__metadata__, *metadata])
    if origin in (Union, UnionType):
        return draw(rng, rng.choice(arguments), metadata)
    if origin is Literal:
        return rng.choice(arguments)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return [draw(rng, arguments[0]) for _ in range(rng.randint(1, 3))]
        return [draw(rng, one) for one in arguments]
    if annotation is bool:
        return rng.random() < 0.5
    if annotation is int:
        low = max([int(one.ge) for one in metadata if isinstance(one, Ge)], default=-2)  # pyright: ignore[reportArgumentType]  # a number here
        return rng.randint(max(low, -2), LARGEST_DRAWN)
    if annotation is float:
        low = max(
            (float(getattr(one, "ge", getattr(one, "gt", 0))) for one in metadata if isinstance(one, Ge | Gt)),
            default=0.0,
        )
        high = min(
            (float(getattr(one, "le", getattr(one, "lt", 1))) for one in metadata if isinstance(one, Le | Lt)),
            default=1.0,
        )
        return round(rng.uniform(low + 0.01, high - 0.01), 2)
    if annotation is NoneType:
        return None
    if annotation is str:
        return rng.choice(["zeros", "ones", "word"])
    raise TypeError(f"nothing can be drawn of {annotation}")


def draw_word(rng: Random, words: Words) -> Any:
    """Returns a norm or an activation, more often alone than with some of its fields."""
    word = rng.choice(sorted(words.kinds))
    kind = words.kind(word)
    needed = any(kind.model_fields[name].is_required() for name in kind.own_fields())
    if not needed and rng.random() < 0.6:
        return word
    fields = draw_fields(rng, kind, 0.5)
    if word == "prelu" and rng.random() < 0.8:
        fields["shared_axes"] = "spatial"  # which open sizes need
    if word == "group":
        fields["groups"] = rng.choice([1, 1, 1, 2])
    if kind.principal is not None and list(fields) == [kind.principal] and rng.random() < 0.5:
        return {word: fields[kind.principal]}
    return {word: {**fields, "trainable": False} if rng.random() < 0.1 else fields}


def _draw_object(rng: Random, field: str) -> Any:
    """Returns an initializer, a regularizer or a constraint, bare or with an argument."""
    table = TABLES[field.rpartition("_")[2]]
    name = rng.choice(sorted(table.arguments))
    argument, kind = next(iter(table.arguments[name].items()), (None, None))
    needs = name in ("constant",)
    if argument is None or kind not in (int, float) or not (needs or rng.random() < 0.5):
        return name
    value = rng.randint(1, 9) if kind is int else 0.5
    return {name: value if rng.random() < 0.5 else {argument: value}}


def say(rng: Random, value: int, names: Mapping[str, Size]) -> str | int:
    """Returns an expression, made of what is known, that comes to a number; the number itself if nothing is known."""
    known = [(name, size) for name, size in names.items() if isinstance(size, int) and size > 0]
    if not known:
        return value
    name, size = rng.choice(known)
    forms = [f"$({name} + {value - size})" if value >= size else f"$({name} - {size - value})"]
    if value == size and name.isidentifier():
        forms.append(f"${name}")
    if value % size == 0:
        forms.append(f"$({value // size} * {name})")
    if size % value == 0 if value else False:
        forms.append(f"$({name} // {size // value})")
    if value <= size:
        forms.append(f"$(min({name}, {value}))")
    forms.append(f"$({value} if {name} == {size} else {value + 1})")
    return rng.choice(forms)
