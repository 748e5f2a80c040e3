from typing import Any

import pytest

from archspec.layers.activation.activation import Activation
from archspec.layers.activation.leaky_relu import LeakyRelu
from archspec.layers.activation.relu import Relu
from archspec.layers.base import Part
from archspec.layers.convolution.conv import Conv
from archspec.layers.core.dense import Dense
from archspec.layers.normalization.batch_norm import BatchNorm
from archspec.layers.normalization.group_norm import GroupNorm

ALONE = {"units": 3, "norm": None, "activation": None}


@pytest.mark.parametrize("fields", [{}, {"activation": "relu"}, {"activation": "softmax", "bias": False}])
def test_what_kerass_layer_does_is_one_layer(fields: dict[str, Any]) -> None:
    assert Dense.model_validate({"units": 3, **fields}).expand() == ()


@pytest.mark.parametrize(
    ("fields", "bias", "others"),
    [
        ({"norm": "batch"}, False, [Part("norm", BatchNorm, {}, "norm")]),
        ({"norm": "batch", "bias": True}, True, [Part("norm", BatchNorm, {}, "norm")]),
        (
            {"norm": {"group": 8}, "activation": "relu"},
            False,
            [
                Part("norm", GroupNorm, {"groups": 8}, "norm"),
                Part("activation", Activation, {"function": "relu"}, "activation"),
            ],
        ),
        ({"activation": "leaky_relu"}, True, [Part("activation", LeakyRelu, {}, "activation")]),
        ({"activation": {"relu": {}}}, True, [Part("activation", Relu, {}, "activation")]),
    ],
)
def test_what_it_does_not_is_a_layer_of_its_own(fields: dict[str, Any], bias: bool, others: list[Part]) -> None:
    parts = Dense.model_validate({"units": 3, **fields}).expand()
    assert list(parts) == [Part("dense", Dense, {**ALONE, "bias": bias}), *others]


def test_a_convolution_is_called_conv_whatever_its_kind() -> None:
    assert [part.name for part in Conv(filters=3, size=3, activation="prelu").expand()] == ["conv", "activation"]


def test_a_function_of_kerass_comes_back_with_its_own_slope() -> None:
    assert Dense.from_keras({"units": 3, "activation": "relu", "use_bias": False}) == Dense(
        units=3, activation="relu", bias=False
    )
    assert Dense.from_keras({"units": 3, "activation": "leaky_relu", "use_bias": True}).activation == {
        "leaky_relu": {"negative_slope": 0.2}
    }
    with pytest.raises(ValueError, match="no words for Keras's `sparsemax`"):
        Dense.from_keras({"units": 3, "activation": "sparsemax"})
