"""The characters that a spec may contain."""

import re

# What is not printable in YAML, the byte-order mark, and (in the text) line ends that only some readers know. Few texts
# ask for more than the first pattern; `re` compiles the others when one does.
_CONTROLS = "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_NOT_CHARACTERS = "\ud800-\udfff\ufeff\ufffe\uffff"
_FORBIDDEN_IN_ASCII = f"[{_CONTROLS}]"
_FORBIDDEN = f"[{_CONTROLS}\u2028\u2029{_NOT_CHARACTERS}]"
_FORBIDDEN_IN_VALUE = f"[{_CONTROLS}{_NOT_CHARACTERS}]"
_NAMES = {
    0x00: "null",
    0x07: "bell",
    0x08: "backspace",
    0x0C: "form feed",
    0x1B: "escape",
    0x7F: "delete",
    0x85: "next line",
    0x2028: "line separator",
    0x2029: "paragraph separator",
    0xFEFF: "byte-order mark",
}


def forbidden_in_text(text: str) -> int | None:
    """Returns where the first character is that must not be in the text of a spec, None if none does."""
    found = re.search(_FORBIDDEN_IN_ASCII if text.isascii() else _FORBIDDEN, text)
    return found.start() if found else None


def forbidden_in_value(text: str) -> int | None:
    """Returns where the first character is that must not be in a value, though escapes could write it."""
    found = re.search(_FORBIDDEN_IN_ASCII if text.isascii() else _FORBIDDEN_IN_VALUE, text)
    return found.start() if found else None


def describe(character: str) -> str:
    """Returns a character in words, for one that cannot be shown."""
    code = ord(character)
    known = "half of a surrogate pair" if 0xD800 <= code < 0xE000 else _NAMES.get(code)
    return f"the character U+{code:04X}" + (f" ({known})" if known else "")
