"""Misspelt words: what was meant, and whether that is certain enough to put it right.

NOTE: Why is it limited in one check? Two words are compared in some microseconds, and a file may hold a thousand
misspelt ones among ten thousand others. Once all is spent, nothing is guessed any more. Outside of a check nothing is
counted.
"""

import re
from collections.abc import Container, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.source import Span
from archspec.syntax.edit import respelled
from archspec.syntax.findings import short

_SHORTEST = 3
"""How many letters a word has at least in which a slip of the pen can be told from another word."""

_LONGEST = 100
"""How many letters a word has at most that is compared with others: names have 64."""

MOST_LISTED = 100
"""How many known words are listed where none is near."""

MOST_COMPARED = 20_000
"""How many known words are looked at in one check, for all misspelt ones together."""

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


@contextmanager
def limited() -> Generator[None]:
    """Begins a check."""
    token = _left.set([MOST_COMPARED])
    try:
        yield
    finally:
        _left.reset(token)


def afford(words: int) -> bool:
    """Returns whether so many known words may be looked at, which takes them off what is left."""
    left = _left.get()
    if left is None:
        return True
    left[0] -= words
    return left[0] >= 0


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that is most like a word, if one is."""
    words = _comparable(word, known)
    return _nearest(word, words) if words else None


def _comparable(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Returns the known words that a word may be compared with, in alphabetical order."""
    if len(word) > _LONGEST or not afford(0):
        return ()
    words = {one for one in known if len(one) <= _LONGEST}
    return tuple(sorted(words)) if afford(len(words)) else ()


@lru_cache
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    found = _meant(word, known)
    if found is None:
        from difflib import get_close_matches  # only where something is wrong

        found = next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), None)
    return found


def meant(word: str, known: Iterable[str]) -> str | None:
    """Returns the known word that a word certainly stands for, if there is one and only one.

    It differs in capitals, `-` and `_` only, or by one slip: a letter too many, too few or wrong, or two letters
    swapped. Digits and single letters are never slips: `stage2` and `enc_b` are other names than `stage1` and `enc_a`.
    """
    words = _comparable(word, known)
    return _meant(word, words) if words else None


@lru_cache
def _meant(word: str, known: tuple[str, ...]) -> str | None:
    same = [one for one in known if _joined(one) == _joined(word)]
    found = same or [one for one in known if _is_slip(word, one)]
    return found[0] if len(found) == 1 else None


def did_you_mean(
    word: str, known: Iterable[str], otherwise: str, span: Span | None = None, taken: Container[str] = ()
) -> tuple[Help, ...]:
    """Returns the help that names the nearest known word, or lists all of them.

    Args:
        word: What was written.
        known: What could have been meant.
        otherwise: What introduces the list where nothing is near: "it takes".
        span: Where the word stands; there it is put right if what was meant is certain.
        taken: Words that stand beside it, where none may stand twice.
    """
    if not afford(0):
        return ()
    words = sorted(known)
    free = [one for one in words if one not in taken]
    if near := nearest(word, free):
        edits = respelled(span, word, near) if near == meant(word, free) else ()
        return (Help(f"did you mean `{near}`?", edits),)
    if near := nearest(word, words):
        return (Help(f"did you mean `{near}`?"),)
    if not words:
        return ()
    more = f" and {len(words) - MOST_LISTED:,} more" if len(words) > MOST_LISTED else ""
    return (Help(f"{otherwise} {', '.join(f'`{short(one)}`' for one in words[:MOST_LISTED])}{more}"),)


@lru_cache(maxsize=1024)
def _joined(word: str) -> str:
    return re.sub(r"[-_]", "", word).lower()


def _is_slip(word: str, known: str) -> bool:
    """Returns whether two words differ by one letter, in a part of them that is long enough."""
    if abs(len(word) - len(known)) > 1:
        return False
    parts, known_parts = (re.split(r"[-_.]|(?<=\D)(?=\d)|(?<=\d)(?=\D)", one) for one in (word, known))
    if len(parts) != len(known_parts):
        return False
    other = [(one, another) for one, another in zip(parts, known_parts, strict=True) if one != another]
    if len(other) != 1:
        return False
    (one, another), *_ = other
    return min(len(one), len(another)) >= _SHORTEST and (one + another).isalpha() and _one_letter_off(one, another)


def _one_letter_off(one: str, another: str) -> bool:
    """Returns whether a letter added, left out or exchanged, or two swapped, makes one word the other."""
    if abs(len(one) - len(another)) > 1:
        return False
    start = next(
        (at for at, (a, b) in enumerate(zip(one, another, strict=False)) if a != b), min(len(one), len(another))
    )
    rest, other = one[start:], another[start:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
