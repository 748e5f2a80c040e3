"""What changed between two graphs, in terms of layers and blocks.

At each level of blocks, the two lists are aligned as two texts are, by what layers do and not by their names. So
inserted blocks are found, although they change the numbers of later ones. The rest is paired by name and compared.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from archspec.graph import Graph, Node
from archspec.layers.stepwise import StepwiseLayer
from archspec.views.rows import Block, kind, tree


class Change(NamedTuple):
    """One change.

    Attributes:
        what: What happened.
        before: The blocks or layers that it happened to; none for what was added.
        after: What became of them; none for what was removed.
        fields: For a layer that changed, its fields that are others, with both values.
    """

    what: Literal["added", "removed", "renamed", "changed"]
    before: tuple[Block, ...]
    after: tuple[Block, ...]
    fields: Mapping[str, tuple[Any, Any]] = MappingProxyType({})


def changes(before: Graph, after: Graph) -> list[Change]:
    """Returns what changed from one graph to another, in order; neighbours to which the same happened together."""
    comparison = _Comparison(before, after)
    found = list(comparison.compared(_parts(tree(before)), _parts(tree(after))))
    return [*_joined(found, before, after), *comparison.rewired()]


class _Comparison:
    """The comparison of two graphs.

    Attributes:
        before: The one.
        after: The other.
        same: Which node of the other each node of the one became, by index.
    """

    def __init__(self, before: Graph, after: Graph) -> None:
        self.before = before
        self.after = after
        self.same: dict[int, int] = {}

    def compared(self, old: list[Block], new: list[Block]) -> Iterator[Change]:
        """Yields what changed between two lists of blocks."""
        old_keys = [_signature(self.before, block) for block in old]
        new_keys = [_signature(self.after, block) for block in new]
        a = c = 0  # how far the two lists have been gone through
        for what, _, to, _, until in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
            b, d = to, until
            if what == "equal":
                for one, other in zip(old[a:b], new[c:d], strict=True):
                    yield from self._kept(one, other)
                a, c = b, d
                continue
            # Of equal neighbours any may be the new one: those that keep their names are taken to have stayed.
            while (a == b or c == d) and a < len(old) and c < len(new):
                if old_keys[a] != new_keys[c] or old[a].name != new[c].name:
                    break
                yield from self._kept(old[a], new[c])
                a, b, c, d = a + 1, b + 1, c + 1, d + 1
            yield from self._replaced(old[a:b], new[c:d])
            a, c = b, d

    def _kept(self, one: Block, other: Block) -> Iterator[Change]:
        """Notes that two blocks are the same, and yields a change if they are called otherwise."""
        self.same.update(zip(one.nodes, other.nodes, strict=True))
        if one.name != other.name:
            yield Change("renamed", (one,), (other,))

    def _replaced(self, old: list[Block], new: list[Block]) -> Iterator[Change]:
        """Yields what changed between two lists in which nothing is the same: like names are looked into."""
        by_name = {block.name: block for block in new}
        paired = {block.name for block in old if _is_like(block, by_name.get(block.name))}
        for block in old:
            if block.name not in paired:
                yield Change("removed", (block,), ())
                continue
            other = by_name[block.name]
            if block.parts:
                yield from self.compared(_parts(block), _parts(other))
                continue
            (one,), (two,) = block.nodes, other.nodes
            self.same[one] = two
            fields = dict(_differences(self.before.nodes[one], self.after.nodes[two]))
            yield Change("changed", (block,), (other,), fields)
        for block in new:
            if block.name not in paired:
                yield Change("added", (), (block,))

    def rewired(self) -> Iterator[Change]:
        """Yields the layers that are there in both and take another input than before, which is there in both too."""
        kept = set(self.same.values())
        for one, two in self.same.items():
            old, new = self.before.nodes[one], self.after.nodes[two]
            pairs = list(zip(old.inputs, new.inputs, strict=False))
            moved = [(a, b) for a, b in pairs if a in self.same and b in kept and self.same[a] != b]
            if moved:
                names = {"from": (self.before.nodes[moved[0][0]].name, self.after.nodes[moved[0][1]].name)}
                yield Change("changed", (Block(old.name, [one]),), (Block(new.name, [two]),), names)


def path(graph: Graph, block: Block) -> str:
    """Returns the path of a block in a graph."""
    name = graph.nodes[block.nodes[0]].name
    parts = name.split(".")
    return name if name == block.name else ".".join(parts[: parts.index(block.name) + 1])


def _parts(block: Block) -> list[Block]:
    return list(block.parts.values())


def _is_like(block: Block, other: Block | None) -> bool:
    """Returns whether a block can be looked into to see what changed: both hold layers, or both are one of a kind."""
    return other is not None and bool(block.parts) == bool(other.parts)


def _signature(graph: Graph, block: Block) -> object:
    """Returns what a block does: its layers, and how they are joined, whatever they are called."""
    inside = {index: place for place, index in enumerate(block.nodes)}
    outside: dict[int, int] = {}
    layers: list[object] = []
    for index in block.nodes:
        node = graph.nodes[index]
        joined = tuple(
            inside[one] if one in inside else -1 - outside.setdefault(one, len(outside)) for one in node.inputs
        )
        layers.append((joined, *_meaning(node).items()))
    return tuple(layers)


def _meaning(node: Node) -> dict[str, Any]:
    """Returns what a node does, field by field, whatever it is called and whatever arrives."""
    layer = node.layer
    meaning: dict[str, Any] = {"kind": kind(node)}
    if layer is None:
        meaning |= {"shape": node.shape, "dtype": node.dtype}
    else:
        plain = layer.layer if isinstance(layer, StepwiseLayer) else layer
        skipped = (*plain.references, "branches")
        fields = {field: getattr(plain, field) for field in plain.own_fields() if field not in skipped}
        meaning |= {field: _hashable(value) for field, value in fields.items()}
    return {**meaning, "precision": node.precision, "trainable": node.trainable}


def _hashable(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:  # a mapping, as initializers are given by
        return str(value)
    return value


def _differences(old: Node, new: Node) -> Iterator[tuple[str, tuple[Any, Any]]]:
    before, after = _meaning(old), _meaning(new)
    for field in dict.fromkeys((*before, *after)):
        if before.get(field) != after.get(field) and (field == "kind" or before["kind"] == after["kind"]):
            yield field, (before.get(field), after.get(field))


def _joined(found: Sequence[Change], before: Graph, after: Graph) -> Iterator[Change]:
    """Yields changes, with neighbours that were added, removed or renamed in the same way as one."""
    group: Change | None = None
    for one in found:
        if group is not None and one.what == group.what and _alike(group, one, before, after):
            group = group._replace(before=group.before + one.before, after=group.after + one.after)
            continue
        if group is not None:
            yield group
        group = one
    if group is not None:
        yield group


def _alike(group: Change, one: Change, before: Graph, after: Graph) -> bool:
    """Returns whether two changes of a sort concern neighbours: one path, successive numbers, as many layers."""
    if group.what in ("renamed", "changed"):
        return group.what == "renamed"
    graph = after if group.after else before
    last, block = (group.before or group.after)[-1], (one.before or one.after)[0]
    stem, number = numbered(path(graph, last))
    return (stem, number + 1) == numbered(path(graph, block)) and len(last.nodes) == len(block.nodes)


def numbered(name: str) -> tuple[str, int]:
    """Returns a name without the number at its end, and that number; -1 where there is none."""
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem) :] or -1)
