import pytest

from archspec import limits
from archspec.tensors.sizeset import EVERY_SIZE, SizeSet, progressions, size_set
from archspec.tensors.statements import statements


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        (EVERY_SIZE, ()),
        (progressions([16], 1), ("H >= 16",)),
        (size_set((), 1, 16, [0]), ("H % 16 == 0",)),
        (progressions([48], 16), ("H >= 48", "H % 16 == 0")),
        (size_set((), 1, 4, [0, 1]), ("H % 4 in [0, 1]",)),
        (size_set((), 1, 4, [0, 1, 2]), ("H % 4 != 3",)),
        (size_set((), 1, 8, [0, 1, 2, 3]), ("H % 8 <= 3",)),
        (size_set((), 1, 8, [5, 6, 7]), ("H % 8 >= 5",)),
        (size_set((), 1, 6, [0, 1, 2, 4]), ("H % 6 not in [3, 5]",)),
        (progressions([], 1, [12]), ("H == 12",)),
        (progressions([], 1, [6, 7]), ("H in [6, 7]",)),
        (progressions([], 1, range(1, 9)), ("H <= 8",)),
        (progressions([], 1, range(3, 9)), ("H >= 3", "H <= 8")),
        (progressions([], 1, [1, 2, 3, 5, 6]), ("H <= 6", "H != 4")),
        (progressions([], 1, [1, 50, 90]), ("H in [1, 50, 90]",)),
        (progressions([], 1, range(1, 200, 10)), ("H in [1, 11, 21, 31, …, 191]",)),
        (progressions([8], 1, [1, 2, 3, 4, 5, 6]), ("H != 7",)),
        (progressions([9], 1, [2, 4, 5]), ("H >= 2", "H not in [3, 6, 7, 8]")),
        (progressions([40], 1, [2, 4]), ("H in [2, 4] or H >= 40",)),
        (progressions([10], 2, [3]), ("H in [3] or H >= 10 and H % 2 == 0",)),
        (size_set((), 1, 1, ()), ("H in []",)),
        # A range with exceptions is shorter than a list up to as many exceptions as members, and up to eight.
        (progressions([], 1, [1, 3, 4, 5, 6]), ("H <= 6", "H != 2")),
        (progressions([], 1, [1, 2, 3, 4, 6]), ("H <= 6", "H != 5")),
        (progressions([], 1, [20, 21, 22, 24]), ("H >= 20", "H <= 24", "H != 23")),
        (progressions([], 1, [1, 2, 6]), ("H <= 6", "H not in [3, 4, 5]")),
        (progressions([], 1, [1, 2, 7]), ("H in [1, 2, 7]",)),
        (progressions([], 1, [1, 5, limits.SIZE]), (f"H in [1, 5, {limits.SIZE}]",)),
        (progressions([], 1, [1, limits.SIZE - 1, limits.SIZE]), (f"H in [1, {limits.SIZE - 1}, {limits.SIZE}]",)),
        (progressions([10], 1, [1]), ("H not in [2, 3, 4, 5, 6, 7, 8, 9]",)),
        (progressions([11], 1, [1]), ("H in [1] or H >= 11",)),
        # Sixteen numbers are written out, and a list is never of what is missing where more than 32 numbers are.
        (progressions([], 1, range(1, 160, 10)), (f"H in {[*range(1, 160, 10)]}",)),
        (progressions([], 1, range(1, 170, 10)), ("H in [1, 11, 21, 31, …, 161]",)),
        (size_set((), 1, 97, [0, *range(2, 66)]), ("H % 97 not in [1, 66, 67, 68, …, 96]",)),
        (size_set((), 1, 97, [0, *range(2, 61)]), ("H % 97 in [0, 2, 3, 4, …, 60]",)),
        # A bound is shorter than a list from three residues on.
        (size_set((), 1, 8, [0, 1, 2]), ("H % 8 <= 2",)),
        (size_set((), 1, 8, [6, 7]), ("H % 8 in [6, 7]",)),
    ],
)
def test_statements(sizes: SizeSet, said: tuple[str, ...]) -> None:
    assert statements("H", sizes) == said
