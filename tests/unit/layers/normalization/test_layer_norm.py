import pytest

from archspec.layers.base import Weight
from archspec.layers.faults import OpenWeights
from archspec.layers.normalization.layer_norm import LayerNorm
from archspec.tensors.dim import Dim
from archspec.tensors.faults import OpenSize, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("axes", "given", "weight"),
    [
        ("channels", (8,), (8,)),
        ("channels", (5, 8), (8,)),
        ("channels", (4, 5, 6, 8), (8,)),
        ("all", (8,), (8,)),
        ("all", (5, 8), (5, 8)),
        ("all", (4, 5, 6, 8), (4, 5, 6, 8)),
    ],
)
def test_shape_and_weights(axes, given, weight):
    x = Shape(given)
    layer = LayerNorm(axes=axes)
    assert layer.output(x) == x
    assert layer.weights(x) == (Weight("gamma", weight), Weight("beta", weight))
    assert layer.macs(x, x) == 0


def test_without_factor_or_offset():
    x = Shape((5, 8))
    assert LayerNorm(center=False).weights(x) == (Weight("gamma", (8,)),)
    assert LayerNorm(scale=False).weights(x) == (Weight("beta", (8,)),)
    assert LayerNorm(center=False, scale=False).weights(x) == ()


@pytest.mark.parametrize(("axis", "axes"), [(-1, "channels"), ([-1], "channels"), ([1, 2, 3], "all")])
def test_from_keras(axis, axes):
    assert LayerNorm.from_keras({"axis": axis, "epsilon": 1e-6}) == LayerNorm(axes=axes, epsilon=1e-6)


def test_it_refuses_open_sizes_where_it_has_weights():
    with pytest.raises(ShapeError) as error:
        LayerNorm(axes="all").output(Shape((Dim.symbol("T"), 8)))
    assert error.value.kind is OpenSize
    assert error.value.data == OpenWeights(Shape((Dim.symbol("T"), 8)))
    assert error.value.notes == (
        "a norm learns a factor and an offset for each channel, or for each value where `axes: all`",
    )
    assert tuple(one.text for one in error.value.helps) == ("give the sizes of the input as numbers",)
    assert LayerNorm().output(Shape((Dim.symbol("T"), 8))) == Shape((Dim.symbol("T"), 8))
