"""The YAML 1.2 core schema: which plain words are numbers, booleans or null, and where YAML 1.1 differs.

Source: YAML 1.2.2, section 10.3.2; YAML 1.1, section "Language-Independent Types" (https://yaml.org/type/).
"""

import math
import re

from archspec import limits

Value = bool | int | float | str | None

INTEGER_BOUND = 10**limits.DIGITS
"""The first integer, and the last below zero, that is too large."""

CORE_TAG = "tag:yaml.org,2002:"
"""What `!!` stands for."""

LEADS = frozenset("0123456789+-.~nNtTfFyYoO") | {""}
"""What a plain scalar begins with if any version of YAML may read it as something else than text."""

_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((sign + word for sign in ("", "+") for word in (".inf", ".Inf", ".INF")), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INTEGER = re.compile(r"[-+]?[0-9]+").fullmatch
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+").fullmatch
_MOST_DIGITS = {8: 23, 10: limits.DIGITS, 16: 17}
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?").fullmatch

_OLD_WORDS = {
    **{spelling: "true" for word in ("yes", "on") for spelling in (word, word.title(), word.upper())},
    **{spelling: "false" for word in ("no", "off") for spelling in (word, word.title(), word.upper())},
}
_OLD_LEADS = frozenset("0123456789+-.")
# Patterns that few texts ask for; `re` compiles them when the first does.
_OLD_OCTAL = r"[-+]?0[0-7_]+"
_OLD_BINARY = r"[-+]?0b_*[01][01_]*"
_OLD_HEX = r"[-+]?0x_*[0-9a-fA-F][0-9a-fA-F_]*"
_OLD_DECIMAL = r"[-+]?(?:[1-9][0-9_]*|(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?)"
_OLD_TIMESTAMP = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
    r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?"
)


def resolve(text: str) -> Value:
    """Returns what a plain scalar means.

    Raises:
        OverflowError: If it is an integer of more than 20 digits, or a number beyond every float.
    """
    if text[:1] not in LEADS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER(text):
        return _integer(text, 10)
    if _FLOAT(text):
        return _float(text)
    if _BASED(text):
        return _integer(text[2:], 8 if text[1] == "o" else 16)
    return text


def obey(tag: str, text: str) -> Value:
    """Returns what a scalar means under a core tag: `str`, `int`, `float`, `bool` or `null`.

    Raises:
        ValueError: If the text is nothing of the kind.
        OverflowError: As `resolve` does.
    """
    if tag == "str":
        return text
    value = resolve(text)
    if tag == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value).__name__ != {"null": "NoneType"}.get(tag, tag):
        raise ValueError(text)
    return value


def by_yaml_1_1(text: str) -> str | None:
    """Returns what YAML 1.1 makes of a plain scalar (`true`, `8`, `a date`), or None where it makes the same of it.

    Left out on purpose: what YAML 1.1 takes for text and version 1.2 for the number that its author meant (`1e-3`,
    `0o17`), the single letters `y` and `n`, which no reader in use takes for booleans, and times of day (`1:30`), which
    nobody means as 90.
    """
    if text in _OLD_WORDS:
        return _OLD_WORDS[text]
    if text[:1] not in _OLD_LEADS or len(text) > limits.OLD_NUMBER:
        return None
    digits = text.replace("_", "")
    if "-" in text and re.fullmatch(_OLD_TIMESTAMP, text):
        return "a date"
    for sign, pattern, base in (("0", _OLD_OCTAL, 8), ("0b", _OLD_BINARY, 2), ("0x", _OLD_HEX, 16)):
        if text.lstrip("+-").startswith(sign) and re.fullmatch(pattern, text):
            value = int(digits, base)
            return None if value == resolve(text) else str(value)
    return digits if has_underscores(text) else None


def has_underscores(text: str) -> bool:
    """Whether the text is a decimal number with underscores between its digits (`25_557_032`)."""
    return "_" in text and re.fullmatch(_OLD_DECIMAL, text) is not None


def _integer(text: str, base: int) -> int:
    # Digits are counted before they are converted, which takes quadratic time; leading zeros are not digits.
    digits = text.lstrip("+-0")
    if len(digits) <= _MOST_DIGITS[base]:
        value = int(digits or "0", base)
        if value < INTEGER_BOUND:
            return -value if text.startswith("-") else value
    raise OverflowError(text)


def _float(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise OverflowError(text)
    return value
