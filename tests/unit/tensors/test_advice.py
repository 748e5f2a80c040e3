from collections.abc import Sequence

import pytest

from archspec.tensors.advice import dividing, fitting, multiples, padded, widened
from archspec.tensors.dim import Dim, Size
from archspec.tensors.shape import Shape

H = Dim.symbol("H")


def test_padding_up_to_a_multiple() -> None:
    assert padded(Shape((113, 10, 8)), 4) == ("pad it to 116 × 12, in a layer before it: `pad: [[0, 3], [0, 2]]`",)
    assert padded(Shape((113, H, 8)), 4) == ()


def test_widening_up_to_a_multiple() -> None:
    assert widened(Shape((8, 8, 63)), 16) == ("bring them to 64, in a layer before it: `conv: {filters: 64, size: 1}`",)
    assert widened(Shape((8, H)), 16) == ()


def test_multiples_on_both_sides() -> None:
    assert multiples(63, 16) == ("the nearest multiples of 16 are 48 and 64",)
    assert multiples(3, 4) == ("the nearest is 4",)
    assert multiples(5, 4) == ("the nearest multiples of 4 are 4 and 8",)
    assert multiples(H, 4) == ()


def test_a_reshape_that_holds_all_values() -> None:
    assert fitting(Shape((12544,)), Shape((7, 7, 128))) == (
        "write `[7, 7, 256]`, which holds them all; a size of -1 stands for whatever is left",
    )
    assert fitting(Shape((5, 3)), Shape((4, 4))) == ("write `[15]`, which holds them all",)
    assert fitting(Shape((H, 3)), Shape((4, 4))) == ()
    assert fitting(Shape((12, 4)), Shape((H, 5))) == ("write `[48]`, which holds them all",)
    assert fitting(Shape((6,)), Shape((6, 5))) == (
        "write `[6, 1]`, which holds them all; a size of -1 stands for whatever is left",
    )


def test_a_reshape_that_should_be_an_upsampling() -> None:
    assert fitting(Shape((40, 40, 3)), Shape((200, 200, 3))) == (
        "make new values with `upsample: 5`: a reshape makes none",
    )
    assert fitting(Shape((10, 8)), Shape((30, 8))) == ("make new values with `upsample: 3`: a reshape makes none",)


@pytest.mark.parametrize(
    ("given", "asked", "count"),
    [
        ((40, 40, 3), (200, 80, 3), 4800),  # not by the same factor
        ((40, 40, 3), (100, 100, 3), 4800),  # not by a whole one
        ((40, 40, 3), (80, 80, 4), 4800),  # not with as many channels
        ((4, 3), (8, 8, 3), 12),  # not with as many axes
        ((8, 8, 3), (5, 5, 3), 192),  # not larger
    ],
)
def test_a_reshape_that_no_upsampling_mends(given: Sequence[int], asked: Sequence[int], count: int) -> None:
    assert fitting(Shape(given), Shape(asked)) == (f"write `[{count}]`, which holds them all",)


def test_the_nearest_size_that_leaves_nothing_over() -> None:
    # 12544 is 2**8 * 7**2, so 98 divides it and 99 to 103 do not.
    assert dividing(Shape((12544,)), Shape((-1, 100))) == ("write `[-1, 98]`, which leaves nothing over",)
    assert dividing(Shape((30,)), Shape((-1, 2, 4))) == ("write `[-1, 2, 3]`, which leaves nothing over",)
    # 4 and 6 are as near to 5, and 1 and 7 to 4: the smaller one is told.
    assert dividing(Shape((12,)), Shape((-1, 5))) == ("write `[-1, 4]`, which leaves nothing over",)
    assert dividing(Shape((7,)), Shape((-1, 4))) == ("write `[-1, 1]`, which leaves nothing over",)
    assert dividing(Shape((14,)), Shape((-1, 6))) == ("write `[-1, 7]`, which leaves nothing over",)
    # 3**39 is odd, which is lost where it is rounded to 53 bits.
    assert dividing(Shape((3**19, 3**19, 3)), Shape((-1, 4))) == ("write `[-1, 3]`, which leaves nothing over",)


def test_the_nearest_size_is_looked_for_up_to_9999_away() -> None:
    """Of 1,000,003, which is prime, 1 is the only small divisor."""
    assert dividing(Shape((1_000_003,)), Shape((-1, 10_000))) == ("write `[-1, 1]`, which leaves nothing over",)
    too_far = ("choose sizes whose product divides the number of values",)
    assert dividing(Shape((1_000_003,)), Shape((-1, 10_001))) == too_far


@pytest.mark.parametrize(
    ("given", "asked"),
    [((30,), (4, -1)), ((30,), (-1, 4, 5)), ((H, 3), (-1, 4)), ((30,), (-1, H)), ((30,), (-1, H, 4))],
)
def test_no_size_is_told_where_none_can_be(given: Sequence[Size], asked: Sequence[Size]) -> None:
    assert dividing(Shape(given), Shape(asked)) == ("choose sizes whose product divides the number of values",)


def test_a_batch_axis_in_a_reshape() -> None:
    assert fitting(Shape((7, 7, 64)), Shape((32, 3136))) == ("leave the batch axis out: `[3136]`",)
    assert fitting(Shape((3136,)), Shape((32, 7, 7, 64))) == ("leave the batch axis out: `[7, 7, 64]`",)
    assert dividing(Shape((2, 2, 36)), Shape((256, -1, 4))) == (
        "if 256 is the size of a batch, leave it out: `[-1, 4]`",
    )


def test_the_last_axes_are_joined_whole_where_they_can_be() -> None:
    # 200 * 3200 is asked of 256 * 25 * 128; 25 * 128 is 3200, the values of one row.
    assert fitting(Shape((256, 25, 128)), Shape((200, 3200))) == (
        "write `[256, 3200]`, which holds them all; a size of -1 stands for whatever is left",
    )
    # 8 * 8 * 256 is 2048 * 8, and 1152 does not divide it.
    assert fitting(Shape((8, 8, 256)), Shape((1152, 8))) == (
        "write `[2048, 8]`, which holds them all; a size of -1 stands for whatever is left",
    )
