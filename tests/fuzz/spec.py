"""A spec as data, and its YAML text: one item a line, so that a line is a layer."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

FAULT_MARK = "# fault: "
"""What stands at the end of the line of the item that was spoilt, before the sort of the fault."""

_PLAIN = re.compile(r"[A-Za-z_$.(][\w$.()+*/ -]*")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf", ".nan", ".inf")
_BLOCKY = ("group", "repeat", "residual", "time_distributed")


@dataclass
class Item:
    """One item of `layers`.

    Attributes:
        kind: Its kind, as written.
        value: Its fields, or the bare value that stands after the kind; None for a bare word.
        fault: The sort of fault that it was given, if any.
    """

    kind: str
    value: Any = None
    fault: str | None = None


@dataclass
class Spec:
    """A whole spec.

    Attributes:
        top: The top-level keys but for `blocks` and `layers`.
        blocks: Params and layers by block name.
        layers: The layers.
    """

    top: dict[str, Any]
    blocks: dict[str, tuple[dict[str, Any], list[Item]]] = field(default_factory=dict[str, Any])
    layers: list[Item] = field(default_factory=list[Item])

    def text(self) -> str:
        """Returns the spec as YAML."""
        outputs = {key: value for key, value in self.top.items() if key == "outputs"}
        lines = [f"{key}: {flow(value)}" for key, value in self.top.items() if key not in outputs]
        if self.blocks:
            lines.append("blocks:")
            for name, (params, layers) in self.blocks.items():
                lines += [f"  {name}:", f"    params: {flow(params)}", "    layers:"]
                lines += _items(layers, 6)
        lines += ["layers:", *_items(self.layers, 2)]
        return "\n".join([*lines, *(f"{key}: {flow(value)}" for key, value in outputs.items())]) + "\n"


def flow(value: Any) -> str:
    """Returns a value as YAML on one line."""
    if isinstance(value, Item):
        return flow(value.kind if value.value is None else {value.kind: value.value})
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}".rstrip() for key, one in value.items()) + "}"  # pyright: ignore[reportUnknownVariableType]  # any spec
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(one) for one in value) + "]"  # pyright: ignore[reportUnknownVariableType]  # any spec
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not value.endswith(" ")
        return value if plain else json.dumps(value)
    return json.dumps(value)


def _items(layers: list[Item], indent: int) -> Iterator[str]:
    if not layers:
        raise ValueError("a list of layers has at least one")
    for item in layers:
        yield from _lines(item, indent)


def _lines(item: Item, indent: int) -> Iterator[str]:
    space = " " * indent
    fields = _fields(item)
    if fields is None:
        sort = next(marks(item), None)
        word = item.kind if item.value is None else f"{item.kind}: {flow(item.value)}"
        yield f"{space}- {word}" + (f"  {FAULT_MARK}{sort}" if sort else "")
        return
    yield f"{space}- {item.kind}:" + (f"  {FAULT_MARK}{item.fault}" if item.fault else "")
    for key, value in fields.items():
        if value and isinstance(value, list) and isinstance(value[0], Item):
            yield f"{space}    {key}:"
            yield from _items(value, indent + 6)  # pyright: ignore[reportUnknownArgumentType]  # a list of items
        else:
            yield f"{space}    {key}: {flow(value)}"


def _fields(item: Item) -> dict[str, Any] | None:
    """Returns the fields of an item that is written on many lines, or None."""
    return item.value if item.kind in _BLOCKY and not isinstance(item.value, list) else None


def marks(value: Any) -> Iterator[str]:
    """Yields the sorts of the faults in an item, or in any value."""
    if isinstance(value, Item):
        if value.fault:
            yield value.fault
        yield from marks(value.value)
    elif isinstance(value, dict):
        for one in value.values():  # pyright: ignore[reportUnknownVariableType]  # any spec
            yield from marks(one)
    elif isinstance(value, list):
        for one in value:  # pyright: ignore[reportUnknownVariableType]  # any spec
            yield from marks(one)


def plain(value: Any) -> Any:
    """Returns a value with every item as the mapping, or the word, that YAML makes of it."""
    if isinstance(value, Item):
        return value.kind if value.value is None else {value.kind: plain(value.value)}
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}  # pyright: ignore[reportUnknownVariableType]  # any spec
    return [plain(one) for one in value] if isinstance(value, list) else value  # pyright: ignore[reportUnknownVariableType]  # any spec


def fault_of(text: str) -> tuple[str, range] | None:
    """Returns the sort of the fault that a text was given, and the lines of the faulty item, counted from 1."""
    lines = text.splitlines()
    for start, line in enumerate(lines):
        _, mark, sort = line.partition(FAULT_MARK)
        if mark:
            return sort.strip(), range(start + 1, end_of(lines, start) + 1)
    return None


def end_of(lines: list[str], start: int) -> int:
    """Returns the index of the line after the item, or the key, that begins on a line: the next not inside of it."""
    indent = len(lines[start]) - len(lines[start].lstrip())
    inside = (
        index for index in range(start + 1, len(lines)) if len(lines[index]) - len(lines[index].lstrip()) <= indent
    )
    return next(inside, len(lines))
