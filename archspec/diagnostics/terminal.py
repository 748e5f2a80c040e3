"""Text on a terminal: its width, its escaping, and whether to use colours."""

import os
import unicodedata
from enum import Enum
from typing import Literal, TextIO

ColorChoice = Literal["auto", "always", "never"]


class Style(Enum):
    """How a piece of text stands out; the value is its ANSI code."""

    PLAIN = ""
    BOLD = "1"
    RED = "1;31"
    GREEN = "1;32"
    YELLOW = "1;33"
    BLUE = "1;34"


def use_color(stream: TextIO, choice: ColorChoice = "auto") -> bool:
    """Says whether to write colours to a stream.

    Args:
        stream: Where the text will go.
        choice: What the user asked for. `auto` follows `NO_COLOR` (https://no-color.org), then `FORCE_COLOR`, then
            `TERM=dumb`, then whether the stream is a terminal.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def paint(text: str, style: Style, *, color: bool) -> str:
    """Returns the text in a style, or as it is where it is plain or colours are not wanted."""
    return f"\x1b[{style.value}m{text}\x1b[0m" if color and style.value and text else text


def visible(text: str) -> str:
    r"""Returns the text with everything that a reader could not see, or a terminal would obey, written as an escape.

    Control characters, terminal escapes, text direction overrides, zero-width and unusual spaces become `\x1b`,
    `\u202e` and the like. The result has no line breaks.
    """
    return text if text.isprintable() else "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """Returns how many columns a visible text takes: two for a wide East Asian character, none for a combining mark."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
