import pytest

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
    ],
)
def test_statements(sizes: SizeSet, said: tuple[str, ...]) -> None:
    assert statements("H", sizes) == said
