import pytest

from archspec.layers.activation.activation import Activation
from archspec.layers.activation.softmax import Softmax
from archspec.layers.base import UnaryLayer
from archspec.layers.core.dense import Dense
from archspec.layers.faults import TooManyAxes
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

VOLUME = Shape((8, 8, 8, 3))
VOLUMES = Shape((4, 8, 8, 8, 3))
MORE = Shape((2, 4, 8, 8, 8, 3))


def test_the_shape_stays():
    assert Softmax().output(VOLUME) == VOLUME


@pytest.mark.parametrize(
    ("layer", "field"),
    [
        (Softmax(), None),
        (Activation(function="softmax"), "function"),
        (Dense(units=3, activation="softmax"), "activation"),
    ],
)
def test_four_axes_are_the_most_however_it_is_written(layer: UnaryLayer, field: str | None):
    assert layer.output(VOLUME) == VOLUME
    with pytest.raises(ShapeError) as error:
        layer.output(VOLUMES)
    assert (error.value.kind, error.value.field) == (TooManyAxes, field)


def test_the_help_fits_the_number_of_axes():
    with pytest.raises(ShapeError) as of_five:
        Softmax().output(VOLUMES)
    with pytest.raises(ShapeError) as of_six:
        Softmax().output(MORE)
    assert "time_distributed" in of_five.value.helps[0]
    assert "reshape" in of_six.value.helps[0]


def test_the_logarithm_of_it_may_have_more():
    assert Activation(function="log_softmax").output(VOLUMES) == VOLUMES
