import pytest

from archspec.layers.activation.relu import Relu
from archspec.layers.base import Weight
from archspec.layers.convolution.conv import Conv
from archspec.layers.core.dense import Dense
from archspec.layers.faults import StepwiseInputs
from archspec.layers.merge.add import Add
from archspec.layers.merge.concat import Concat
from archspec.layers.shape.crop import Crop
from archspec.layers.stepwise import StepwiseLayer, step, stepwise
from archspec.tensors.dim import Dim
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

T = Dim.symbol("T")


def test_a_step_is_what_follows_the_first_axis() -> None:
    assert step(Shape((10, 32, 32, 3))) == Shape((32, 32, 3))
    assert isinstance(step(Shape((10, 3))), Shape)


def test_every_step_goes_through_the_layer() -> None:
    frames = Shape((10, 32, 32, 3))
    layer = stepwise(Conv(filters=8, size=3, stride=2))
    assert layer.output(frames) == Shape((10, 16, 16, 8))
    # The weights of one convolution: 3 · 3 · 3 · 8 and 8, however many steps there are.
    assert layer.weights(frames) == (Weight("kernel", (3, 3, 3, 8)), Weight("bias", (8,)))
    # At each of 16 · 16 places 3 · 3 · 3 · 8 multiplications, ten times.
    assert layer.macs(frames, Shape((10, 16, 16, 8))) == 10 * 55_296


def test_the_number_of_steps_may_be_open() -> None:
    layer = stepwise(Dense(units=5))
    assert layer.output(Shape((T, 4))) == Shape((T, 5))
    assert layer.macs(Shape((T, 4)), Shape((T, 5))) == 20 * T


def test_a_merge_stays_and_counts_its_axes_from_the_steps_on() -> None:
    assert stepwise(Add()) == Add()
    assert stepwise(Concat()) == Concat()
    assert stepwise(Concat(axis=0)) == Concat(axis=1)


def test_a_second_tensor_is_refused() -> None:
    with pytest.raises(ShapeError) as error:
        stepwise(Crop(like="small"))
    assert error.value.data == StepwiseInputs()


def test_a_layer_that_might_take_a_second_tensor_and_does_not() -> None:
    assert stepwise(Crop(cropping=1)).output(Shape((10, 8, 8, 3))) == Shape((10, 6, 6, 3))
    assert stepwise(Relu()) == StepwiseLayer(layer=Relu())
