"""Pydantic models of trees: errors in a value are reported at its place."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, model_validator
from pydantic_core import ErrorDetails

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.language.faults import Contradiction, MissingField, NotAccepted, UnknownKey, UnknownWord
from archspec.language.slips import pasted_helps, value_helps
from archspec.language.spelling import did_you_mean, nearest
from archspec.layers.base import Layer
from archspec.layers.fields import Accepts, accepted, accepted_in, spelled
from archspec.layers.objects import OTHER_NAMES, UnknownWordError
from archspec.layers.words import OF_ITEMS, WordFieldsError
from archspec.syntax.core_schema import resolve
from archspec.syntax.edit import respell, rewrite
from archspec.syntax.tree import Hole, Scalar, Sequence, Tree, plain
from archspec.syntax.tree import Mapping as TreeMapping

Model = TypeVar("Model", bound=BaseModel)
FAULTY = Hole(None, "")
"""Stands where something faulty was written that other things depend on: they are silent."""
LONGEST_SHOWN = 60
LINEAR = ("linear", "trilinear")
"""What other tools call linear interpolation on 1 axis and on 3."""

_JOINED = r"([A-Za-z_]\w*) ?(:|=) ?(.*)"
_SIMPLE = r"[\w.$-]+"
_NO_WORDS = ("null", "true", "false")


def open_tree(value: Any) -> Any:
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
        return open_tree(value)


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
    wrong |= {one["loc"][:-1]: None for one in details if one["loc"][-1:] == ("[key]",)}
    wrong |= {one["loc"]: None for one in details if one["loc"] in (("blocks",), ("defaults",), ("variants",))}
    changes: dict[tuple[str | int, ...], Tree | None] = {**wrong}
    for pattern, stand_in in (replaceable or {}).items():
        for path in (one["loc"] for one in details if one["type"] != "extra_forbidden"):
            if (
                path[-1] != "[key]"
                and len(path) >= len(pattern)
                and all(one in ("*", step) for one, step in zip(pattern, path, strict=False))
            ):
                changes[path[: len(pattern)]] = stand_in
    rest = _with(tree, changes)
    try:
        return model.model_validate(rest), found
    except ValidationError:
        return None, found


def _with(tree: Tree, changes: Mapping[tuple[str | int, ...], Tree | None]) -> Tree:
    """Returns a tree with other values at some paths of keys, or without what is there."""
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
    names: Mapping[str, Any] | None = None,
    of: str = "",
) -> list[Diagnostic]:
    """Returns what a validation error says, in our words and at its place: one fault for each field.

    Args:
        error: The error.
        model: The model that did not validate.
        tree: The tree that it was read from, if any.
        owner: What the tree belongs to, for messages.
        span: Where to point for a missing field; the tree's own place by default.
        values: What the fields come to, where the tree holds expressions.
        names: What an expression in their place could name.
        of: What follows the name of a field in a message, if the field belongs to a word.
    """
    found: dict[object, Diagnostic] = {}
    details = error.errors(include_url=False)[: limits.DIAGNOSTICS + 2]
    unknown = [detail["loc"] for detail in details if detail["type"] == "extra_forbidden"]
    for detail in details:
        path = _path_in(tree, detail)
        if path in found or (detail["type"] == "missing" and _is_misspelt(path, unknown, model)):
            continue
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, WordFieldsError):
            inner, word, there = _split_word(tree, path, cause.kind, span)
            inside = faults(
                cause.error,
                cause.kind,
                inner,
                f"`{word}`",
                there,
                cause.fields if inner else None,
                names,
                f" of `{word}`",
            )
            found |= {(path, number): one for number, one in enumerate(inside)}
            continue
        fault = _fault(detail, path, model, tree, owner, span, values or {}, names or {}, of)
        value = values.get(str(path[0])) if values and len(path) == 1 else None
        if value is not None:
            fault = _with_value(fault, value, tree, str(path[0]), names or {}, _takes(model, str(path[0])))
        found[path] = fault
    return list(found.values())


def _split_word(
    tree: Tree | None, path: tuple[str | int, ...], kind: type[Layer], span: Span | None
) -> tuple[Tree | None, str, Span | None]:
    """Returns the fields of the word in a value, the word, and its place."""
    value = tree.entries.get(str(path[0])) if isinstance(tree, TreeMapping) else None
    if not isinstance(value, TreeMapping):  # an expression comes to it
        return None, kind.kind, span if value is None else value.span or span
    word, inner = next((key, one) for key, one in value.entries.items() if not key.startswith("x-"))
    if not isinstance(inner, TreeMapping) and kind.principal is not None:
        inner = TreeMapping({kind.principal: inner}, {kind.principal: None}, inner.span)
    return inner, word, value.keys.get(word) or value.span


def _is_misspelt(path: tuple[str | int, ...], unknown: list[tuple[str | int, ...]], model: type[BaseModel]) -> bool:
    """Returns whether a missing key is there under a name that is nearly its own, or Keras's."""
    key = str(path[-1])
    there = [str(one[-1]) for one in unknown if one[:-1] == path[:-1]]
    return any(nearest(one, [key]) or _called_here(one, model) == key for one in there)


def _with_value(
    fault: Diagnostic, value: Any, tree: Tree | None, key: str, names: Mapping[str, Any], takes: Callable[[Any], bool]
) -> Diagnostic:
    """Returns a fault in the value of an expression with that value in its message."""
    written = tree.entries.get(key) if isinstance(tree, TreeMapping) else None
    data = fault.data
    if not isinstance(data, NotAccepted) or written is None or shown(value) == data.given:
        return fault
    if helps := pasted_helps(written, names, takes):
        return replace(fault, label="text: an expression is written `$(…)`", remedies=helps)
    return replace(
        fault,
        data=replace(data, given=shown(value)),
        label=f"comes to {shown(value)}",
        remedies=value_helps(
            data.accepts, value, takes=takes, expression=written.text if isinstance(written, Scalar) else ""
        ),
    )


def _takes(model: type[BaseModel], key: str) -> Callable[[Any], bool]:
    """Returns what says whether a field of a model takes a value."""

    def takes(value: Any) -> bool:
        try:
            model.model_validate({key: value})
        except ValidationError as error:
            return all(one["loc"][:1] != (key,) for one in error.errors(include_url=False))
        return True

    return takes


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
        path.pop()  # a list of values is reported as a whole
    return tuple(path)


def _fault(
    detail: ErrorDetails, path: tuple[str | int, ...], model: type[BaseModel], tree: Tree | None, owner: str,
    span: Span | None, values: Mapping[str, Any], names: Mapping[str, Any], of: str,
) -> Diagnostic:  # fmt: skip
    *parents, key = path or ("",)
    parent, parent_model = _descend(tree, model, parents)
    inside = f"{owner}" if not parents else f"`{'.'.join(str(step) for step in parents)}`"
    fields = [spelled(name, field) for name, field in parent_model.model_fields.items()]
    fields = [name for name in fields if not (of and name in OF_ITEMS)]
    if detail["type"] == "missing":
        place = span if span is not None and not parents else parent.span if parent else None
        return Diagnostic(MissingField(str(key), inside, accepted(parent_model, str(key))), place)
    if detail["type"] == "extra_forbidden":
        place = parent.keys.get(str(key)) if isinstance(parent, TreeMapping) else span
        given = parent.entries if isinstance(parent, TreeMapping) else {}
        value = values.get(str(key), given.get(str(key)))
        helps = _key_helps(str(key), value, given, fields, parent_model, place)
        return Diagnostic(UnknownKey(inside, str(key)), place, remedies=helps)
    if not path and detail["type"] == "value_error":
        return Diagnostic(Contradiction(owner, detail["msg"].removeprefix("Value error, ")), span)
    value = parent.entries.get(str(key)) if isinstance(parent, TreeMapping) else None
    bare = plain(value) if value is not None else detail["input"]
    place = value.span if value is not None else span or (tree.span if tree is not None else None)
    if not key:
        return Diagnostic(NotAccepted(owner, Accepts("a mapping"), shown(bare)), place)
    accepts = accepted(parent_model, str(key)) or _accepted_of_all(model, parents) or Accepts("another kind of value")
    cause = detail.get("ctx", {}).get("error") if detail["type"] == "value_error" else None
    if isinstance(cause, UnknownWordError) and isinstance(value, TreeMapping) and cause.word in value.keys:
        place = value.keys[cause.word]
        helps = did_you_mean(cause.word, cause.known, "", place)
        return Diagnostic(UnknownWord(cause.noun, cause.word), place, remedies=helps)
    takes = _takes(parent_model, str(key))
    helps = value_helps(accepts, bare, place, names, takes) or _choice_helps(parent_model, str(key), bare, place)
    if accepts.likely == "params" and not parents:  # nobody calls a spec with values, as a block is called
        helps = tuple(one._replace(is_certain=False) for one in helps)
    if isinstance(cause, UnknownWordError):
        helps = _word_helps(cause.word, cause.known, place, takes) or helps
    data = NotAccepted(f"`{key}`{of}", accepts, shown(bare), str(cause or ""))
    return Diagnostic(data, place, remedies=helps)


def _word_helps(
    word: str, known: tuple[str, ...], place: Span | None, takes: Callable[[Any], bool]
) -> tuple[Help, ...]:
    """Returns the help that names the object that was meant by a word: by its other name, or misspelt."""
    author, rest = word[: word.find("_")], word[word.find("_") :].removesuffix("_")
    if (ours := OTHER_NAMES.get(author, "") + rest) in known:
        return (Help(f"`{word}` is called `{ours}` here", respell(place, word, ours), takes(ours)),)
    return did_you_mean(word, known, "", place, fits=takes) if nearest(word, known) else ()


def _key_helps(
    key: str, value: Any, given: Mapping[str, Tree], fields: list[str], model: type[BaseModel], place: Span | None
) -> tuple[Help, ...]:
    """Returns what to do about an unknown key: a space is missing, Keras calls it so, or it is misspelt."""

    def fits(field: str) -> bool:
        return _takes(model, field)(value)

    if parts := re.fullmatch(_JOINED, key):
        name, sign, rest = parts[1], parts[2], parts[3].strip("'\"") if parts[2] == "=" else parts[3]
        alone = isinstance(tree := given.get(key), Scalar) and tree.text == ""
        certain = alone and name in fields and name not in given and bool(re.fullmatch(_SIMPLE, rest))
        certain = certain and ("$" in rest or _takes(model, name)(resolve(rest)))
        parted = f"{name}: {rest}"
        what = "put a space after the colon" if sign == ":" else "a value follows after a colon and a space"
        return (Help(f"{what}: `{parted}`", rewrite(place, key, parted) if certain else ()),)
    if key.isdecimal() and isinstance(tree := given.get(key), Scalar) and tree.value is None:
        return _cut_number_helps(key, given, model, place)
    if word := _called_here(key, model):
        edits = () if word in given else respell(place, key, word)
        return (Help(f"`{key}` is called `{word}` here", edits, fits(word)),)
    return did_you_mean(key, fields, "it takes", place, given, fits)


def _cut_number_helps(
    key: str, given: Mapping[str, Tree], model: type[BaseModel], place: Span | None
) -> tuple[Help, ...]:
    """Returns what to do about the rest of a number, or of a list, that a comma has cut off: `rate: 0,5`."""
    before = list(given)[list(given).index(key) - 1]
    value = given[before]
    if not isinstance(value, Scalar) or value.span is None or place is None or not isinstance(value.value, int):
        return ()
    whole = value.span._replace(end_line=place.end_line, end_column=place.end_column)
    if whole.line != whole.end_line or not re.fullmatch(rf"{value.text}, ?{key}", whole.text):
        return ()
    for meant in (f"{value.text}.{key}", f"[{value.text}, {key}]"):
        number = [value.value, int(key)] if meant.startswith("[") else float(meant)
        if _takes(model, before)(number):
            return (Help(f"write `{before}: {meant}`", rewrite(whole, whole.text, meant)),)
    return ()


def _called_here(key: str, model: type[BaseModel]) -> str | None:
    """Returns what the language calls an argument of the Keras layer, if it calls it otherwise."""
    if not issubclass(model, Layer):
        return None
    return next((field for field, name in model.keras_names().items() if name == key), None)


def _accepted_of_all(model: type[BaseModel], path: list[str | int]) -> Accepts | None:
    """Returns what every value of a mapping accepts, where the mapping is a field of the model."""
    field = model.model_fields.get(str(path[0])) if len(path) == 1 else None
    arguments = get_args(field.annotation) if field else ()
    return next(accepted_in(arguments[-1]), None) if len(arguments) == 2 else None


def _choice_helps(model: type[BaseModel], key: str, value: object, place: Span | None) -> tuple[Help, ...]:
    """Returns the help that names the choice of a field that is nearest to a value."""
    field = next((one for name, one in model.model_fields.items() if key in (name, spelled(name, one))), None)
    choices = list(_choices(field.annotation)) if field else []
    if value in LINEAR and "bilinear" in choices:
        return (Help("`resize` with `interpolation: bilinear` is linear along each axis, of 1 to 3"),)
    return did_you_mean(value, choices, "", place) if isinstance(value, str) and nearest(value, choices) else ()


def _choices(annotation: Any) -> Iterator[str]:
    """Yields the words that a type admits."""
    for argument in get_args(annotation):
        if get_origin(annotation) is Literal and isinstance(argument, str):
            yield argument
        yield from _choices(argument)


def _descend(tree: Tree | None, model: type[BaseModel], path: list[str | int]) -> tuple[Tree | None, type[BaseModel]]:
    """Returns what is at a path, and the model that it is read by."""
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
    """Returns an item of a list as a message shows it: a word is without quotes, as in `[H, W, 3]`."""
    is_word = isinstance(value, str) and re.fullmatch(r"[A-Za-z_]\w*", value) and value.lower() not in _NO_WORDS
    return value if is_word else shown(value)
