from archspec.layers.activation.softmax import Softmax
from archspec.tensors.shape import Shape


def test_the_shape_stays():
    for shape in (Shape((8, 8, 8, 3)), Shape((2, 4, 8, 8, 8, 3))):
        assert Softmax().output(shape) == shape
