from archspec.convert.inference import fold_norm
from archspec.layers.convolution.depthwise_conv import DepthwiseConv
from archspec.layers.convolution.separable_conv import SeparableConv
from archspec.layers.convolution.up_conv import UpConv
from archspec.layers.core.dense import Dense
from archspec.layers.normalization.batch_norm import BatchNorm

NORM = BatchNorm(epsilon=0)
"""Divides by the root of the variance and nothing else."""


def lists(weights, **values: list) -> dict[str, list]:
    """What `folded` makes of weights, by name."""
    import numpy as np

    layer, kernels, bias = weights
    given = {name: np.array(value, "float32") for name, value in {**kernels, **bias}.items()}
    statistics = {name: np.array(value, "float32") for name, value in values.items()}
    return {name: value.tolist() for name, value in fold_norm(layer, given, NORM, statistics).items()}


def test_weights_are_multiplied_and_the_bias_takes_the_rest() -> None:
    # factors 3 / sqrt(0.25) = 6 and 1 / sqrt(4) = 0.5; biases (1 - 4) * 6 + 0.5 and (1 - 0) * 0.5 - 1
    weights = (Dense(units=2), {"kernel": [[2, 4], [1, 0]]}, {"bias": [1, 1]})
    made = lists(weights, gamma=[3, 1], beta=[0.5, -1], moving_mean=[4, 0], moving_variance=[0.25, 4])
    assert made == {"kernel": [[12, 2], [6, 0]], "bias": [-17.5, -0.5]}


def test_a_norm_without_factor_and_offset_folds_too() -> None:
    weights = (Dense(units=1, bias=False), {"kernel": [[2]]}, {})
    assert lists(weights, moving_mean=[3], moving_variance=[4]) == {"kernel": [[1]], "bias": [-1.5]}


def test_the_output_channels_of_a_kernel_are_found() -> None:
    twice = {"moving_mean": [0, 0], "moving_variance": [0.25, 1]}  # the first channel doubles
    up = (UpConv(filters=2, size=1), {"kernel": [[[[1, 1, 1], [1, 1, 1]]]]}, {})  # (1, 1, filters, channels)
    assert lists(up, **twice)["kernel"] == [[[[2, 2, 2], [1, 1, 1]]]]
    depthwise = (DepthwiseConv(size=1, multiplier=2), {"kernel": [[[[1, 1]]]]}, {})  # (1, 1, channels, multiplier)
    assert lists(depthwise, **twice)["kernel"] == [[[[2, 1]]]]
    kernels = {"depthwise_kernel": [[[[5]]]], "pointwise_kernel": [[[[1, 1]]]]}
    separable = lists((SeparableConv(filters=2, size=1), kernels, {}), **twice)
    assert separable == {"depthwise_kernel": [[[[5]]]], "pointwise_kernel": [[[[2, 1]]]], "bias": [0, 0]}
