"""Numbers from papers, from PyTorch's documentation, and from Keras 3.15 on TensorFlow 2.21, or worked by hand."""

from collections.abc import Callable, Sequence
from typing import Literal

import pytest

from archspec.diagnostics.kind import DiagnosticKind
from archspec.tensors.arithmetic import (
    AxisPadding,
    concat,
    crop_like,
    crop_like_output,
    crop_output,
    depth_to_space,
    effective_window,
    flatten,
    merge,
    pad_output,
    product,
    reshape,
    same_is_explicit,
    same_padding,
    space_to_depth,
    space_to_depth_output,
    up_conv_output,
    upsample_output,
    window_output,
)
from archspec.tensors.dim import Dim, Size, ceil_div, domain_of, known, require_multiple, restrict, term_of
from archspec.tensors.domain import Domain
from archspec.tensors.faults import (
    NoValidSize,
    ReflectionTooLarge,
    ShapeError,
    ShapeMismatch,
    WindowTooLarge,
)
from archspec.tensors.limit_faults import LargeSize, RankTooHigh, SizeTooLarge
from archspec.tensors.shape import Shape
from archspec.tensors.size_faults import (
    CropBehindOffset,
    CropToLarger,
    InexactSize,
    MergedChannels,
    MergedRanks,
    MergedShapes,
    NothingLeft,
    OtherValues,
    OutputPaddingOfNone,
    OutputPaddingTooLarge,
    UnevenChannels,
    UnevenSpace,
    UnevenValues,
)

H, W = Dim.symbol("H"), Dim.symbol("W")


def refusal(rule: Callable[[], object]) -> ShapeError:
    with pytest.raises(ShapeError) as error:
        rule()
    return error.value


def texts(error: ShapeError) -> tuple[str, ...]:
    return tuple(one.text for one in error.helps)


def fault(rule: Callable[[], object]) -> DiagnosticKind:
    return refusal(rule).data


# Windows


@pytest.mark.parametrize(
    ("axis", "output"),
    [
        ((227, 11, 4, 1, "valid"), 55),  # AlexNet, first layer
        ((224, 7, 2, 1, (3, 3)), 112),  # ResNet, first layer
        ((112, 3, 2, 1, (1, 1)), 56),  # ResNet, max-pool
        ((572, 3, 1, 1, "valid"), 570),  # U-Net, first layer
        ((7, 3, 2, 1, "same"), 4),
        ((5, 3, 1, 2, "valid"), 1),
        ((9, 3, 1, 2, "causal"), 9),
        ((9, 3, 2, 1, "causal"), 5),
        ((4, 2, 2, 1, (0, 1)), 2),
    ],
)
def test_windows(axis: tuple[int, int, int, int, AxisPadding], output: int) -> None:
    assert window_output(*axis) == output


def test_a_window_moves_by_one_unless_told() -> None:
    assert window_output(7, 3) == 5
    assert up_conv_output(7, 3) == 7
    assert same_padding(6, 3) == (1, 1)


def test_a_dilated_window_covers_more() -> None:
    assert [effective_window(3, dilation) for dilation in (1, 2, 4)] == [3, 5, 9]


def test_a_window_on_an_open_axis() -> None:
    output = window_output(H, 5, 2, 1, (1, 1))
    assert str(output) == "⌊(H - 1)/2⌋"
    assert domain_of(output).conditions("H") == ("H >= 3",)


def test_a_window_that_does_not_fit() -> None:
    assert fault(lambda: window_output(4, 5)) == WindowTooLarge(5, 1, 4)
    assert fault(lambda: window_output(2, 3, 1, 2, (1, 0))) == WindowTooLarge(3, 2, 2, 1, 0)
    error = refusal(lambda: window_output(4, 5))
    assert (error.field, texts(error)) == ("size", ("use `padding: same`, or a `size` of at most 4",))
    # 3 positions hold a window of 2, 2 apart: it covers 3.
    assert texts(refusal(lambda: window_output(2, 3, 1, 2, (1, 0)))) == (
        "use `padding: same`, or a `size` of at most 2",
    )
    error = refusal(lambda: window_output(2, 6, 1, 1, (1, 1)))
    assert error.data == WindowTooLarge(6, 1, 2, 1, 1)
    assert texts(error) == ("use `padding: same`, or a `size` of at most 4",)
    assert fault(lambda: window_output(2, 6, 1, 1, (0, 2))) == WindowTooLarge(6, 1, 2, 0, 2)


def test_same_padding() -> None:
    assert same_padding(224, 7, 2) == (2, 3)
    assert same_padding(7, 3, 2) == (1, 1)
    assert same_padding(5, 3, 1, 2) == (2, 2)
    assert same_padding(5, 1, 2) == (0, 0)


def test_same_is_explicit_where_the_size_does_not_matter() -> None:
    assert same_is_explicit(3, 1, 1, (1, 1))
    assert same_is_explicit(3, 1, 4, (4, 4))
    assert same_is_explicit(2, 1, 1, (0, 1))
    assert not same_is_explicit(2, 1, 1, (1, 0))
    assert not same_is_explicit(3, 2, 1, (1, 1))  # right for odd sizes
    assert not same_is_explicit(3, 2, 1, (0, 1))  # right for even ones
    assert same_is_explicit(1, 2, 1, (0, 0))


# Transposed convolutions


@pytest.mark.parametrize(
    ("axis", "output_padding", "output"),
    [
        ((28, 2, 2, 1, "same"), None, 56),  # U-Net
        ((4, 3, 2, 1, "same"), None, 8),  # Keras
        ((4, 3, 2, 1, "valid"), None, 9),  # Keras
        ((4, 3, 1, 2, "valid"), None, 8),  # Keras
        ((3, 2, 3, 1, "valid"), None, 9),  # Keras: as wide as the stride at least
        ((5, 3, 2, 1, "same"), 0, 9),  # Keras: 4 * 2 + 1 + 0
        ((5, 2, 2, 1, "same"), 1, 9),  # Keras: 4 * 2 + 0 + 1
        ((5, 3, 2, 1, "valid"), 1, 12),  # Keras: 4 * 2 + 3 + 1
        ((6, 3, 2, 1, (1, 1)), 1, 12),  # PyTorch, ConvTranspose2d's example
        ((1, 4, 1, 1, (0, 0)), None, 4),  # DCGAN, first layer
        ((4, 4, 2, 1, (1, 1)), None, 8),  # DCGAN, second layer
    ],
)
def test_up_convs(
    axis: tuple[int, int, int, int, Literal["same", "valid"] | tuple[int, int]], output_padding: int | None, output: int
) -> None:
    assert up_conv_output(*axis, output_padding=output_padding) == output


def test_up_convs_that_cannot_be() -> None:
    assert fault(lambda: up_conv_output(5, 3, 2, output_padding=2)) == OutputPaddingTooLarge(2, 2)
    error = refusal(lambda: up_conv_output(5, 3, 2, output_padding=2))
    assert error.field == "output_padding"
    assert texts(error) == ("leave `output_padding` out, or make it 1 at most",)
    assert texts(refusal(lambda: up_conv_output(5, 3, 1, output_padding=1))) == ("leave `output_padding` out",)
    error = refusal(lambda: up_conv_output(5, 2, 2, output_padding=0))
    assert error.field == "output_padding"
    assert texts(error) == ("leave `output_padding` out to get the input times the stride",)
    assert fault(lambda: up_conv_output(5, 2, 2, output_padding=0)) == OutputPaddingOfNone(2)
    assert fault(lambda: up_conv_output(5, 3, 2, 1, (6, 6))) == NothingLeft(11, 6, 6, is_padding=True)
    error = refusal(lambda: up_conv_output(5, 3, 2, 1, (6, 6)))
    assert error.field == "padding"
    assert texts(error) == ("take off 10 at most, both ends together: `5` at each",)
    assert domain_of(up_conv_output(H, 3, 2, 1, (3, 3))).conditions("H") == ("H >= 3",)


# More and less of an axis


def test_pad_crop_upsample() -> None:
    assert pad_output(5, 2, 3) == 10
    assert pad_output(3, 5, 5) == 13
    assert pad_output(5, 4, 4, reflect=True) == 13
    assert crop_output(8, 3, 4) == 1
    assert upsample_output(7, 3) == 21
    assert space_to_depth_output(8, 4) == 2
    assert domain_of(crop_output(H, 3, 4)).conditions("H") == ("H >= 8",)
    assert domain_of(pad_output(H, 3, 1, reflect=True)).conditions("H") == ("H >= 4",)


def test_what_leaves_nothing() -> None:
    assert fault(lambda: crop_output(8, 4, 4)) == NothingLeft(8, 4, 4)
    assert fault(lambda: pad_output(4, 1, 4, reflect=True)) == ReflectionTooLarge(4, 4)
    error = refusal(lambda: crop_output(8, 4, 4))
    assert error.field == "cropping"
    assert texts(error) == ("take off 7 at most, both ends together: `3` at each",)
    error = refusal(lambda: pad_output(4, 1, 4, reflect=True))
    assert error.field == "padding"
    assert texts(error) == ("pad by at most 3, or use `mode: edge`, which repeats the edge as often as needed",)
    assert texts(refusal(lambda: pad_output(2, 2, 0, reflect=True))) == (
        "pad by at most 1, or use `mode: edge`, which repeats the edge as often as needed",
    )
    short = restrict(H, Domain.at_least(term_of(4 - H), 1))  # 3 at most
    assert fault(lambda: pad_output(short or 9, 3, 0, reflect=True)) == ReflectionTooLarge(3, short or 9)
    assert texts(refusal(lambda: pad_output(short or 9, 3, 0, reflect=True))) == (
        "use `mode: edge`, which repeats the edge as often as needed",
    )
    assert texts(refusal(lambda: pad_output(1, 1, 0, reflect=True))) == (
        "use `mode: edge`, which repeats the edge as often as needed",
    )


def test_crop_like() -> None:
    assert crop_like(568, 392) == (88, 88)  # U-Net's first skip as Caffe had it
    assert crop_like(64, 57) == (3, 4)
    assert crop_like(H, H - 4) == (2, 2)
    assert fault(lambda: crop_like(3, 4)) == CropToLarger(3, 4)
    error = refusal(lambda: crop_like(3, 4))
    assert error.field == "like"
    assert texts(error) == (
        "a crop only makes smaller: crop the other tensor to the size of this one, or `pad` this one",
    )


def test_crop_like_behind_an_offset() -> None:
    assert crop_like(544, 500, 19) == (19, 25)  # the scores of FCN-32s for an image of 500 in its authors' network
    assert crop_like(9, 9, 0) == (0, 0)
    assert crop_like_output(9, 5, 4) == 5
    assert fault(lambda: crop_like(9, 5, 5)) == CropBehindOffset(9, 5, 5)
    assert fault(lambda: crop_like(5, 5, 2)) == CropBehindOffset(5, 5, 2)
    assert fault(lambda: crop_like(3, 4, 2)) == CropToLarger(3, 4)
    error = refusal(lambda: crop_like(9, 5, 5))
    assert (error.field, texts(error)) == ("offset", ("leave `offset` out: the middle is kept then",))
    narrowed = crop_like_output(H, 5, 4)
    assert isinstance(narrowed, Dim)
    assert narrowed.domain.contains({"H": 9})
    assert not narrowed.domain.contains({"H": 8})


def test_no_axis_is_too_long() -> None:
    assert fault(lambda: upsample_output(1000, 10**7)) == LargeSize(10**10, 2**31 - 1)
    assert upsample_output(2**31 - 1, 1) == 2**31 - 1
    for rule in (
        lambda: window_output(2**31 - 1, 1, 1, 1, (1, 0)),
        lambda: up_conv_output(2**30, 2, 2),
        lambda: up_conv_output(2**30, 2, 2, 1, "valid"),
        lambda: up_conv_output(2**30, 2, 2, 1, (0, 0)),
        lambda: pad_output(2**31 - 1, 1, 0),
        lambda: space_to_depth(Shape((2**16, 2**16, 1)), 2**16),
        lambda: flatten(Shape((2**16, 2**15))),
        lambda: reshape(Shape((2**16, 2**15)), (-1,)),
        lambda: concat([Shape((1, 2**30))] * 2),
    ):
        assert fault(rule).kind is SizeTooLarge


# Shapes


def test_space_to_depth_and_back() -> None:
    assert space_to_depth(Shape((8, 6, 3)), 2) == Shape((4, 3, 12))
    assert depth_to_space(Shape((4, 3, 12)), 2) == Shape((8, 6, 3))
    assert depth_to_space(Shape((5, 9)), 3) == Shape((15, 3))
    assert space_to_depth(Shape((8, 6, 4, 1)), 2) == Shape((4, 3, 2, 8))
    assert depth_to_space(Shape((2, 2, 18)), 3) == Shape((6, 6, 2))
    assert texts(refusal(lambda: depth_to_space(Shape((2, 2, 12)), 3))) == (
        "bring them to 18, in a layer before it: `conv: {filters: 18, size: 1}`",
    )
    assert fault(lambda: space_to_depth(Shape((7, 8, 3)), 2)) == UnevenSpace(7, 2, Shape((7, 8, 3)))
    error = refusal(lambda: space_to_depth(Shape((7, 8, 3)), 2))
    assert error.field == "factor"
    assert texts(error) == ("pad it to 8 × 8, in a layer before it: `pad: [[0, 1], [0, 0]]`",)
    assert texts(refusal(lambda: space_to_depth(Shape((H, 7, 3)), 2))) == ("the nearest multiples of 2 are 6 and 8",)
    assert fault(lambda: depth_to_space(Shape((4, 4, 6)), 2)) == UnevenChannels(Shape((4, 4, 6)), 4)
    error = refusal(lambda: depth_to_space(Shape((4, 4, 6)), 2))
    assert error.field == "factor"
    assert texts(error) == ("bring them to 8, in a layer before it: `conv: {filters: 8, size: 1}`",)
    assert domain_of(space_to_depth(Shape((H, 8, 3)), 2)[0]).conditions("H") == ("H % 2 == 0",)


def test_products() -> None:
    assert product((7, 7, 512)) == 25088  # VGG
    assert product(()) == 1
    assert str(flatten(Shape((H, W, 64)))) == "(H*W*64)"


@pytest.mark.parametrize(
    ("shape", "target", "made"),
    [
        ((8, 8, 3), (16, 12), (16, 12)),
        ((8, 8, 3), (-1, 3), (64, 3)),
        ((8, 8, 3), (-1,), (192,)),
        ((H, W, 64), (-1, 64), (H * W, 64)),
        ((H, W, 64), (H, -1), (H, 64 * W)),
        ((H, W, 64), (H, W, 8, 8), (H, W, 8, 8)),
    ],
)
def test_reshapes(shape: Sequence[Size], target: Sequence[Size], made: Sequence[Size]) -> None:
    assert reshape(Shape(shape), target) == Shape(made)


def test_reshapes_make_8_axes_at_most() -> None:
    assert reshape(Shape((256,)), (2,) * 8) == Shape((2,) * 8)
    assert fault(lambda: reshape(Shape((512,)), (2,) * 9)) == RankTooHigh(9, 8)


def test_reshapes_narrow() -> None:
    rows = reshape(Shape((H, 6)), (-1, 4))[0]
    assert str(rows) == "⌊3*H/2⌋"
    assert domain_of(rows).conditions("H") == ("H % 2 == 0",)


def test_reshapes_that_do_not_fit() -> None:
    image = Shape((8, 8, 3))
    assert fault(lambda: reshape(image, (10, 10))) == OtherValues(image, Shape((10, 10)), 192, 100)
    assert fault(lambda: reshape(image, (10, -1))) == UnevenValues(image, Shape((10, -1)), 192, 10)
    assert fault(lambda: reshape(Shape((H, 3)), (W, -1))) == InexactSize(Shape((H, 3)), 3 * H, W)
    assert fault(lambda: reshape(Shape((50, 50)), (3000, 1))) == OtherValues(
        Shape((50, 50)), Shape((3000, 1)), 2500, 3000
    )
    for target, helps in (
        ((10, 10), ("write `[192]`, which holds them all",)),
        ((-1, 10), ("write `[-1, 8]`, which leaves nothing over",)),
    ):
        error = refusal(lambda target=target: reshape(image, target))
        assert (error.field, texts(error)) == ("shape", helps)
    error = refusal(lambda: reshape(Shape((H, 3)), (W, -1)))
    assert error.field == "shape"
    assert texts(error) == ("give the input's sizes as numbers, or keep its open axes as they are",)


def test_merges() -> None:
    assert merge([Shape((8, 8, 3))] * 3) == Shape((8, 8, 3))
    assert merge([Shape((8, 8, 3)), Shape((1, 1, 3)), Shape((1, 8, 1))], broadcast=True) == Shape((8, 8, 3))
    assert merge([Shape((1, 3)), Shape((H, 3))], broadcast=True) == Shape((H, 3))
    assert known(merge([Shape((H, 3)), Shape((4, 3))])[0]) == 4
    assert domain_of(merge([Shape((H, 3)), Shape((2 * (H // 2), 3))])[0]).conditions("H") == ("H % 2 == 0",)


def test_merges_that_do_not_match() -> None:
    image = Shape((8, 8, 3))
    assert fault(lambda: merge([image, image, Shape((8, 8, 4))])) == MergedChannels(3, 4)
    assert refusal(lambda: merge([image, image, Shape((8, 8, 4))])).branches == (0, 2)
    assert fault(lambda: merge([image, Shape((4, 4, 3))])) == MergedShapes(image, Shape((4, 4, 3)), 0)
    assert fault(lambda: merge([image, Shape((8, 3))])) == MergedRanks(image, Shape((8, 3)))
    assert refusal(lambda: merge([image, image, Shape((8, 3))])).branches == (0, 2)
    assert refusal(lambda: merge([image, Shape((4, 4, 3))])).branches == (0, 1)
    assert refusal(lambda: merge([image, Shape((4, 4, 3))])).notes == ()
    assert fault(lambda: merge([image, Shape((4, 1, 1))], broadcast=True)) == MergedShapes(image, Shape((4, 1, 1)), 0)
    assert fault(lambda: merge([Shape((3,)), image])) == MergedRanks(Shape((3,)), image)


def test_an_axis_of_one_is_not_stretched_silently() -> None:
    for n in (8, H):
        error = refusal(lambda n=n: merge([Shape((n, 3)), Shape((1, 3))]))
        assert error.kind is ShapeMismatch


def test_open_sizes_that_are_never_equal() -> None:
    error = refusal(lambda: merge([Shape((ceil_div(H, 2), 3)), Shape((ceil_div(H, 2) + 1, 3))]))
    assert error.data == MergedShapes(Shape((ceil_div(H, 2), 3)), Shape((ceil_div(H, 2) + 1, 3)), 0)
    assert error.notes == ("for H = 1, ⌈H/2⌉ is 1 and ⌈H/2⌉ + 1 is 2",)


def test_open_sizes_that_never_exist_together() -> None:
    even, odd = require_multiple(H, 2), require_multiple(H + 1, 2)
    assert even is not None
    assert odd is not None
    error = refusal(lambda: merge([Shape((even, 3)), Shape((odd, 3))]))
    assert error.kind is NoValidSize
    assert error.branches == (0, 1)
    assert error.notes == ("one asks for H % 2 == 0, the other for H % 2 == 1",)


def test_concats() -> None:
    assert concat([Shape((8, 8, 3)), Shape((8, 8, 5)), Shape((8, 8, 1))]) == Shape((8, 8, 9))
    assert concat([Shape((8, 8, 3)), Shape((4, 8, 3))], axis=0) == Shape((12, 8, 3))
    assert concat([Shape((H, 3)), Shape((H, 3))], axis=0) == Shape((2 * H, 3))
    assert fault(lambda: concat([Shape((8, 8, 3)), Shape((8, 4, 3))])) == MergedShapes(
        Shape((8, 8, 3)), Shape((8, 4, 3)), 1
    )
    assert refusal(lambda: concat([Shape((8, 8, 3))] * 2 + [Shape((8, 4, 3))])).branches == (0, 2)
    assert fault(lambda: concat([Shape((8, 3)), Shape((8, 4))], axis=0)) == MergedChannels(3, 4)


def test_a_known_shape_carries_what_it_took() -> None:
    rows, columns = reshape(Shape((H, 6)), (3, 4))
    assert (known(rows), known(columns)) == (3, 4)
    assert domain_of(rows).conditions("H") == domain_of(columns).conditions("H") == ("H == 2",)


def test_a_crop_to_another_size_is_that_size() -> None:
    assert crop_like_output(8, 5) == 5
    cropped = crop_like_output(H, 5)
    assert known(cropped) == 5
    assert domain_of(cropped).conditions("H") == ("H >= 5",)
    assert crop_like_output(H, 2 * (H // 2)) == 2 * (H // 2)
