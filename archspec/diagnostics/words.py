"""Formats numbers, names and texts for messages."""

from collections.abc import Sequence

NAMED = 8
"""How many names are listed of many."""

LONGEST = 40
"""How many characters are shown of a name."""


def plural(number: int, noun: str) -> str:
    """Returns a number with its noun: `1 layer`, `25 layers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def short(text: str) -> str:
    """Returns a text from a file as a message shows it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}…"


def listed(names: Sequence[str]) -> str:
    """Returns names in words: `a`, `b` and 7 more."""
    shown = [f"`{short(name)}`" for name in (names if len(names) <= NAMED + 1 else names[:NAMED])]
    last = f"{len(names) - len(shown):,} more" if len(shown) < len(names) else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last


def alternatives(words: Sequence[str]) -> str:
    """Returns words of which one is meant: `a`, `b` or `c`."""
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}" if most else last
