import pytest

from archspec.layers.fields import shortest


@pytest.mark.parametrize(
    ("value", "short"),
    [
        (3, 3),
        ("same", "same"),
        ((3, 3), 3),
        ((3,), 3),
        ((3, 2), (3, 2)),
        (((1, 1), (1, 1)), 1),
        (((1, 1), (2, 2)), (1, 2)),
        (((0, 1), (0, 1)), ((0, 1), (0, 1))),  # (0, 1) would be one value for each of two axes
        (((0, 2),), ((0, 2),)),
        ((), ()),
    ],
)
def test_shortest(value, short):
    assert shortest(value) == short
