"""What sliding windows compute, against their definitions written out in numpy."""

from typing import Any

import numpy as np
import pytest

from tests.conformance.compute import Array, compute, convolved, normal, surrounded, windows

pytestmark = pytest.mark.every_backend

PADDED = [((1, 1),), ((0, 2), (1, 0)), ((2, 1), (0, 0), (1, 2))]
"""Paddings that no word of Keras's means, one for each rank."""
SPATIAL = [(9,), (7, 8), (5, 6, 4)]
each_rank = pytest.mark.parametrize(
    ("spatial", "padding"), list(zip(SPATIAL, PADDED, strict=True)), ids=["1d", "2d", "3d"]
)


@each_rank
@pytest.mark.parametrize("stride", [1, 2])
def test_max_pool_pads_with_what_is_never_the_largest(spatial: Any, padding: Any, stride: int) -> None:
    x = -1 - np.abs(normal(2, *spatial, 3))  # all below 0: zeros would show
    rank = len(spatial)
    each = [windows(one, (3,) * rank, (stride,) * rank, (1,) * rank) for one in surrounded(x, padding, -np.inf)]
    wanted = np.stack([one.max(tuple(range(rank, 2 * rank))) for one in each])
    np.testing.assert_allclose(compute("max_pool", x, size=3, stride=stride, padding=padding), wanted)


@each_rank
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("count_padding", [False, True])
def test_avg_pool_leaves_padding_out_unless_told_to_count_it(
    spatial: Any, padding: Any, stride: int, count_padding: bool
) -> None:
    x, rank = normal(2, *spatial, 3), len(spatial)
    padded = surrounded(x, padding, 0.0 if count_padding else np.nan)
    each = [windows(one, (3,) * rank, (stride,) * rank, (1,) * rank) for one in padded]
    wanted = np.stack([np.nanmean(one, tuple(range(rank, 2 * rank))) for one in each])
    got = compute("avg_pool", x, size=3, stride=stride, padding=padding, count_padding=count_padding)
    np.testing.assert_allclose(got, wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("count_padding", "wanted"), [(False, [1.5, 2, 3, 3.5]), (True, [1, 2, 3, 7 / 3])])
def test_avg_pool_same(count_padding: bool, wanted: list[float]) -> None:
    x = np.array([1, 2, 3, 4], "float32").reshape(1, 4, 1)
    got = compute("avg_pool", x, size=3, stride=1, padding="same", count_padding=count_padding)
    np.testing.assert_allclose(got.ravel(), wanted, rtol=1e-6)


@pytest.mark.parametrize(
    ("count_padding", "wanted"),
    # Keras puts the odd one behind: windows (1, 2, 3), (3, 4, 5), (5, 6, -)
    [(False, [2, 4, 5.5]), (True, [2, 4, 11 / 3])],
)
def test_avg_pool_same_with_a_stride(count_padding: bool, wanted: list[float]) -> None:
    x = np.arange(1, 7, dtype="float32").reshape(1, 6, 1)
    got = compute("avg_pool", x, size=3, stride=2, padding="same", count_padding=count_padding)
    np.testing.assert_allclose(got.ravel(), wanted, rtol=1e-6)


@each_rank
@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2)])
def test_conv_padded_by_hand(spatial: Any, padding: Any, stride: int, dilation: int) -> None:
    rank = len(spatial)
    x, kernel, bias = normal(2, *spatial, 3), normal(*(2, 3, 2)[:rank], 3, 4), normal(4)
    wanted = convolved(x, kernel, padding, (stride,) * rank, (dilation,) * rank) + bias
    fields = {"filters": 4, "size": (2, 3, 2)[:rank], "stride": stride, "dilation": dilation, "padding": padding}
    np.testing.assert_allclose(compute("conv", x, weights=[kernel, bias], **fields), wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("dilation", [1, 2])
def test_a_causal_conv_does_not_see_ahead(dilation: int) -> None:
    x, kernel, bias = normal(1, 8, 2), normal(3, 2, 4), normal(4)
    got = compute("conv", x, weights=[kernel, bias], filters=4, size=3, dilation=dilation, padding="causal")
    wanted = convolved(x, kernel, [(2 * dilation, 0)], (1,), (dilation,)) + bias
    np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=1e-5)


def test_grouped_conv_keeps_its_groups_apart() -> None:
    x, kernel = normal(2, 6, 6, 4), normal(3, 3, 2, 6)
    got = compute("conv", x, weights=[kernel], filters=6, size=3, groups=2, padding="valid", bias=False)
    halves = [
        convolved(x[..., two], kernel[..., three], [(0, 0)] * 2, (1, 1), (1, 1))
        for two, three in ((slice(0, 2), slice(0, 3)), (slice(2, 4), slice(3, 6)))
    ]
    np.testing.assert_allclose(got, np.concatenate(halves, -1), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("padding", [1, ((0, 2), (1, 0))])
def test_depthwise_and_separable_conv_do_not_mix_channels(padding: Any) -> None:
    x, kernel, mix = normal(2, 6, 7, 3), normal(3, 3, 3, 2), normal(1, 1, 6, 4)
    pairs = ((1, 1), (1, 1)) if padding == 1 else padding
    apart = np.concatenate(
        [convolved(x[..., c : c + 1], kernel[:, :, c : c + 1], pairs, (2, 2), (1, 1)) for c in range(3)], -1
    )
    fields = {"size": 3, "stride": 2, "multiplier": 2, "padding": padding, "bias": False}
    np.testing.assert_allclose(compute("depthwise_conv", x, weights=[kernel], **fields), apart, rtol=1e-4, atol=1e-4)
    mixed = compute("separable_conv", x, weights=[kernel, mix], filters=4, **fields)
    np.testing.assert_allclose(mixed, apart @ mix[0, 0], rtol=1e-4, atol=1e-4)


def spread(x: Array, kernel: Array, stride: int, dilation: int) -> Array:
    """A transposed convolution before anything is taken away, by its definition: every position spreads the kernel."""
    size, rank = kernel.shape[:-2], x.ndim - 2
    reach = [dilation * (one - 1) + 1 for one in size]
    whole = [(n - 1) * stride + r for n, r in zip(x.shape[1:-1], reach, strict=True)]
    out = np.zeros((len(x), *whole, kernel.shape[-2]))
    for place in np.ndindex(x.shape[1:-1]):
        there = tuple(slice(p * stride, p * stride + r, dilation) for p, r in zip(place, reach, strict=True))
        here = x[(slice(None), *place)]
        out[(slice(None), *there)] += np.moveaxis(np.tensordot(kernel, here, ((rank + 1,), (1,))), -1, 0)
    return out


UP = [(size, stride, extra) for size in (2, 3, 4, 5) for stride in (1, 2, 3) for extra in range(stride)]


@pytest.mark.parametrize("spatial", [(4,), (3, 4), (2, 3, 2)], ids=["1d", "2d", "3d"])
def test_up_conv_padded_by_hand_takes_away_from_the_whole(spatial: Any) -> None:
    """As PyTorch defines it: `before` positions fewer in front, `after - output_padding` fewer behind."""
    rank = len(spatial)
    x = normal(2, *spatial, 2)
    for size, stride, extra in UP:
        kernel = normal(*(size,) * rank, 3, 2)
        whole = spread(x, kernel, stride, 1)
        for before, after in ((0, 0), (1, 1), (0, 1), (1, 0)):
            if min(whole.shape[1:-1]) + extra - before - after < 1:
                continue
            longer = surrounded(whole, [(0, extra)] * rank, 0.0)
            cut = (slice(before, -after or None),) * rank
            got = compute(
                "up_conv", x, weights=[kernel], filters=3, size=size, stride=stride, bias=False,
                padding=((before, after),) * rank, output_padding=extra,
            )  # fmt: skip
            np.testing.assert_allclose(
                got, longer[(slice(None), *cut)], rtol=1e-4, atol=1e-4,
                err_msg=f"size {size}, stride {stride}, padding {before, after}, output padding {extra}",
            )  # fmt: skip


@pytest.mark.parametrize(("size", "stride", "padding"), [(3, 1, 1), (3, 2, 1), (4, 2, 1), (5, 3, 2), (2, 2, 0)])
def test_up_conv_is_the_transpose_of_a_conv(size: int, stride: int, padding: int) -> None:
    """The conv of the same fields takes the output's shape to the input's, and `<conv(u), x> = <u, up_conv(x)>`."""
    x, kernel = normal(2, 4, 5, 2), normal(size, size, 3, 2)
    up = compute("up_conv", x, weights=[kernel], filters=3, size=size, stride=stride, padding=padding, bias=False)
    for _ in range(8):
        image = normal(*up.shape)
        down = convolved(image, kernel, [(padding, padding)] * 2, (stride,) * 2, (1, 1))
        assert down.shape == x.shape
        np.testing.assert_allclose(np.vdot(down, x), np.vdot(image, up), rtol=1e-4, atol=1e-3)


def test_up_conv_dilated() -> None:
    x, kernel = normal(2, 4, 3, 2), normal(3, 2, 3, 2)
    got = compute("up_conv", x, weights=[kernel], filters=3, size=(3, 2), stride=1, dilation=2, padding=0, bias=False)
    np.testing.assert_allclose(got, spread(x, kernel, 1, 2), rtol=1e-4, atol=1e-4)


@each_rank
@pytest.mark.parametrize("mode", ["avg", "max"])
def test_adaptive_pool_has_pytorchs_bins(spatial: Any, padding: Any, mode: str) -> None:
    del padding
    x, rank = normal(2, *spatial, 3), len(spatial)
    size = (4, 3, 6)[:rank]  # the last one is more than there are positions
    wanted = np.empty((2, *size, 3), "float32")
    for place in np.ndindex(size):
        # floor(i * n / size) up to ceil((i + 1) * n / size), from PyTorch's AdaptiveAveragePooling.cpp
        cut = tuple(
            slice(int(np.floor(i * n / s)), int(np.ceil((i + 1) * n / s)))
            for i, n, s in zip(place, spatial, size, strict=True)
        )
        part = x[(slice(None), *cut)].reshape(2, -1, 3)
        wanted[(slice(None), *place)] = part.mean(1) if mode == "avg" else part.max(1)
    np.testing.assert_allclose(compute("adaptive_pool", x, size=size, mode=mode), wanted, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("returns", ["pooling", "detection"])
def test_probabilistic_max_pool_is_that_of_lee_et_al(returns: str) -> None:
    energy = normal(2, 4, 6, 3)
    wanted = np.empty((2, 4, 6, 3) if returns == "detection" else (2, 2, 2, 3))
    for row, column in np.ndindex(2, 2):
        cut = (slice(None), slice(2 * row, 2 * row + 2), slice(3 * column, 3 * column + 3))
        on = np.exp(energy[cut])
        none = 1 / (1 + on.sum((1, 2), keepdims=True))  # section 3.3: P(p = 0) and P(h_j = 1)
        if returns == "detection":
            wanted[cut] = on * none
        else:
            wanted[:, row, column] = 1 - none[:, 0, 0]
    got = compute("probabilistic_max_pool", energy, size=(2, 3), returns=returns)
    np.testing.assert_allclose(got, wanted, rtol=1e-5)


def test_probabilistic_max_pool_of_great_energies_stays_a_number() -> None:
    energy = np.array([1e4, 0, -1e4, -1e4], "float32").reshape(1, 4, 1)
    np.testing.assert_allclose(compute("probabilistic_max_pool", energy).ravel(), [1, 0], atol=1e-6)


@pytest.mark.parametrize(
    ("spatial", "size", "padding", "before"),
    [
        ((7,), (3,), "valid", (0,)),
        ((7,), (3,), "same", (1,)),  # 9 positions for 3 windows, of which 1 is in front
        ((6, 5), (2, 2), "valid", (0, 0)),
        ((7, 5), (2, 3), ((0, 1), (1, 0)), (0, 1)),
        ((4, 5, 6), (2, 2, 3), "same", (0, 0, 0)),
    ],
)
def test_max_unpool_puts_values_where_the_largest_were(
    spatial: tuple[int, ...], size: tuple[int, ...], padding: Any, before: tuple[int, ...]
) -> None:
    of = normal(2, *spatial, 3)
    pooled = compute("max_pool", of, size=size, padding=padding)
    values = normal(*pooled.shape)
    wanted = np.zeros_like(of)
    for sample, *place, channel in np.ndindex(values.shape):
        starts = [p * s - b for p, s, b in zip(place, size, before, strict=True)]
        cut = tuple(slice(max(a, 0), a + s) for a, s in zip(starts, size, strict=True))
        window = of[(sample, *cut, channel)]
        at = np.unravel_index(window.argmax(), window.shape)
        target = tuple(slice_.start + offset for slice_, offset in zip(cut, at, strict=True))
        wanted[(sample, *target, channel)] = values[(sample, *place, channel)]
    np.testing.assert_array_equal(compute("max_unpool", values, of, of="of", size=size, padding=padding), wanted)


def test_max_unpool_of_equal_values_fills_one_position() -> None:
    got = compute("max_unpool", np.ones((1, 2, 1), "float32"), np.zeros((1, 4, 1), "float32"), of="of")
    np.testing.assert_array_equal(got.ravel(), [1, 0, 1, 0])
