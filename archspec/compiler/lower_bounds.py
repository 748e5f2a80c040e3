"""Lower bounds of what a list of layers unfolds to, computed before it is unfolded.

NOTE: Why not count while unfolding? That is done too, and holds the limits; but a network that passes them would be
unfolded up to there first, which takes seconds. What repeats say in numbers, or in params, is known before.
"""

from collections.abc import Collection, Mapping
from typing import Any, cast

from archspec import limits
from archspec.compiler.bounds import LowerBound
from archspec.compiler.references import context_of
from archspec.compiler.values import TooLargeError, UnreadableError, ignore
from archspec.compiler.walk import Frame, Walk
from archspec.language.document import Block
from archspec.language.structure import STRUCTURES
from archspec.layers import registry
from archspec.syntax.expression import template
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree

MERGES = frozenset(registry.shipped("merge"))
NOTHING = LowerBound(0, 0, 0)
ONE_ITEM = LowerBound(1, 0, 0)
ONE_SCOPE = LowerBound(1, 0, 1)
ONE_LAYER = LowerBound(1, 1, 1)


def lower_bound_of_iterations(
    walk: Walk, tree: Tree, frame: Frame, count: int, counters: Collection[str]
) -> LowerBound:
    """Returns the least that a number of iterations over a list of layers unfold to.

    Args:
        walk: The walk.
        tree: The list.
        frame: What holds around them.
        count: How many there are.
        counters: The names that mean something else in each of them.
    """
    if walk.changes.by_path:  # an edit may take layers away
        return LowerBound(count, 0, 0)
    return LowerBounds(walk, frame).iterations(count, tree, frozenset(counters))


class LowerBounds:
    """Looks ahead from where a walk is.

    Args:
        walk: The walk.
        frame: What holds there.
    """

    def __init__(self, walk: Walk, frame: Frame) -> None:
        self._walk = walk
        self._frame = frame
        self._blocks: dict[int, LowerBound] = {}

    def layers(self, tree: Tree, hidden: frozenset[str] = frozenset(), depth: int = 0) -> LowerBound:
        """Returns what a list of layers comes to at least.

        Args:
            tree: The list.
            hidden: Names of which it is not known what they stand for in it.
            depth: How deep it is.
        """
        if not isinstance(tree, Sequence) or depth > limits.LAYER_NESTING:
            return NOTHING
        least = NOTHING
        for item in tree.items:
            least = least.and_then(self.item(item, hidden, depth))
        return least

    def iterations(self, count: int, tree: Tree, hidden: frozenset[str], depth: int = 0) -> LowerBound:
        """Returns the least that a number of iterations over a list of layers come to."""
        if not count:
            return NOTHING
        steps, layers, names = self.layers(tree, hidden, depth)
        return LowerBound(count * (steps + 1), count * layers, count * names)

    def item(self, tree: Tree, hidden: frozenset[str] = frozenset(), depth: int = 0) -> LowerBound:
        """Returns what an item comes to at least."""
        value: Tree | None = None
        if isinstance(tree, TreeMapping) and len(tree.entries) == 1:
            ((kind, value),) = tree.entries.items()
        elif isinstance(tree, Scalar) and isinstance(tree.value, str):
            kind = tree.value
        else:
            return ONE_ITEM
        fields: Mapping[str, Tree] = value.entries if isinstance(value, TreeMapping) else {}
        if "when" in fields:
            return ONE_ITEM
        structure = STRUCTURES.get(kind)
        if structure is not None:
            inner = fields.get("layers", value if structure.principal == "layers" else None)
            return self._structure(kind, fields, inner, hidden, depth + 1)
        if block := self._walk.block(kind, self._frame):
            _, layers, names = self._block(block, depth + 1)
            return LowerBound(1 + names, layers, 1 + names)
        if not registry.is_kind(registry.split_rank(kind)[0]):
            return ONE_ITEM
        least = ONE_LAYER
        branches = fields.get("branches", value) if kind in MERGES else None
        for branch in branches.items if isinstance(branches, Sequence) else ():
            least = least.and_then(self.layers(branch, hidden, depth + 1))
        return least

    def _structure(
        self, kind: str, fields: Mapping[str, Tree], inner: Tree | None, hidden: frozenset[str], depth: int
    ) -> LowerBound:
        if inner is None:
            return ONE_ITEM
        if kind != "repeat":
            return ONE_SCOPE.and_then(self.layers(inner, hidden, depth))
        count, counters = self._count(fields, hidden)
        return ONE_ITEM.and_then(self.iterations(count, inner, hidden | counters, depth))

    def _count(self, fields: Mapping[str, Tree], hidden: frozenset[str]) -> tuple[int, frozenset[str]]:
        """Returns how many iterations a repeat has, 0 if that is not known, and the names of its counters."""
        each = fields.get("each")
        if isinstance(each, TreeMapping) and each.entries:
            first = next(iter(each.entries.values()))
            values: Any = first.items if isinstance(first, Sequence) else self._value(first, hidden)
            return (len(cast("list[Any]", values)) if isinstance(values, list) else 0), frozenset(each.entries)
        times = self._value(fields["times"], hidden) if "times" in fields else 0
        index = fields.get("index")
        counters = frozenset([str(index.value)]) if isinstance(index, Scalar) else frozenset[str]()
        return (times if isinstance(times, int) and not isinstance(times, bool) and times > 0 else 0), counters

    def _value(self, tree: Tree, hidden: frozenset[str]) -> Any:
        """Returns what a value comes to, None if that is not known."""
        if not isinstance(tree, Scalar) or not isinstance(tree.value, str):
            return tree.value if isinstance(tree, Scalar) else None
        try:
            parsed = template(tree.value)
            if parsed is None or parsed.names & hidden:
                return None
            return context_of(self._walk, None, self._frame)._replace(report=ignore).value(tree)
        except (ExpressionError, UnreadableError, TooLargeError):
            return None

    def _block(self, block: Block, depth: int) -> LowerBound:
        """Returns what a block comes to at least; nothing inside of itself."""
        if id(block) not in self._blocks:
            self._blocks[id(block)] = NOTHING
            inside = self._frame._replace(blocks=(block,), values={} if block.home else self._walk.params)
            frame, self._frame = self._frame, inside
            self._blocks[id(block)] = self.layers(block.layers, frozenset(block.params), depth)
            self._frame = frame
        return self._blocks[id(block)]
