import pytest
from pydantic import ValidationError

from archspec.layers.pooling.global_pool import GlobalPool
from archspec.tensors.faults import RankMismatch, ShapeError
from archspec.tensors.shape import Shape


@pytest.mark.parametrize(
    ("fields", "given", "wanted"),
    [
        ({}, (7, 7, 2048), (2048,)),
        ({"mode": "max"}, (100, 8), (8,)),
        ({"keep_dims": True}, (7, 7, 2048), (1, 1, 2048)),
        ({"mode": "max", "keep_dims": True}, (4, 5, 6, 2), (1, 1, 1, 2)),
    ],
)
def test_shape(fields, given, wanted):
    assert GlobalPool(**fields).output(Shape(given)) == wanted


@pytest.mark.parametrize("given", [(8,), (2, 2, 2, 2, 8)])
def test_another_rank(given):
    with pytest.raises(ShapeError) as error:
        GlobalPool().output(Shape(given))
    assert error.value.kind is RankMismatch


def test_there_are_two_modes():
    with pytest.raises(ValidationError):
        GlobalPool(mode="sum")  # pyright: ignore[reportArgumentType]  # the fault under test


def test_it_learns_nothing_and_multiplies_nothing():
    x = Shape((8, 8, 1))
    layer = GlobalPool()
    assert layer.weights(x) == ()
    assert layer.macs(x, layer.output(x)) == 0


def test_from_keras():
    config = {"class_name": "GlobalMaxPooling2D", "data_format": "channels_last", "keepdims": True}
    assert GlobalPool.from_keras(config) == GlobalPool(mode="max", keep_dims=True)
    config = {"class_name": "GlobalAveragePooling1D", "data_format": "channels_last", "keepdims": False}
    assert GlobalPool.from_keras(config) == GlobalPool()
