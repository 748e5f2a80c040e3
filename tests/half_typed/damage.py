"""Specs as they stand while somebody types: the shipped networks, each damaged in an item of its layers or blocks.

The oracle is the network of the text before. A layer can be known if neither it nor anything that it depends on stands
in a damaged item.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from archspec.compiler.network import Network
from archspec.compiler.places import Place
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.parse import parse
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Sequence, Tree

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.yaml"))

Stretch = tuple[int, int]
"""The first line of something, counted from 1, and the line after its last."""


class Damage(NamedTuple):
    """One fault that somebody typed, or has not typed out.

    Attributes:
        sort: What was done.
        line: The line of the text before that it was done to, counted from 1.
        text: What the line is now; None if it is deleted.
        item: The innermost item that the line belongs to.
    """

    sort: str
    line: int
    text: str | None
    item: Stretch


class Half(NamedTuple):
    """A damaged spec.

    Attributes:
        path: The spec.
        damages: What was done to it.
        text: What it is now.
    """

    path: Path
    damages: tuple[Damage, ...]
    text: str

    @property
    def name(self) -> str:
        """What was done to which spec."""
        done = ", ".join(f"{one.sort} in line {one.line}" for one in self.damages)
        return f"{self.path.name}: {done}"


# ---- what is done to a line ------------------------------------------------------------------------------------------


def _without(closing: str) -> Callable[[str, Random], str | None]:
    def damaged(line: str, random: Random) -> str | None:
        places = [place for place, character in enumerate(line) if character == closing]
        place = random.choice(places) if places else -1
        return line[:place] + line[place + 1 :] if places else None

    return damaged


def _open_quote(line: str, random: Random) -> str | None:
    places = [found.end() for found in re.finditer(r"(?:: |\[|, )(?=[\w$])", line)]
    place = random.choice(places) if places else 0
    return line[:place] + random.choice("\"'") + line[place:] if places else None


def _indentation(line: str, random: Random) -> str | None:
    width = len(line) - len(line.lstrip())
    return " " * max(0, width + random.choice((-3, -2, -1, 1, 2, 3))) + line.lstrip()


def _tab(line: str, random: Random) -> str | None:
    rest = line.lstrip()
    width = len(line) - len(rest)
    return random.choice(("\t" + rest, " " * max(0, width - 2) + "\t" + rest, line[:width] + "\t" + rest))


def _no_value(line: str, random: Random) -> str | None:
    found = list(re.finditer(r"[\w$]+:(?= +[^\s#])", line))
    if not found:
        return None
    key = random.choice(found)
    rest = line[key.end() :]
    end = re.search(r"[,}\]]|\s#|$", rest)
    assert end is not None
    return line[: key.end()] + (rest[end.start() :] if random.random() < 0.5 else "")


def _cut_word(line: str, random: Random) -> str | None:
    words = list(re.finditer(r"\w{3,}", line.partition(" #")[0]))
    if not words:
        return None
    word = random.choice(words)
    place = random.randrange(word.start() + 1, word.end())
    return f"{line[:place]} {line[place:]}"


SORTS: Mapping[str, Callable[[str, Random], str | None]] = {
    "an open brace": _without("}"),
    "an open bracket": _without("]"),
    "an open quote": _open_quote,
    "bad indentation": _indentation,
    "a tab": _tab,
    "a key without value": _no_value,
    "a word cut in two": _cut_word,
    "a deleted line": lambda line, random: "",  # noqa: ARG005 - every line can be deleted
}


# ---- where -----------------------------------------------------------------------------------------------------------


@cache
def items(path: Path) -> dict[int, Stretch]:
    """Returns the innermost item of `layers` or `blocks` by each line that belongs to one."""
    text = path.read_text(encoding="utf-8")
    tree, _ = parse(SourceFile(str(path), text))
    assert isinstance(tree, TreeMapping)
    found: dict[int, Stretch] = {}
    blocks = tree.entries.get("blocks")
    if isinstance(blocks, TreeMapping):
        for name, block in blocks.entries.items():
            _note(found, blocks.keys[name], block.span)
            _note_items(found, block)
    if (layers := tree.entries.get("layers")) is not None:
        _note_items(found, layers)
    lines = text.split("\n")
    return {line: one for line, one in found.items() if (written := lines[line - 1].strip()) and written[0] != "#"}


def _note_items(found: dict[int, Stretch], tree: Tree) -> None:
    if isinstance(tree, Sequence):
        is_long = tree.span is not None and tree.span.line < tree.span.end_line  # else it may be a list of numbers
        for item in tree.items:
            if isinstance(item, TreeMapping) or is_long:
                _note(found, item.span, item.span)
            _note_items(found, item)
    elif isinstance(tree, TreeMapping):
        for one in tree.entries.values():
            _note_items(found, one)


def _note(found: dict[int, Stretch], start: Span | None, end: Span | None) -> None:
    assert start is not None
    assert end is not None
    stretch = start.line, end.end_line + 1
    if stretch[1] - stretch[0] > 0:
        found.update(dict.fromkeys(range(*stretch), stretch))


def other_keys(path: Path) -> dict[int, Stretch]:
    """Returns the stretch of its top-level key by each line of those that hold neither layers nor blocks."""
    text = path.read_text(encoding="utf-8")
    tree, _ = parse(SourceFile(str(path), text))
    assert isinstance(tree, TreeMapping)
    found: dict[int, Stretch] = {}
    for key, value in tree.entries.items():
        if key not in ("layers", "blocks"):
            _note(found, tree.keys[key], value.span)
    return found


# ---- all of it -------------------------------------------------------------------------------------------------------


def made(seed: int, number: int, places: Callable[[Path], dict[int, Stretch]] = items) -> Half:
    """Returns a damaged spec, which is what its seed and number make it; every fourth has two damages."""
    random = Random(f"half typed {seed}:{number}")
    while True:
        path = random.choice(SPECS)
        found = places(path)
        if not found:
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        damages: list[Damage] = []
        for _ in range(100):
            sort, line = random.choice([*SORTS]), random.choice([*found])
            text = SORTS[sort](lines[line - 1], random)
            item = found[line]
            apart = all(item[1] <= one.item[0] or one.item[1] <= item[0] for one in damages)
            if text is not None and text != lines[line - 1] and apart:
                damages.append(Damage(sort, line, None if sort == "a deleted line" else text, item))
                if len(damages) > (number % 4 == 0):
                    return Half(path, tuple(damages), _with(lines, damages))


def alone(half: Half, damage: Damage) -> Half:
    """Returns a spec with only one of its damages."""
    lines = half.path.read_text(encoding="utf-8").split("\n")
    return Half(half.path, (damage,), _with(lines, [damage]))


def _with(lines: list[str], damages: list[Damage]) -> str:
    changed = {one.line: one.text for one in damages}
    kept = (changed.get(number, line) for number, line in enumerate(lines, 1))
    return "\n".join(line for line in kept if line is not None)


def knowable(network: Network, half: Half) -> Iterator[str]:
    """Yields the layers of the undamaged network that depend on nothing that is damaged.

    What an item makes by itself, such as the shortcut of a residual, depends on all that stands in it.
    """
    within = items(half.path)
    lost: set[int] = set()
    for index, (node, place) in enumerate(zip(network.nodes, network.places, strict=True)):
        if any(one in lost for one in node.inputs) or any(
            _is_within(place, one, within, half.path) for one in half.damages
        ):
            lost.add(index)
        else:
            yield node.name


def _is_within(place: Place, damage: Damage, within: dict[int, Stretch], path: Path) -> bool:
    """Returns whether a layer, or a call or turn that leads to it, is written in a damaged item, or by one around."""
    (start, stop), span = damage.item, place.span
    spans = [one for one in (span, *(step.span for step in place.trace)) if one and one.file.name == str(path)]
    around = within.get(span.line, (0, 0)) if span in spans and span is not None else (0, 0)
    return any(start <= one.line < stop for one in spans) or around[0] <= damage.line < around[1]
