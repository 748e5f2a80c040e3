from archspec.diagnostics.kind import DiagnosticKind
from archspec.tensors.dim import Dim
from archspec.tensors.faults import WindowTooLarge
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import MergedShapes, NothingLeft, UnevenSpace

H = Dim.symbol("H")


def advice(fault: DiagnosticKind) -> list[str]:
    return [one.text for one in fault.helps()]


def test_the_largest_window_that_fits() -> None:
    assert advice(WindowTooLarge(5, 1, 4)) == ["use `padding: same`, or a `size` of at most 4"]
    # 8 positions hold a window of 4, 2 apart: it covers 7.
    assert advice(WindowTooLarge(5, 2, 7, 1, 0)) == ["use `padding: same`, or a `size` of at most 4"]
    assert advice(WindowTooLarge(5, 1, H)) == ["pad by more, or use `padding: same`"]


def test_the_largest_crop() -> None:
    assert advice(NothingLeft(30, 15, 15)) == ["take off 29 at most, both ends together: `14` at each"]
    assert advice(NothingLeft(H, 15, 15)) == []


def test_a_whole_tensor_is_padded_and_one_axis_has_multiples() -> None:
    assert advice(UnevenSpace(10, 4, Shape((12, 10, 8)))) == [
        "pad it to 12 × 12, in a layer before it: `pad: [[0, 0], [0, 2]]`"
    ]
    assert advice(UnevenSpace(10, 4)) == ["the nearest multiples of 4 are 8 and 12"]


def test_open_sizes_that_differ_come_with_an_example() -> None:
    fault = MergedShapes(Shape((H, 8)), Shape((H // 2, 8)), axis=0)
    assert fault.notes() == ("for H = 1, H is 1 and ⌊H/2⌋ is 0",)
    assert MergedShapes(Shape((4, 8)), Shape((5, 8)), axis=0).notes() == ()
