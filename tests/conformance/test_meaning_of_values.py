"""What norms, activations, resamplings and sequences compute, against their formulas written out in numpy."""

from collections.abc import Callable
from math import erf
from typing import Any

import numpy as np
import pytest

from tests.conformance.backend import NAME
from tests.conformance.compute import Array, compute, normal

pytestmark = pytest.mark.every_backend


def close(got: Array, wanted: Any, tolerance: float = 1e-5) -> None:
    np.testing.assert_allclose(got, wanted, rtol=tolerance, atol=tolerance)


# ---- activations -----------------------------------------------------------------------------------------------------

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805  # Klambauer and others 2017, equation 14


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def softmax(x: Array) -> Array:
    return np.exp(x) / np.exp(x).sum(-1, keepdims=True)


def sparsemax(x: Array) -> Array:
    """Martins, Astudillo 2016: the `tau` for which the shares sum to 1, found by halving."""
    low, high = x.min(-1, keepdims=True) - 1, x.max(-1, keepdims=True)
    for _ in range(60):
        tau = (low + high) / 2
        too_much = np.maximum(x - tau, 0).sum(-1, keepdims=True) > 1
        low, high = np.where(too_much, tau, low), np.where(too_much, high, tau)
    return np.maximum(x - low, 0)


FORMULAS: list[tuple[str, dict[str, Any], Callable[[Array], Array]]] = [
    ("celu", {"alpha": 0.5}, lambda x: np.where(x > 0, x, 0.5 * (np.exp(x / 0.5) - 1))),
    ("elu", {"alpha": 0.5}, lambda x: np.where(x > 0, x, 0.5 * (np.exp(x) - 1))),
    ("exponential", {}, np.exp),
    ("gelu", {}, lambda x: x * 0.5 * (1 + np.vectorize(erf)(x / np.sqrt(2)))),
    ("gelu", {"approximate": True}, lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))),
    ("glu", {}, lambda x: x[..., :3] * sigmoid(x[..., 3:])),
    ("hard_shrink", {"threshold": 0.7}, lambda x: np.where(np.abs(x) > 0.7, x, 0)),
    ("hard_sigmoid", {}, lambda x: np.clip(x / 6 + 0.5, 0, 1)),
    ("hard_silu", {}, lambda x: x * np.clip(x / 6 + 0.5, 0, 1)),
    ("hard_tanh", {}, lambda x: np.clip(x, -1, 1)),
    ("leaky_relu", {}, lambda x: np.where(x > 0, x, 0.3 * x)),
    ("linear", {}, lambda x: x),
    ("log_sigmoid", {}, lambda x: np.log(sigmoid(x))),
    ("log_softmax", {}, lambda x: np.log(softmax(x))),
    ("mish", {}, lambda x: x * np.tanh(np.log(1 + np.exp(x)))),
    ("relu", {}, lambda x: np.maximum(x, 0)),
    (
        "relu",
        {"max_value": 2.0, "negative_slope": 0.1, "threshold": 0.5},
        lambda x: np.where(x >= 2, 2, np.where(x >= 0.5, x, 0.1 * (x - 0.5))),
    ),
    ("relu6", {}, lambda x: np.clip(x, 0, 6)),
    ("selu", {}, lambda x: SELU_SCALE * np.where(x > 0, x, SELU_ALPHA * (np.exp(x) - 1))),
    ("sigmoid", {}, sigmoid),
    ("silu", {}, lambda x: x * sigmoid(x)),
    ("soft_shrink", {"threshold": 0.7}, lambda x: np.sign(x) * np.maximum(np.abs(x) - 0.7, 0)),
    ("softmax", {}, softmax),
    ("softplus", {}, lambda x: np.log(1 + np.exp(x))),
    ("softsign", {}, lambda x: x / (1 + np.abs(x))),
    ("sparse_plus", {}, lambda x: np.where(x <= -1, 0, np.where(x < 1, (x + 1) ** 2 / 4, x))),
    ("sparse_sigmoid", {}, lambda x: np.clip((x + 1) / 2, 0, 1)),
    ("sparsemax", {}, sparsemax),
    ("squareplus", {"b": 1.5}, lambda x: (x + np.sqrt(x**2 + 1.5)) / 2),
    ("tanh", {}, np.tanh),
    ("tanh_shrink", {}, lambda x: x - np.tanh(x)),
    ("threshold", {"threshold": 0.7, "default_value": -2}, lambda x: np.where(x > 0.7, x, -2)),
]


@pytest.mark.parametrize(("kind", "fields", "formula"), FORMULAS, ids=[one[0] for one in FORMULAS])
def test_activations(kind: str, fields: dict[str, Any], formula: Callable[[Array], Array]) -> None:
    x = 2 * normal(4, 5, 6)
    close(compute(kind, x, **fields), formula(x))


def test_prelu_has_a_slope_per_channel() -> None:
    x, alpha = normal(2, 4, 5, 3), normal(1, 1, 3)
    close(compute("prelu", x, weights=[alpha], shared_axes="spatial"), np.where(x > 0, x, alpha * x))


# ---- normalization ---------------------------------------------------------------------------------------------------


def standard(x: Array, axes: tuple[int, ...], epsilon: float) -> Array:
    return (x - x.mean(axes, keepdims=True)) / np.sqrt(x.var(axes, keepdims=True) + epsilon)


def test_norms_take_their_statistics_over_the_axes_that_they_say() -> None:
    x, gamma, beta = 3 + 2 * normal(2, 5, 6, 4), normal(4), normal(4)
    learned = {"weights": [gamma, beta], "epsilon": 0.01}
    close(compute("layer_norm", x, **learned), standard(x, (3,), 0.01) * gamma + beta, 1e-4)
    close(compute("instance_norm", x, **learned), standard(x, (1, 2), 0.01) * gamma + beta, 1e-4)
    grouped = standard(x.reshape(2, 5, 6, 2, 2), (1, 2, 4), 0.01).reshape(x.shape)
    close(compute("group_norm", x, groups=2, **learned), grouped * gamma + beta, 1e-4)
    rms = x / np.sqrt((x**2).mean(-1, keepdims=True) + 0.01)
    close(compute("rms_norm", x, weights=[gamma], epsilon=0.01), rms * gamma, 1e-4)
    whole = [normal(5, 6, 4), normal(5, 6, 4)]
    got = compute("layer_norm", x, axes="all", weights=whole, epsilon=0.01)
    close(got, standard(x, (1, 2, 3), 0.01) * whole[0] + whole[1], 1e-4)


def test_batch_norm_uses_the_batch_while_training_and_its_averages_otherwise() -> None:
    x, gamma, beta, mean, variance = 3 + 2 * normal(4, 5, 3), normal(3), normal(3), normal(3), np.abs(normal(3))
    fields = {"weights": [gamma, beta, mean, variance], "epsilon": 0.01}
    close(compute("batch_norm", x, **fields), (x - mean) / np.sqrt(variance + 0.01) * gamma + beta, 1e-4)
    close(compute("batch_norm", x, training=True, **fields), standard(x, (0, 1), 0.01) * gamma + beta, 1e-4)


@pytest.mark.parametrize(("size", "before", "after"), [(5, 2, 2), (4, 2, 1), (1, 0, 0)])
def test_local_response_norm_is_alexnets(size: int, before: int, after: int) -> None:
    """Section 3.3: `b[i] = a[i] / (k + alpha * sum of a[j] ** 2, j from i - n/2 to i + n/2) ** beta`."""
    x, k, alpha, beta = normal(2, 3, 4, 7), 2.0, 0.5, 0.75
    wanted = np.empty_like(x)
    for i in range(7):
        near = x[..., max(0, i - before) : i + after + 1]
        wanted[..., i] = x[..., i] / (k + alpha * (near**2).sum(-1)) ** beta
    close(compute("local_response_norm", x, size=size, alpha=alpha, beta=beta, k=k), wanted)


# ---- core ------------------------------------------------------------------------------------------------------------


def test_normalize_rescale_and_scale() -> None:
    x, factor = normal(2, 4, 3), normal(3)
    mean, variance = (0.5, -1.0, 0.0), (4.0, 0.25, 0.0)
    deviation = np.array([2, 0.5, 1e-7])
    close(compute("normalize", x, mean=mean, variance=variance), (x - mean) / deviation)
    close(compute("normalize", x, mean=mean, variance=4.0), (x - mean) / 2)
    close(compute("normalize", x, mean=mean, variance=variance, invert=True), mean + x * deviation)
    close(compute("rescale", x, scale=(1.0, 2.0, 3.0), offset=-1.0), x * [1, 2, 3] - 1)
    close(compute("scale", x, weights=[factor]), x * factor)
    close(compute("scale", x, initial=0.125), x / 8)


def test_images_of_whole_numbers_are_rescaled() -> None:
    x = np.array([[0, 255]], "uint8")
    close(compute("rescale", x, scale=2 / 255, offset=-1.0), [[-1, 1]])


def test_dense_works_on_the_last_axis() -> None:
    x, kernel, bias = normal(2, 4, 3), normal(3, 5), normal(5)
    close(compute("dense", x, weights=[kernel, bias], units=5), x @ kernel + bias)


def test_embedding_looks_up() -> None:
    x, table = np.array([[0, 2], [1, 1]], "int32"), normal(3, 4)
    close(compute("embedding", x, weights=[table], input_dim=3, output_dim=4), table[x])


# ---- regularization --------------------------------------------------------------------------------------------------


def test_drop_path_drops_whole_samples_and_keeps_the_mean() -> None:
    x = 1 + np.abs(normal(4000, 2, 3))
    got = compute("drop_path", x, rate=0.25, seed=1, training=True)
    kept = got[:, 0, 0] != 0
    close(got[kept], x[kept] / 0.75)
    assert not got[~kept].any()
    # 4 standard deviations of a binomial share
    assert abs(kept.mean() - 0.75) < 4 * np.sqrt(0.75 * 0.25 / 4000)
    close(compute("drop_path", x, rate=0.25), x)


def test_spatial_dropout_drops_whole_channels() -> None:
    x = 1 + np.abs(normal(200, 4, 5, 6))
    got = compute("spatial_dropout", x, rate=0.25, seed=1, training=True)
    kept = got[:, 0, 0] != 0
    close(got, x / 0.75 * kept[:, None, None])
    assert 0.7 < kept.mean() < 0.8
    assert len(set(kept.mean(1))) > 1


@pytest.mark.parametrize("kind", ["dropout", "alpha_dropout", "gaussian_noise"])
def test_noise_keeps_the_mean_and_is_there_in_training_only(kind: str) -> None:
    x = normal(400, 500)
    got = compute(kind, x, rate=0.2, seed=1, training=True)
    assert np.abs(got - x).max() > 0.1
    assert abs(got.mean() - x.mean()) < 0.01
    close(compute(kind, x, rate=0.2), x)


# ---- moving values ---------------------------------------------------------------------------------------------------


def test_blocks_of_space_become_channels_and_back() -> None:
    x = np.arange(2 * 4 * 6 * 3).reshape(2, 4, 6, 3).astype("float32")
    got = compute("space_to_depth", x, factor=2)
    for row, column, i, j, c in np.ndindex(2, 3, 2, 2, 3):
        np.testing.assert_array_equal(got[:, row, column, (i * 2 + j) * 3 + c], x[:, 2 * row + i, 2 * column + j, c])
    np.testing.assert_array_equal(compute("depth_to_space", got, factor=2), x)


@pytest.mark.parametrize("spatial", [(6,), (4, 2, 6)])
def test_blocks_of_space_on_other_ranks(spatial: tuple[int, ...]) -> None:
    x = normal(2, *spatial, 3)
    got = compute("space_to_depth", x, factor=2)
    first, last = ((slice(None), *(slice(start, None, 2),) * len(spatial)) for start in (0, 1))
    np.testing.assert_array_equal(got[..., :3], x[first])
    np.testing.assert_array_equal(got[..., -3:], x[last])
    np.testing.assert_array_equal(compute("depth_to_space", got, factor=2), x)


@pytest.mark.parametrize(("mode", "numpy_mode"), [("zeros", "constant"), ("reflect", "reflect"), ("edge", "edge")])
def test_pad_is_numpys(mode: str, numpy_mode: Any) -> None:
    x = normal(2, 4, 5, 3)
    wanted = np.pad(x, ((0, 0), (1, 2), (3, 0), (0, 0)), mode=numpy_mode)
    np.testing.assert_array_equal(compute("pad", x, padding=((1, 2), (3, 0)), mode=mode), wanted)


def test_crop_cuts_off_borders_or_keeps_the_middle() -> None:
    x = normal(2, 7, 8, 3)
    np.testing.assert_array_equal(compute("crop", x, cropping=((1, 2), (0, 3))), x[:, 1:5, :5])
    got = compute("crop", x, normal(2, 4, 5, 9), like="other")  # 3 too many: 1 in front, 2 behind
    np.testing.assert_array_equal(got, x[:, 1:5, 1:6])
    got = compute("crop", x, normal(2, 4, 5, 9), like="other", offset=(0, 3))
    np.testing.assert_array_equal(got, x[:, :4, 3:8])


def test_resize_interpolates_between_the_middles_of_positions() -> None:
    x = np.array([0, 1, 2, 3], "float32").reshape(1, 4, 1)
    # positions 0..7 of 8 have their middles at -0.25, 0.25, 0.75, ... of 4; beyond the last middle nothing changes
    close(compute("resize", x, size=8).ravel(), [0, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3])
    close(compute("resize", x, size=2).ravel(), [0.5, 2.5])
    close(compute("resize", x, size=8, interpolation="nearest").ravel(), [0, 0, 1, 1, 2, 2, 3, 3])


def test_resize_in_3_dimensions_works_axis_by_axis() -> None:
    x = normal(2, 3, 4, 5, 2)
    wanted = x
    for axis, size in ((1, 5), (2, 3), (3, 9)):
        lines = np.moveaxis(wanted, axis, 1)
        flat = compute("resize", lines.reshape(2, lines.shape[1], -1), size=size)
        wanted = np.moveaxis(flat.reshape(2, size, *lines.shape[2:]), 1, axis)
    close(compute("resize", x, size=(5, 3, 9)), wanted)


def test_upsample_repeats_or_interpolates() -> None:
    x = normal(2, 3, 4, 2)
    np.testing.assert_array_equal(compute("upsample", x, factor=(2, 3)), x.repeat(2, 1).repeat(3, 2))
    close(compute("upsample", x, interpolation="bilinear"), compute("resize", x, size=(6, 8)))


@pytest.mark.parametrize("shape", [(5,), (4, 5), (3, 4, 5)])
def test_upsample_is_linear_between_the_middles_of_positions_along_each_axis(shape: tuple[int, ...]) -> None:
    x = normal(2, *shape, 2)
    wanted = x
    for axis, size in enumerate(shape, 1):
        middles = (np.arange(3 * size) + 0.5) / 3 - 0.5
        wanted = np.apply_along_axis(lambda line, at=middles: np.interp(at, np.arange(len(line)), line), axis, wanted)
    close(compute("upsample", x, factor=3, interpolation="bilinear"), wanted)


def test_permute_reshape_and_concat_count_axes_from_0() -> None:
    x, y = normal(2, 3, 4, 5), normal(2, 3, 2, 5)
    np.testing.assert_array_equal(compute("permute", x, order=(2, 0, 1)), x.transpose(0, 3, 1, 2))
    np.testing.assert_array_equal(compute("reshape", x, shape=(-1, 10)), x.reshape(2, 6, 10))
    np.testing.assert_array_equal(compute("concat", x, y, axis=1), np.concatenate([x, y], 2))
    np.testing.assert_array_equal(compute("subtract", x, x[:, :1], broadcast=True), x - x[:, :1])


# ---- sequences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("causal", [False, True])
def test_attention(causal: bool) -> None:
    """Vaswani and others 2017, equation 1, head by head."""
    # On JAX, Keras computes no other length for values than for keys: `docs/backends.md`.
    x, heads, key_dim, value_dim = normal(2, 5, 6), 2, 3, 3 if NAME == "jax" else 4
    weights = [
        normal(6, heads, key_dim), normal(heads, key_dim), normal(6, heads, key_dim), normal(heads, key_dim),
        normal(6, heads, value_dim), normal(heads, value_dim), normal(heads, value_dim, 6), normal(6),
    ]  # fmt: skip
    wq, bq, wk, bk, wv, bv, wo, bo = weights
    wanted = np.zeros_like(x) + bo
    for h in range(heads):
        q, k, v = x @ wq[:, h] + bq[h], x @ wk[:, h] + bk[h], x @ wv[:, h] + bv[h]
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(key_dim)
        if causal:
            scores = np.where(np.tril(np.ones((5, 5))) > 0, scores, -np.inf)
        wanted += softmax(scores) @ v @ wo[h]
    got = compute("attention", x, weights=weights, heads=heads, key_dim=key_dim, value_dim=value_dim, causal=causal)
    close(got, wanted, 1e-4)


def test_attention_to_another_sequence_does_not_mind_its_order() -> None:
    x, other = normal(2, 5, 6), normal(2, 7, 3)
    weights = [normal(6, 2, 4), normal(3, 2, 4), normal(3, 2, 4), normal(2, 4, 6)]
    fields = {"heads": 2, "key_dim": 4, "bias": False, "value": "other", "weights": weights}
    got = compute("attention", x, other, **fields)
    assert got.shape == x.shape
    close(got, compute("attention", x, other[:, ::-1], **fields), 1e-4)


def test_positions() -> None:
    x, table = normal(2, 7, 5), normal(7, 5)
    close(compute("position_embedding", x, weights=[table]), x + table)
    p, c = np.arange(7)[:, None], np.arange(5)
    angle = p / 10000 ** ((c - c % 2) / 5)
    close(compute("position_embedding", x, mode="sinusoidal"), x + np.where(c % 2 == 0, np.sin(angle), np.cos(angle)))


def test_lstm_step_by_step() -> None:
    x, w, u, b = normal(2, 4, 3), normal(3, 8), normal(2, 8), normal(8)
    h = c = np.zeros((2, 2))
    for step in x.transpose(1, 0, 2):
        i, f, new, o = np.split(step @ w + h @ u + b, 4, -1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(new)
        h = sigmoid(o) * np.tanh(c)
    close(compute("lstm", x, weights=[w, u, b], units=2), h)


def test_gru_step_by_step() -> None:
    x, w, u, b = normal(2, 4, 3), normal(3, 6), normal(2, 6), normal(2, 6)
    h = np.zeros((2, 2))
    for step in x.transpose(1, 0, 2):
        (xz, xr, xn), (hz, hr, hn) = np.split(step @ w + b[0], 3, -1), np.split(h @ u + b[1], 3, -1)
        z, r = sigmoid(xz + hz), sigmoid(xr + hr)
        h = z * h + (1 - z) * np.tanh(xn + r * hn)
    close(compute("gru", x, weights=[w, u, b], units=2), h)


def test_bidirectional_reads_from_both_ends() -> None:
    x, weights = normal(2, 4, 3), [normal(3, 8), normal(2, 8), normal(8), normal(3, 8), normal(2, 8), normal(8)]
    fields = {"units": 2, "return_sequences": True}
    there = compute("lstm", x, weights=weights[:3], **fields)
    back = compute("lstm", x[:, ::-1], weights=weights[3:], **fields)[:, ::-1]
    both = compute("lstm", x, weights=weights, bidirectional=True, **fields)
    close(both, np.concatenate([there, back], -1))
