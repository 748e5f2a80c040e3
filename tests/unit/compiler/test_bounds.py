import pytest

from archspec import limits
from archspec.compiler.bounds import Bounds, LowerBound
from archspec.compiler.values import TooLargeError
from archspec.diagnostics.diagnostic import Diagnostic


def bounds(nodes: int = 0, inputs: int = 0) -> tuple[Bounds, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return Bounds(range(nodes), inputs, found.append), found


def test_items_are_counted():
    one, found = bounds()
    one.step(None, limits.STEPS)
    with pytest.raises(TooLargeError):
        one.step(None)
    assert [finding.kind.name for finding in found] == ["too-many-layers"]


def test_a_long_path_counts():
    one, _ = bounds()
    one.step(None, limits.STEPS - 1)
    one.named(None, "a" * limits.PATH_LETTERS)
    one.named(None, "a" * (limits.PATH_LETTERS + 1))
    with pytest.raises(TooLargeError):
        one.named(None, "a" * (limits.PATH_LETTERS + 1))


def test_inputs_are_no_layers():
    bounds(limits.LAYERS + 1, inputs=2)[0].layer(None)
    with pytest.raises(TooLargeError):
        bounds(limits.LAYERS + 2, inputs=2)[0].layer(None)


def test_what_is_foreseen_is_not_counted():
    one, _ = bounds(nodes=10)
    one.look_ahead(None, LowerBound(limits.STEPS, limits.LAYERS - 10, 0))
    one.step(None, limits.STEPS)
    for least in (LowerBound(1, 0, 0), LowerBound(0, limits.LAYERS - 9, 0)):
        with pytest.raises(TooLargeError):
            one.look_ahead(None, least)
