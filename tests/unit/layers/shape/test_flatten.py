from archspec.layers.shape.flatten import Flatten
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape


def test_all_values_stand_on_one_axis():
    assert Flatten().output(Shape((5, 4, 3))) == (60,)
    assert Flatten().output(Shape((7,))) == (7,)
    assert Flatten().weights(Shape((7,))) == ()
    assert Flatten().macs(Shape((7,)), Shape((7,))) == 0
    assert Flatten().integers == "kept"


def test_an_open_axis_leaves_their_number_open():
    (size,) = Flatten().output(Shape((Dim.symbol("H"), Dim.symbol("W"), 3)))
    assert isinstance(size, Dim)
    assert size.evaluate({"H": 5, "W": 4}) == 60
