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
    """A budget of work.

    Args:
        most: The amount of work that may be done.
    """

    __slots__ = ("_most", "_spent")

    def __init__(self, most: float) -> None:
        self._most = most
        self._spent = 0

    @property
    def is_spent(self) -> bool:
        """Whether more work was requested than may be done."""
        return self._spent > self._most

    @property
    def share(self) -> float:
        """The fraction of it that is spent."""
        return self._spent / self._most

    def affords(self, work: int) -> bool:
        """Returns whether that much more work may be done."""
        return self._spent + work <= self._most

    def spend(self, work: int) -> bool:
        """Spends work, before it is done, and returns whether it may be done."""
        self._spent += work
        return self._spent <= self._most


@final
class Budgets:
    """The budgets of one check.

    Attributes:
        sizes: For computing with open sizes: numbers in tables, sets and formulas.
        expressions: For expressions: steps.
        words: For correcting misspelt words: words that they are compared with.
        remedies: For trying remedies: layers that are inferred again.
        templates: What texts with expressions were read as; each is paid for once.
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
        """The fraction that is spent of the budgets that dominate the time of a check."""
        return max(self.sizes.share, self.expressions.share)


_current: ContextVar[Budgets | None] = ContextVar("budgets", default=None)


def current() -> Budgets:
    """Returns the budgets of the current check; outside of a check they are unlimited."""
    return _current.get() or Budgets(is_endless=True)


@contextmanager
def start_check() -> Generator[Budgets]:
    """Starts a check with new budgets."""
    with _begun(Budgets()) as budgets:
        yield budgets


@contextmanager
def start_rehearsal() -> Generator[Budgets]:
    """Starts a trial inside a check, with separate budgets for expressions and remedies."""
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
