"""Finds the sizes for which a shape is the expected one."""

from collections.abc import Sequence

from archspec.tensors.dim import Size, term_of
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.shape import Shape


def find_agreement(shape: Shape, wanted: Sequence[Size | None]) -> Domain | None:
    """Returns the sizes for which a shape is the one expected; None if it has another number of axes."""
    if len(shape) != len(wanted):
        return None
    whole = EVERYTHING
    for size, expected in zip(shape, wanted, strict=True):
        if expected is not None:
            whole &= Domain.equal(term_of(size), term_of(expected))
    return whole
