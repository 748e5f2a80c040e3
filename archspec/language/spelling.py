"""Suggests the word that a misspelt one was meant to be, and decides whether that is certain enough for a fix.

NOTE: Why does it have a budget? Comparing two words takes some microseconds, and a file may have a thousand misspelt
words among ten thousand others. Without budget, nothing is suggested.
"""

import re
from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from archspec import budget, limits
from archspec.diagnostics.help import Help
from archspec.diagnostics.source import Span
from archspec.diagnostics.words import short
from archspec.syntax.edit import respell

_SHORTEST = 3
"""The fewest letters of a word in which an extra or a missing letter counts as a typo."""

_SHORTEST_WRONG = 5
"""The fewest letters of a word in which a wrong letter counts as a typo."""

_ALIKE = 0.7
"""The least similarity, by difflib, of a word and its suggestion."""

_OTHER_WORDS = frozenset(("geglu", "reglu", "rrelu"))
"""Words of other tools that look like typos of archspec's words but mean something else."""

MOST_LISTED = 100
"""The most known words that are listed if none is similar."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that is most like a word, if one is."""
    words = _comparable(word, known)
    return _nearest(word, words) if words else None


def _comparable(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Returns the known words that a word may be compared with, in alphabetical order."""
    if len(word) > limits.COMPARED_WORD or budget.current().words.is_spent:
        return ()
    words = {one for one in known if len(one) <= limits.COMPARED_WORD}
    return tuple(sorted(words)) if budget.current().words.spend(len(words)) else ()


def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    found = _meant(word, known)
    if found is None and word not in _OTHER_WORDS:
        from difflib import get_close_matches  # only where something is wrong

        alike = get_close_matches(word, known, n=3, cutoff=_ALIKE)
        found = next((one for one in alike if _begin_alike(word, one)), None)
    return found


def _begin_alike(word: str, known: str) -> bool:
    """Returns whether two words begin alike: another beginning makes another word, as in `decoder` and `encoder`."""
    one, another = word.lower(), known.lower()
    return one[:1] == another[:1] or one == another[1:] or one[:2] == another[1::-1]


def meant(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that a word certainly stands for, if there is one and only one.

    It differs in capitals, `-` and `_` only, or by one slip: a letter too many, too few or wrong, or two letters
    swapped. Digits and single letters are never slips, nor is another beginning or end: `stage2`, `enc_b`, `prelu` and
    `branchb` are other words than `stage1`, `enc_a`, `relu` and `brancha`.
    """
    words = _comparable(word, known)
    return _meant(word, words) if words else None


def _meant(word: str, known: tuple[str, ...]) -> str | None:
    if word in _OTHER_WORDS:
        return None
    joined = _joined(word)
    same = [one for one in known if _joined(one) == joined]
    if same:
        return same[0] if len(same) == 1 else None
    slips = [(one, slip) for one in known if (slip := _slip(word, one))]
    return slips[0][0] if len(slips) == 1 and slips[0][1].is_certain else None


def did_you_mean(
    word: str,
    known: Iterable[str],
    otherwise: str,
    span: Span | None = None,
    taken: Container[str] = (),
    fits: Callable[[str], bool] = bool,
) -> tuple[Help, ...]:
    """Returns the help that names the nearest known word, or lists all of them.

    Args:
        word: What was written.
        known: What could have been meant.
        otherwise: What introduces the list where nothing is near: "it takes".
        span: Where the word is; there it is fixed if what was meant is certain.
        taken: Words that stand beside it, where none may be twice.
        fits: Whether a known word fits what is there; if it does not, what was meant is not certain.
    """
    if budget.current().words.is_spent:
        return ()
    words = sorted(known)
    if near := nearest(word, words):
        if near in taken:
            return (Help(f"did you mean `{near}`, which is there already?"),)
        is_certain = near == meant(word, words) and fits(near)
        return (Help(f"did you mean `{near}`?", respell(span, word, near), is_certain),)
    if not words:
        return ()
    more = f" and {len(words) - MOST_LISTED:,} more" if len(words) > MOST_LISTED else ""
    return (Help(f"{otherwise} {', '.join(f'`{short(one)}`' for one in words[:MOST_LISTED])}{more}"),)


def _joined(word: str) -> str:
    return word.replace("-", "").replace("_", "").lower()


class _Slip(NamedTuple):
    """What makes one word another: a letter added, left out or exchanged, or two swapped.

    Attributes:
        is_certain: Whether it is a slip of the pen. None is added, left out or exchanged at the beginning, which makes
            another word; none is exchanged at the end, and added there only an `s` or the letter before once more.
    """

    is_certain: bool


def _slip(word: str, known: str) -> _Slip | None:
    """Returns by what slip two words differ, in a part of them that is long enough; None if it is more than one."""
    if abs(len(word) - len(known)) > 1:
        return None
    parts, known_parts = (re.split(r"[-_.]|(?<=\D)(?=\d)|(?<=\d)(?=\D)", one) for one in (word, known))
    if len(parts) != len(known_parts):
        return None
    other = [(one, another) for one, another in zip(parts, known_parts, strict=True) if one != another]
    if len(other) != 1:
        return None
    (one, another), *_ = other
    if min(len(one), len(another)) < _SHORTEST or not (one + another).isalpha():
        return None
    return _one_letter_off(one, another)


def _one_letter_off(one: str, another: str) -> _Slip | None:
    start = next(
        (at for at, (a, b) in enumerate(zip(one, another, strict=False)) if a != b), min(len(one), len(another))
    )
    rest, other = one[start:], another[start:]
    if len(one) > len(another):
        return _Slip(start > 0 and (bool(other) or rest in ("s", one[start - 1]))) if rest[1:] == other else None
    if len(one) < len(another):
        is_long = len(one) >= _SHORTEST_WRONG
        return _Slip(start > 0 and (bool(rest) or other == "s" or is_long)) if rest == other[1:] else None
    if rest[:2] == other[1::-1] and rest[2:] == other[2:]:
        return _Slip(True)
    return _Slip(start > 0 and len(rest) > 1 and len(one) >= _SHORTEST_WRONG) if rest[1:] == other[1:] else None
