import pytest

from archspec.tensors.dim import Dim, Size, ceil_div, term_of
from archspec.tensors.notation import equations, grouped, render, render_bound, render_equation

H, W = Dim.symbol("H"), Dim.symbol("W")


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (7, "7"),
        (H, "H"),
        (2 * H, "2*H"),
        (H - 4, "H - 4"),
        (2 * H + 1, "2*H + 1"),
        (5 - H, "5 - H"),
        (ceil_div(H, 2), "⌈H/2⌉"),
        (H // 2, "⌊H/2⌋"),
        ((H - 4) // 2, "⌊(H - 4)/2⌋"),
        (ceil_div(H, 2) + 1, "⌈H/2⌉ + 1"),
        ((H - 3) // 2 + 1, "⌊(H - 1)/2⌋"),
        (2 * (H // 2 - 1), "2*⌊(H - 2)/2⌋"),
        (2 * ceil_div(H, 16), "2*⌈H/16⌉"),
        (2 * (H // 2) + 1, "2*⌊H/2⌋ + 1"),
        (12 - ceil_div(H, 2), "12 - ⌈H/2⌉"),
        (3 * H // 2, "⌊3*H/2⌋"),
        (2 * ceil_div(H, 2) - H, "H % 2"),
        (H - 3 * (H // 3), "H % 3"),
        (H * W * 64, "H*W*64"),
        ((H - 4) * ceil_div(W, 2), "(H - 4)*⌈W/2⌉"),
        ((ceil_div(H, 2) + 99) * (W // 2 + 1), "(⌈H/2⌉ + 99)*(⌊W/2⌋ + 1)"),
        (H + W + 3, "H + W + 3"),
        (W - H, "W - H"),
        (H * W // 2, "⌊H*W/2⌋"),
        ((H + W) // 4, "⌊(H + W)/4⌋"),
        ((H + W) // 4 * 6, "⌊(H + W)/4⌋*6"),
        (H // 2 * 3 // 4, "(3*H + [0, -3, -6, -9, -4, -7, -2, -5][H % 8])/8"),
        ((H // 2 * 3 + 1) // 5, "(3*H + […][H % 10])/10"),
        (H // 3 * 2 // 3, "(2*H + […][H % 9])/9"),
        (2 * H - 3 * (2 * H // 3), "[0, 2, 1][H % 3]"),
        (4 * H - 9 * (4 * H // 9), "[…][H % 9]"),
        (3 * H - 8 * (3 * H // 8), "[0, 3, 6, 1, 4, 7, 2, 5][H % 8]"),
        (-1 * H, "-H"),
        (-2 * H, "-2*H"),
        (7 - 3 * H, "7 - 3*H"),
        (H + 1, "H + 1"),
        (2 * (H // 2) - 1, "2*⌊(H - 2)/2⌋ + 1"),
        (10 - 2 * ceil_div(H, 2), "10 - 2*⌈H/2⌉"),
        (-1 * (H // 2), "-⌊H/2⌋"),
        (W - H // 2, "W - ⌊H/2⌋"),
        (W - 2 * (H // 2), "W - 2*⌊H/2⌋"),
        (1 - H * W, "1 - H*W"),
        (5 * H // 3, "⌊5*H/3⌋"),
        ((5 * H + 1) // 3, "⌊(5*H + 1)/3⌋"),
        (ceil_div(5 * H, 3), "⌈5*H/3⌉"),
        ((H + 1) // 3, "⌊(H + 1)/3⌋"),
        (3 * (H // 2 + 1), "3*⌊H/2⌋ + 3"),
        (3 * (H // 2) + 1, "3*⌊H/2⌋ + 1"),
        (7 - ceil_div(H, 2) * 3, "7 - 3*⌈H/2⌉"),
    ],
)
def test_short_forms(size: Size, text: str) -> None:
    assert str(size) == text


def test_comparisons_have_nothing_negative() -> None:
    assert render_equation(term_of(H - W)) == "H == W"
    assert render_equation(term_of(2 * H + 3 - W)) == "2*H + 3 == W"
    assert render_equation(term_of(W + 3 - H * W)) == "W + 3 == H*W"
    assert render_bound(term_of(H + W - 3)) == "H + W >= 3"
    assert render_bound(term_of(H - W + 3)) == "H >= W - 3"


def test_zero_is_written() -> None:
    assert render(0) == "0"
    assert render_bound(term_of(H - W)) == "H >= W"


def test_sizes_with_their_values() -> None:
    assert equations({"H": 358, "W": 512}) == "H = 358, W = 512"


def test_only_a_sum_is_put_in_parentheses() -> None:
    assert grouped("H + 1") == "(H + 1)"
    assert grouped("2*H") == "2*H"
    assert grouped("⌊(H - 4)/2⌋") == "⌊(H - 4)/2⌋"
    assert grouped("[0, 2, 1][H % 3]") == "[0, 2, 1][H % 3]"
    assert grouped("(3*H + […][H % 10])/10") == "(3*H + […][H % 10])/10"
    assert grouped("⌈H/2⌉ + ⌊H/2⌋") == "(⌈H/2⌉ + ⌊H/2⌋)"
    assert grouped("H % 2") == "(H % 2)"
