"""Budgets for the work of a check. They count work, not time, so that a spec has the same diagnostics on every machine.

NOTE: Why have budgets if every text, table and list has a limit? There may be a hundred thousand of them.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf
from typing import Any, final

from archspec import limits


@final
class Budget:
    """Work that may be done.

    Args:
        most: How much of it.
    """

    __slots__ = ("_most", "_spent")

    def __init__(self, most: float) -> None:
        self._most = most
        self._spent = 0

    @property
    def is_spent(self) -> bool:
        """Whether more was to be done than may be."""
        return self._spent > self._most

    @property
    def share(self) -> float:
        """Which part of it is spent."""
        return self._spent / self._most

    def affords(self, work: int) -> bool:
        """Returns whether so much more may be done."""
        return self._spent + work <= self._most

    def spend(self, work: int) -> bool:
        """Takes note of work before it is done, and returns whether it may be."""
        self._spent += work
        return self._spent <= self._most


@final
class Budgets:
    """The budgets of one check.

    Attributes:
        sizes: What following open sizes may cost, in numbers of tables, sets and formulas.
        expressions: What expressions may cost, in steps.
        words: What guessing at misspelt words may cost, in words that they are compared with.
        remedies: What trying remedies may cost, in layers that are asked once more.
        templates: What texts with expressions in them were read as: each is paid for once.
    """

    __slots__ = ("expressions", "remedies", "sizes", "templates", "words")

    def __init__(self, *, is_endless: bool = False) -> None:
        self.sizes = Budget(inf if is_endless else limits.SIZE_WORK)
        self.expressions = Budget(inf if is_endless else limits.EXPRESSION_WORK)
        self.words = Budget(inf if is_endless else limits.COMPARED_WORDS)
        self.remedies = Budget(inf if is_endless else limits.REMEDY_LAYERS)
        self.templates: dict[str, Any] = {}

    @property
    def share(self) -> float:
        """Which part of what makes a check take long is spent."""
        return max(self.sizes.share, self.expressions.share)


_current: ContextVar[Budgets | None] = ContextVar("budgets", default=None)


def current() -> Budgets:
    """Returns the budgets of the check that is going on; outside of one they have no end."""
    return _current.get() or Budgets(is_endless=True)


@contextmanager
def start_check() -> Generator[Budgets]:
    """Begins a check, with budgets of its own."""
    with _begun(Budgets()) as budgets:
        yield budgets


@contextmanager
def start_rehearsal() -> Generator[Budgets]:
    """Begins a trial within a check, whose expressions and remedies are not counted as those of the check."""
    budgets, around = Budgets(), current()
    budgets.sizes, budgets.words, budgets.templates = around.sizes, around.words, around.templates
    with _begun(budgets):
        yield budgets


@contextmanager
def _begun(budgets: Budgets) -> Generator[Budgets]:
    token = _current.set(budgets)
    try:
        yield budgets
    finally:
        _current.reset(token)
