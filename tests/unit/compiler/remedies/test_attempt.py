from archspec.compiler.ancestry import Ancestry, Effort
from archspec.compiler.names import Tensor
from archspec.compiler.origin import Origins, Place
from archspec.compiler.places import Places
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.misfit import Misfit, listed
from archspec.diagnostics.unconverted import Unconverted
from archspec.graph import Node
from archspec.layers.base import Layer
from archspec.layers.core.dense import Dense
from archspec.layers.core.identity import Identity
from archspec.layers.merge.add import Add
from archspec.layers.pooling.max_pool import MaxPool
from archspec.layers.stepwise import StepwiseLayer, stepwise
from archspec.tensors.faults import ShapeError, ShapeMismatch
from archspec.tensors.shape import Shape


def misfit(layer: Layer | None = None) -> Misfit:
    """Returns the sum of an input of 7 and of what a pool and a layer behind it make of it."""
    x = Shape((7, 3))
    nodes = [
        Node("input", None, (), x),
        Node("pool", MaxPool(), (0,), Shape((3, 3))),
        Node("other", Identity(), (1,), Shape((3, 3))),
    ]
    ancestry = Ancestry(nodes, Places([Place(None, {})] * 3), Origins(), Effort())
    inputs = (Tensor(0, x), Tensor(2, Shape((3, 3))))
    return Misfit(
        ShapeError(Unconverted(ShapeMismatch, "does not fit")), layer, "add", Place(None, {}), inputs, ancestry
    )


def test_nothing_changes_nothing() -> None:
    assert not fits(misfit(Add()))
    assert not fits(misfit(None))


def test_another_input() -> None:
    assert not fits(misfit(Add()), shapes={0: Shape((8, 3))})
    assert fits(misfit(Add()), shapes={0: Shape((1, 3))}) is False
    assert not fits(misfit(Add()), shapes={0: Shape((8,))})


def test_another_layer() -> None:
    assert fits(misfit(Add()), layers={1: Identity()})
    assert fits(misfit(Add()), layers={1: Dense(units=3)}) is not False
    assert not fits(misfit(Add()), layers={1: Dense(units=4)})


def test_a_stand_in_for_the_layer_itself() -> None:
    assert fits(misfit(Add()), layers={1: MaxPool(size=7)}, layer=Add(broadcast=True))


def test_fields_change_behind_steps_too() -> None:
    pool = changed(stepwise(MaxPool()), size=3)
    assert isinstance(pool, StepwiseLayer)
    assert pool.layer == MaxPool(size=3)
    assert changed(MaxPool(), size=3) == MaxPool(size=3)


def test_words_of_a_misfit() -> None:
    assert misfit().at(1) == "`pool`"
    assert misfit().shapes == [Shape((7, 3)), Shape((3, 3))]
    assert listed(Shape((7, 3))) == "[7, 3]"


def test_without_effort_nothing_is_tried() -> None:
    tired = misfit(Add())
    assert tired.ancestry.effort.take(Effort.MOST)
    assert not fits(tired, layers={1: Identity()})
