"""Recognises a batch axis in the shape of an input, as Keras and PyTorch print shapes."""

from archspec.tensors.dim import Dim, Size
from archspec.tensors.shape import Shape

BATCH_NAMES = ("b", "bs", "n", "nb")
"""What a batch axis is called for short; a longer name has the word in it."""


def without_batch_axis(shape: Shape) -> Shape | None:
    """Returns a shape without its first axis, if that may stand for the batch; None if it does not.

    It may where its size is 1, open without a name, or called like a batch, and only numbers follow.
    """
    first, *rest = shape
    if not rest or not (first == 1 or (isinstance(first, Dim) and _may_be_batch(first))):
        return None
    return Shape(rest) if says_batch(first) or all(isinstance(size, int) for size in rest) else None


def says_batch(size: Size) -> bool:
    """Returns whether a size is called a batch in so many words."""
    return isinstance(size, Dim) and "batch" in str(size).lower() and not _is_unnamed(size)


def _may_be_batch(size: Dim) -> bool:
    return _is_unnamed(size) or says_batch(size) or str(size).lower() in BATCH_NAMES


def _is_unnamed(size: Dim) -> bool:
    """Returns whether an open size is written `null`; it is then called by its input and axis: `image[0]`."""
    return "[" in str(size)
