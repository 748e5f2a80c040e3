"""The whole network once more with other shapes of its inputs, to see whether all of its layers would fit.

A remedy that changes an input is tried on what has been made so far; what follows may refuse it. Faults that have
nothing to do with shapes do not count: they are told anyway.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from archspec import budget, limits
from archspec.budget import Budget
from archspec.compiler.elaborate import elaborate
from archspec.compiler.inference import infer_shape
from archspec.compiler.names import Tensor
from archspec.compiler.walk import Frame, Infer, Walk
from archspec.language.document import Architecture, Input
from archspec.language.located import as_tree
from archspec.layers.base import Layer
from archspec.tensors.faults import NoValidSize
from archspec.tensors.shape import Shape

COST = 4_000
"""As how many layers that are asked once more a rehearsal counts."""


def would_work(architecture: Architecture, shapes: Mapping[str, Shape], remedies: Budget) -> bool:
    """Returns whether a network would have no layer that does not fit, were its inputs of other shapes.

    Args:
        architecture: The network.
        shapes: The shapes of some of its inputs, by name.
        remedies: What it is taken off.
    """
    if not remedies.spend(COST):
        return False
    try:
        with budget.start_rehearsal():
            made = elaborate(_with_inputs(architecture, shapes), infer=_bounded(), refuse=_stop)
    except _RefusedError:
        return False
    return not any(one.kind is NoValidSize for one in made.diagnostics)


def _with_inputs(architecture: Architecture, shapes: Mapping[str, Shape]) -> Architecture:
    def changed(name: str, one: Input) -> Input:
        shape = [size if isinstance(size, int) else str(size) for size in shapes[name]]
        return one.model_copy(update={"shape": as_tree(shape)})

    changes: dict[str, Any] = {
        "inputs": {name: changed(name, one) if name in shapes else one for name, one in architecture.inputs.items()}
    }
    if architecture.input is not None and "input" in shapes:
        changes["input"] = changed("input", architecture.input)
    return architecture.model_copy(update=changes)


class _RefusedError(Exception):
    """A layer does not fit, or it takes too long to find out."""


def _bounded() -> Infer:
    """Returns what infers shapes of so many layers at most."""
    layers = Budget(limits.REHEARSED)

    def infer(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        if not layers.spend(1):
            raise _RefusedError
        return infer_shape(walk, layer, inputs, path, frame)

    return infer


def _stop(*conflict: object) -> NoReturn:
    """Ends a walk where a layer does not fit."""
    del conflict
    raise _RefusedError
