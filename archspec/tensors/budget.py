"""Takes the work of computing with open sizes from the budget of the current check."""

from archspec import budget
from archspec.tensors.faults import ShapeError
from archspec.tensors.limit_faults import SpentEffort

FORMULA = 50
"""As how many numbers each part of a formula counts."""


def spend(numbers: int) -> None:
    """Takes note of numbers that are to be computed.

    Raises:
        ShapeError: If these are too many.
    """
    if not budget.current().sizes.spend(numbers):
        raise ShapeError(SpentEffort())
