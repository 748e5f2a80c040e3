"""What following open sizes may cost in one check.

NOTE: Why count, when every table and list is bounded already? A network may have a hundred thousand layers, and each of
them another table of thousands of numbers. Outside of a check nothing is counted.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import SpentEffort

MOST = 1_000_000
"""How many numbers of tables, sets and formulas are computed in one check."""

FORMULA = 50
"""As how many numbers each part of a formula counts."""

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


@contextmanager
def limited() -> Generator[None]:
    """Begins a check."""
    token = _left.set([MOST])
    try:
        yield
    finally:
        _left.reset(token)


def is_spent() -> bool:
    """Returns whether the check has cost all that it may."""
    left = _left.get()
    return left is not None and left[0] < 0


def share() -> float:
    """Returns which part of what the check may cost it has cost; 0 outside of a check."""
    left = _left.get()
    return 0 if left is None else 1 - left[0] / MOST


def spend(numbers: int) -> None:
    """Takes note of numbers that are to be computed.

    Raises:
        ShapeError: If these are too many.
    """
    left = _left.get()
    if left is not None:
        left[0] -= numbers
        if left[0] < 0:
            raise ShapeError(SpentEffort())
