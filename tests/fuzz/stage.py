"""Where a random spec has got to: a live walk of archspec's own that tells the shape in front of the next item.

NOTE: Why the checker under test, to make what tests it? It only tells shapes and suggests what fits. Of the items that
it refuses, some are kept: whether it was right to refuse them is for Keras to say.
"""

from collections.abc import Mapping
from functools import cache
from math import prod
from random import Random
from typing import Any

from archspec.compiler.names import Scope, Tensor
from archspec.compiler.unfold import begin_walk, unfold_item
from archspec.compiler.values import TooLargeError, UnreadableError
from archspec.compiler.walk import Frame, Walk
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.graph import Node
from archspec.language.located import as_tree
from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.layers.window import SpatialLayer
from archspec.tensors.dim import Dim
from archspec.tensors.shape import Shape
from archspec.tensors.term import Opaque
from tests.fuzz.recipes import RECIPES, number
from tests.fuzz.spec import Item, Spec, plain
from tests.fuzz.values import draw_fields, say

MOST_VALUES = 4_000
"""The most values that a tensor of one sample may have, so that thousands of networks can be run."""
MOST_CHANNELS = 40
SEQUENCE_KINDS = ("lstm", "gru", "attention", "position_embedding")
REFUSED_KEPT = 0.25
"""The share of refused items that are kept, for Keras to judge."""


class RefusedError(Exception):
    """An item was refused and kept: the spec is finished."""


class Stage:
    """A list of layers in the making.

    Attributes:
        rng: The source of all choices.
        spec: The spec that it is part of.
        walk: The walk so far.
        frame: What holds for its items.
        tensor: What the next item takes.
        items: The items so far.
        named: Tensors that have a name, by the name as it is written.
        suffix: What a name must end in, inside of repeats.
        depth: How deep in other lists it stands.
        spoilt: Whether a fault was put in, so that no other may be kept.
    """

    def __init__(self, rng: Random, spec: Spec, walk: Walk, frame: Frame, tensor: Tensor | None) -> None:
        self.rng, self.spec, self.walk, self.frame, self.tensor = rng, spec, walk, frame, tensor
        self.items: list[Item] = []
        self.named: dict[str, Tensor] = {}
        self.suffix = ""
        self.depth = 0
        self.spoilt = False
        self.numbers = [0]

    @property
    def shape(self) -> Shape:
        """The shape in front of the next item."""
        assert self.tensor is not None and self.tensor.shape is not None
        return self.tensor.shape

    def nested(self, tensor: Tensor, values: Mapping[str, Any] | None = None, suffix: str = "") -> "Stage":
        """Returns a stage for a list inside an item, on a copy of the walk."""
        frame = self.frame._replace(scope=Scope(self.name(), self.frame.scope))
        inner = Stage(self.rng, self.spec, copied(self.walk), frame, tensor)
        inner.frame = frame._replace(values={**frame.values, **(values or {})})
        inner.named, inner.suffix = dict(self.named), self.suffix + suffix
        inner.depth, inner.numbers = self.depth + 1, self.numbers
        return inner

    def name(self) -> str:
        """Returns a name that nothing has."""
        self.numbers[0] += 1
        return f"n{self.numbers[0]}{self.suffix}"

    def add(self, item: Item, may_keep: bool = True) -> bool:
        """Walks over an item, and takes it into the list if it fits.

        Raises:
            RefusedError: If it does not fit, and is kept all the same.
        """
        found: list[Diagnostic] = []
        trial = copied(self.walk, found)
        start = len(trial.nodes)
        try:
            made = unfold_item(trial, as_tree(plain(item)), self.tensor, self.frame)
        except (TooLargeError, UnreadableError):
            return False
        except Exception:
            # Whatever else escapes from the walk is a bug of archspec, which the spec shall show.
            self.items.append(item)
            raise RefusedError from None
        if any(one.is_error for one in found):
            if may_keep and not self.spoilt and self.depth == 0 and self.rng.random() < REFUSED_KEPT:
                self.items.append(item)
                raise RefusedError
            return False
        if made is None or not all(is_small(node) for node in trial.nodes[start:]):
            return False
        if not within_reach(made):
            return False
        trial.report = self.walk.report
        self.walk, self.tensor = trial, made
        self.items.append(item)
        fields: Any = item.value
        if len(trial.nodes) > start and made.shape is not None and isinstance(item.value, dict):  # not left out
            name = fields.get("name")
            if isinstance(name, str):
                self.named[name] = made
        return True

    def fields(self, kind: type[Layer], x: Shape, chance: float = 0.2) -> dict[str, Any]:
        """Returns fields for a kind that mostly fit a shape."""
        drawn = draw_fields(self.rng, kind, chance)
        recipe = RECIPES.get(kind.kind)
        if recipe is not None and self.rng.random() < 0.97:
            drawn |= recipe(self.rng, x)
        known = self.known(x)
        return {
            name: say(self.rng, value, known) if type(value) is int and self.rng.random() < 0.12 else value
            for name, value in drawn.items()
        }

    def known(self, x: Shape) -> dict[str, Any]:
        """Returns what an expression may name where a shape arrives: numbers by name."""
        values = {name: value for name, value in self.frame.values.items() if type(value) is int}
        sizes = {f"spatial[{axis}]": size for axis, size in enumerate(x.spatial)}
        return {**values, "channels": x.channels, "rank": x.rank, **sizes}

    def like(self, x: Shape, ranks_only: bool = False) -> list[str]:
        """Returns the names of tensors of a shape, or of a rank."""
        return [
            name
            for name, tensor in self.named.items()
            if tensor.shape is not None
            and (tensor.shape.rank == x.rank if ranks_only else tensor.shape == x)
            and name.endswith(self.suffix)
        ]


def copied(walk: Walk, found: list[Diagnostic] | None = None) -> Walk:
    """Returns a copy of a walk, to try something on."""
    copy = begin_walk(walk.architecture, walk.params, walk.report if found is None else found.append)
    copy.nodes, copy.places = list(walk.nodes), list(walk.places)
    copy.names.tensors, copy.names.places = dict(walk.names.tensors), dict(walk.names.places)
    return copy


def fits(kind: type[Layer], x: Shape, dtype: str) -> bool:
    """Returns whether a kind may be put on a tensor."""
    if dtype != "float" and not dtype.startswith("float"):
        return kind.integers != "refused"
    if kind.kind == "embedding":
        return False
    if issubclass(kind, SpatialLayer) and x.rank not in kind.ranks:
        return False
    return x.rank == 1 or kind.kind not in SEQUENCE_KINDS


@cache
def kinds() -> tuple[type[Layer], ...]:
    """Returns all kinds that have one input, in order."""
    return tuple(kind for kind in registry.kinds() if "branches" not in kind.model_fields)


def is_small(node: Node) -> bool:
    """Returns whether a tensor can be computed in no time."""
    return (
        prod(number(size) for size in node.shape) <= MOST_VALUES
        and number(node.shape.channels) <= MOST_CHANNELS
        and len(node.shape) <= 5
    )


def within_reach(tensor: Tensor) -> bool:
    """Returns whether the smallest input for which a tensor exists is a small one."""
    smallest: dict[str, int] = {}
    for size in tensor.shape or ():
        if isinstance(size, Dim):
            if isinstance(size.term, Opaque):
                return True
            smallest |= size.domain.example(size.symbols) or {}
    return all(size <= 40 for size in smallest.values())
