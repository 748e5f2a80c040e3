from archspec.layers.activation.sparsemax import Sparsemax
from archspec.layers.base import Part
from archspec.layers.core.dense import Dense
from archspec.tensors.shape import Shape


def test_the_shape_stays_and_nothing_is_learned():
    shape = Shape((5, 7, 3))
    assert Sparsemax().output(shape) == (5, 7, 3)
    assert Sparsemax().weights(shape) == ()


def test_no_layer_applies_kerass_own():
    _, activation = Dense(units=3, activation="sparsemax").expand()
    assert activation == Part("activation", Sparsemax, {}, "activation")
