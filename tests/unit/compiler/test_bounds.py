import pytest

from archspec.compiler.bounds import LONG, MOST_LAYERS, MOST_STEPS, Bounds, Least
from archspec.compiler.values import TooLargeError
from archspec.diagnostics.diagnostic import Diagnostic


def bounds(nodes: int = 0, inputs: int = 0) -> tuple[Bounds, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return Bounds(range(nodes), inputs, found.append), found


def test_items_are_counted():
    one, found = bounds()
    one.step(None, MOST_STEPS)
    with pytest.raises(TooLargeError):
        one.step(None)
    assert [finding.kind.name for finding in found] == ["too-many-layers"]


def test_a_long_path_counts():
    one, _ = bounds()
    one.step(None, MOST_STEPS - 1)
    one.named(None, "a" * LONG)
    one.named(None, "a" * (LONG + 1))
    with pytest.raises(TooLargeError):
        one.named(None, "a" * (LONG + 1))


def test_inputs_are_no_layers():
    bounds(MOST_LAYERS + 1, inputs=2)[0].layer(None)
    with pytest.raises(TooLargeError):
        bounds(MOST_LAYERS + 2, inputs=2)[0].layer(None)


def test_what_is_foreseen_is_not_counted():
    one, _ = bounds(nodes=10)
    one.foresee(None, Least(MOST_STEPS, MOST_LAYERS - 10, 0))
    one.step(None, MOST_STEPS)
    for least in (Least(1, 0, 0), Least(0, MOST_LAYERS - 9, 0)):
        with pytest.raises(TooLargeError):
            one.foresee(None, least)
