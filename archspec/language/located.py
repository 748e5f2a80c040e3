"""Pydantic models over located trees: what is wrong with a value is told at the place where it stands."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, model_validator
from pydantic_core import ErrorDetails

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.diagnostics.source import Span
from archspec.language.faults import MissingField, UnknownKey, WrongValue
from archspec.language.spelling import did_you_mean, nearest
from archspec.layers.base import Layer
from archspec.layers.fields import accepted, spelled, words_of
from archspec.layers.objects import UnknownWordError
from archspec.syntax.core_schema import by_yaml_1_1
from archspec.syntax.edit import respelled, rewritten
from archspec.syntax.findings import MAX_FINDINGS
from archspec.syntax.operations import FUNCTIONS
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree, plain

Model = TypeVar("Model", bound=BaseModel)
FAULTY = Scalar(None, "")
"""Stands, itself and no other, where something faulty was written that other things depend on: they are silent."""
LONGEST_SHOWN = 60

_NO_WORDS = ("null", "true", "false")
_FLOAT = re.compile(r"[-+]?[0-9]+\.0*")


def opened(value: Any) -> Any:
    """Returns a tree with its outermost layer taken off; the author's own notes (`x-...`) are left out."""
    if isinstance(value, Scalar):
        return value.value
    if isinstance(value, Sequence):
        return value.items
    if isinstance(value, TreeMapping):
        return {key: entry for key, entry in value.entries.items() if not key.startswith("x-")}
    return value


def as_tree(value: object) -> Tree:
    """Returns a value as a tree: trees stay, layers become items, plain data is planted.

    Raises:
        TypeError: If the value is nothing that a spec can hold.
    """
    if isinstance(value, Scalar | Sequence | TreeMapping):
        return value
    if value is None or isinstance(value, bool | int | float | str):
        return Scalar(value, "null" if value is None else str(value))
    if isinstance(value, BaseModel):
        return as_tree(written(value))
    if isinstance(value, Mapping):
        entries = {str(key): as_tree(item) for key, item in cast("Mapping[object, object]", value).items()}
        return TreeMapping(entries, dict.fromkeys(entries))
    if isinstance(value, Iterable):
        return Sequence([as_tree(item) for item in cast("Iterable[object]", value)])
    raise TypeError(f"a spec holds numbers, text, lists, mappings and layers, not {type(value).__name__}")


if TYPE_CHECKING:
    Raw: TypeAlias = Any  # what Python code may give, which `as_tree` turns into a tree
else:
    Raw = Annotated[Any, PlainValidator(as_tree)]
    """A value that stays a tree, because only the compiler can tell what it comes to."""


class Located(BaseModel):
    """A model that is read from a tree, or made in Python."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, validate_by_name=True,
                              validate_by_alias=True)  # fmt: skip

    @model_validator(mode="before")
    @classmethod
    def _open(cls, value: Any) -> Any:
        return opened(value)


def written(model: BaseModel) -> dict[str, Any]:
    """Returns a model as a spec would write it: a layer or another item of `layers` under the name of its kind."""
    fields = {
        spelled(name, field): getattr(model, name)
        for name, field in type(model).model_fields.items()
        if name in model.model_fields_set
    }
    kind = getattr(model, "kind", None)
    return fields if kind is None else {kind: fields}


def validate(
    model: type[Model],
    tree: TreeMapping,
    owner: str,
    dispensable: tuple[str, ...] = (),
    replaceable: Mapping[tuple[str, ...], Tree] | None = None,
) -> tuple[Model | None, list[Diagnostic]]:
    """Reads a model from a tree; if it is faulty, then without what is faulty, as far as the rest can do without.

    Args:
        model: The model.
        tree: What is written.
        owner: What it belongs to, for messages: "the spec", "a block".
        dispensable: Fields that can be left out where they are faulty. Unknown keys always can.
        replaceable: What stands in for values that are faulty, by path; `*` in a path is any name.

    Returns:
        The model, or None if it cannot be made, and what is wrong.
    """
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        found = faults(error, model, tree, owner)
        details = error.errors(include_url=False)
    wrong = {detail["loc"]: None for detail in details if detail["type"] == "extra_forbidden"}
    wrong |= {(field,): None for field in dispensable if any(one["loc"][:1] == (field,) for one in details)}
    changes: dict[tuple[str | int, ...], Tree | None] = {**wrong}
    for pattern, stand_in in (replaceable or {}).items():
        for path in (one["loc"] for one in details if one["type"] != "extra_forbidden"):
            if len(path) >= len(pattern) and all(one in ("*", step) for one, step in zip(pattern, path, strict=False)):
                changes[path[: len(pattern)]] = stand_in
    rest = _with(tree, changes)
    try:
        return model.model_validate(rest), found
    except ValidationError:
        return None, found


def _with(tree: Tree, changes: Mapping[tuple[str | int, ...], Tree | None]) -> Tree:
    """Returns a tree with other values at some paths of keys, or without what stands there."""
    if not isinstance(tree, TreeMapping):
        return tree
    deeper: dict[str | int, dict[tuple[str | int, ...], Tree | None]] = {}
    for path, value in changes.items():
        deeper.setdefault(path[0], {})[path[1:]] = value
    entries: dict[str, Tree] = {}
    for key, old in tree.entries.items():
        within = deeper.get(key, {})
        new = within[()] if () in within else _with(old, within) if within else old
        if new is not None:
            entries[key] = new
    return TreeMapping(entries, tree.keys, tree.span)


def faults(
    error: ValidationError,
    model: type[BaseModel],
    tree: Tree | None,
    owner: str,
    span: Span | None = None,
    values: Mapping[str, Any] | None = None,
    names: Container[str] = (),
) -> list[Diagnostic]:
    """Returns what a validation error says, in our words and at its place: one fault for each field.

    Args:
        error: The error.
        model: The model that did not validate.
        tree: The tree that it was read from, if any.
        owner: What the tree belongs to, for messages.
        span: Where to point for a missing field; the tree's own place unless given.
        values: What the fields come to, where the tree holds expressions.
        names: What an expression in their place could name.
    """
    found: dict[tuple[str | int, ...], Diagnostic] = {}
    details = error.errors(include_url=False)[: MAX_FINDINGS + 2]
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    for detail in details:
        path = _path_in(tree, detail)
        if path in found or (detail["type"] == "missing" and _is_misspelt(path, unknown, model)):
            continue
        fault = _fault(detail, path, model, tree, owner, span, names)
        value = values.get(str(path[0])) if values and len(path) == 1 else None
        found[path] = fault if value is None else _with_value(fault, value, tree, str(path[0]))
    return list(found.values())


def _is_misspelt(path: tuple[str | int, ...], unknown: list[tuple[str | int, ...]], model: type[BaseModel]) -> bool:
    """Returns whether a missing key is there under a name that is nearly its own, or Keras's."""
    key = str(path[-1])
    there = [str(one[-1]) for one in unknown if one[:-1] == path[:-1]]
    return any(nearest(one, [key]) or _called_here(one, model) == key for one in there)


def _with_value(fault: Diagnostic, value: Any, tree: Tree | None, key: str) -> Diagnostic:
    """Returns a fault in the value of an expression with that value in its message."""
    written = tree.entries.get(key) if isinstance(tree, TreeMapping) else None
    if fault.kind is not WrongValue or written is None or shown(value) == shown(plain(written)):
        return fault
    message = fault.message.removesuffix(shown(plain(written))) + shown(value)
    words = fault.message.partition(" must be ")[2]
    return replace(
        fault,
        message=message,
        label=f"comes to {shown(value)}",
        helps=value_helps(words, value, expression=written.text if isinstance(written, Scalar) else ""),
    )


def _path_in(tree: Tree | None, detail: ErrorDetails) -> tuple[str | int, ...]:
    """Returns the part of an error's location that names keys and list items; Pydantic adds names of types to it."""
    if detail["type"] in ("missing", "extra_forbidden"):
        return detail["loc"]
    path: list[str | int] = []
    for step in detail["loc"]:
        if isinstance(tree, TreeMapping) and step in tree.entries:
            tree = tree.entries[str(step)]
        elif isinstance(tree, Sequence) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
        elif path:
            break
        path.append(step)
    while len(path) > 1 and isinstance(tree, Scalar) and isinstance(path[-1], int):
        path.pop()  # a list of values is told as a whole
    return tuple(path)


def _fault(
    detail: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel], tree: Tree | None, owner: str,
    span: Span | None, names: Container[str],
) -> Diagnostic:  # fmt: skip
    *parents, key = path or ("",)
    parent, parent_model = _descend(tree, model, parents)
    inside = f"{owner}" if not parents else f"`{'.'.join(str(step) for step in parents)}`"
    fields = [spelled(name, field) for name, field in parent_model.model_fields.items()]
    if detail["type"] == "missing":
        place = span if span is not None and not parents else parent.span if parent else None
        words = accepted(parent_model, str(key))
        return Diagnostic(
            MissingField, f"`{key}` is missing from {inside}", place, notes=(f"`{key}` is {words}",) if words else ()
        )
    if detail["type"] == "extra_forbidden":
        place = parent.keys.get(str(key)) if isinstance(parent, TreeMapping) else span
        given = parent.entries if isinstance(parent, TreeMapping) else {}
        helps = _key_helps(str(key), given, fields, parent_model, place)
        return Diagnostic(UnknownKey, f"{inside} has no `{key}`", place, helps=helps)
    if not path and detail["type"] == "value_error":
        return Diagnostic(WrongValue, f"{owner}: {detail['msg'].removeprefix('Value error, ')}", span)
    value = parent.entries.get(str(key)) if isinstance(parent, TreeMapping) else None
    bare = plain(value) if value is not None else detail["input"]
    place = value.span if value is not None else span or (tree.span if tree is not None else None)
    words = accepted(parent_model, str(key)) or _accepted_of_all(model, parents) or "another kind of value"
    cause = detail.get("ctx", {}).get("error") if detail["type"] == "value_error" else None
    helps = value_helps(words, bare, place, names) or _choice_helps(parent_model, str(key), bare, place)
    if isinstance(cause, UnknownWordError) and nearest(cause.word, cause.known):
        helps = did_you_mean(cause.word, cause.known, "", place)
    return Diagnostic(
        WrongValue,
        f"`{key}` must be {words}, not {shown(bare)}" if key else f"{owner} must be a mapping, not {shown(bare)}",
        place,
        notes=(str(cause),) if cause else (),
        helps=helps,
    )


def _key_helps(
    key: str, given: Mapping[str, Tree], fields: list[str], model: type[BaseModel], place: Span | None
) -> tuple[Help, ...]:
    """Returns what to do about an unknown key: a space is missing, Keras calls it so, or it is misspelt."""
    name, colon, rest = key.partition(":")
    if colon:
        value = given.get(key)
        certain = name in fields and name not in given and isinstance(value, Scalar) and value.text == ""
        parted = f"{name}: {rest}"
        return (Help(f"put a space after the colon: `{parted}`", rewritten(place, key, parted) if certain else ()),)
    if word := _called_here(key, model):
        return (Help(f"`{key}` is called `{word}` here", () if word in given else respelled(place, key, word)),)
    return did_you_mean(key, fields, "it takes", place, given)


def _called_here(key: str, model: type[BaseModel]) -> str | None:
    """Returns what the language calls an argument of the Keras layer, if it calls it otherwise."""
    if not issubclass(model, Layer):
        return None
    return next((field for field, name in model.keras_names().items() if name == key), None)


def _accepted_of_all(model: type[BaseModel], path: list[str | int]) -> str | None:
    """Returns what every value of a mapping accepts, where the mapping is a field of the model."""
    field = model.model_fields.get(str(path[0])) if len(path) == 1 else None
    arguments = get_args(field.annotation) if field else ()
    return next((item.text for item in words_of(arguments[-1])), None) if len(arguments) == 2 else None


def _choice_helps(model: type[BaseModel], key: str, value: object, place: Span | None) -> tuple[Help, ...]:
    """Returns the help that names the choice of a field that is nearest to a value."""
    field = next((one for name, one in model.model_fields.items() if key in (name, spelled(name, one))), None)
    choices = list(_choices(field.annotation)) if field else []
    return did_you_mean(value, choices, "", place) if isinstance(value, str) and nearest(value, choices) else ()


def _choices(annotation: Any) -> Iterator[str]:
    """Yields the words that a type admits."""
    for argument in get_args(annotation):
        if get_origin(annotation) is Literal and isinstance(argument, str):
            yield argument
        yield from _choices(argument)


def value_helps(
    words: str, value: object, place: Span | None = None, names: Container[str] = (), expression: str = ""
) -> tuple[Help, ...]:
    """Returns what to do about a value of the wrong type: most often an expression that lacks its `$`.

    Args:
        words: What is accepted, in words that follow "must be".
        value: What was given.
        place: Where it stands.
        names: What an expression in its place could name.
        expression: The expression that it is the value of, if it is that of one.
    """
    if words == "`true` or `false`" and isinstance(value, str):
        meaning = {"true": "true", "false": "false"}.get(value.lower()) or by_yaml_1_1(value)
        return (Help(f"write `{meaning}`", rewritten(place, value, meaning)),) if meaning in ("true", "false") else ()
    if words == "params by name" and isinstance(value, list):
        return _named_params(cast("list[object]", value), place)
    if words.startswith("a list of sizes") and isinstance(value, list):
        return _one_size_left(cast("list[object]", value))
    if not words.startswith(("a number", "a whole number")):
        return ()
    if isinstance(value, float) and words.startswith("a whole number") and expression:
        return _rounded(value, expression)
    if isinstance(value, float) and value.is_integer() and words.startswith("a whole number"):
        whole = str(int(value))
        edits = rewritten(place, place.text, whole) if place and _FLOAT.fullmatch(place.text) else ()
        return (Help(f"write {whole}", edits),)
    if not isinstance(value, str) or not value:
        return ()
    if re.fullmatch(r"[0-9.]+", value):
        fits = value.isdecimal() or (words.startswith("a number") and value.count(".") == 1)
        return (Help("leave out the quotes", rewritten(place, value, value) if fits else ()),)
    if re.fullmatch(r"[A-Za-z_]\w*", value):
        edits = respelled(place, value, f"${value}") if value in names else ()
        return (Help(f"write `${value}` for the value of a param", edits),)
    if not re.fullmatch(r"[\w\s+*/%().-]+", value):
        return ()
    known = all(name in names or name in FUNCTIONS for name in re.findall(r"[A-Za-z_]\w*", value))
    return (Help(f"write `$({value})` for its value", respelled(place, value, f"$({value})") if known else ()),)


def _one_size_left(sizes: list[object]) -> tuple[Help, ...]:
    """Returns how a shape with one open size is written."""
    is_open = [one is None or (isinstance(one, str) and one.isidentifier()) for one in sizes]
    if is_open.count(True) != 1 or -1 in sizes:
        return ()
    written = ", ".join("-1" if left else shown(one) for one, left in zip(sizes, is_open, strict=True))
    return (Help(f"write -1 for the size that follows from the others: `[{written}]`"),)


def _rounded(value: float, expression: str) -> tuple[Help, ...]:
    """Returns how an expression is made to come to a whole number."""
    inside = re.fullmatch(r"\$\((.*)\)", expression.strip("'\""))
    if inside is None:
        return (Help(f"give it the whole number {int(value)}"),) if value.is_integer() else ()
    divides = re.search(r"(?<!/)/(?!/)", inside[1]) is not None
    return (Help(("divide whole numbers with `//`, or " if divides else "") + f"round it: `$(round({inside[1]}))`"),)


def _named_params(names: list[object], place: Span | None) -> tuple[Help, ...]:
    """Returns how params without defaults are written, for a list of their names."""
    if not names or not all(isinstance(name, str) and re.fullmatch(r"[A-Za-z_]\w*", name) for name in names):
        return ()
    mapping = f"{{{', '.join(f'{name}: ' for name in names)}}}"
    edits = rewritten(place, place.text, mapping) if place and place.line == place.end_line else ()
    return (Help(f"write `{mapping}`; behind the name of a param stands its default, if it has one", edits),)


def _descend(tree: Tree | None, model: type[BaseModel], path: list[str | int]) -> tuple[Tree | None, type[BaseModel]]:
    """Returns what stands at a path, and the model that it is read by."""
    for step in path:
        if isinstance(tree, TreeMapping):
            tree = tree.entries.get(str(step))
        elif isinstance(tree, Sequence):
            tree = tree.items[step] if isinstance(step, int) else None
        for name, field in model.model_fields.items():
            if step in (name, spelled(name, field)):
                model = next(_found(field.annotation, BaseModel), model)
                break
    return tree, model


def _found(annotation: Any, base: type[Model]) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, base):
        yield annotation
    for argument in get_args(annotation):
        yield from _found(argument, base)


def shown(value: Any) -> str:
    """Returns a value as a message shows it: short, and as YAML writes it."""
    if isinstance(value, str):
        text = f'"{value}"'
    elif value is None or isinstance(value, bool):
        text = {None: "null", True: "true", False: "false"}[value]
    elif isinstance(value, dict):
        text = "a mapping"
    elif isinstance(value, list | tuple):
        items = cast("list[Any]", value)
        text = "[" + ", ".join(map(_item, items[:LONGEST_SHOWN])) + "]"
    else:
        text = str(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _item(value: Any) -> str:
    """Returns an item of a list as a message shows it: a word stands without quotes, as in `[H, W, 3]`."""
    is_word = isinstance(value, str) and re.fullmatch(r"[A-Za-z_]\w*", value) and value.lower() not in _NO_WORDS
    return value if is_word else shown(value)
