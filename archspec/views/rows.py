"""A network as a tree of rows: its layers, under the blocks that their paths name."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from archspec.compiler.network import Gap
from archspec.compiler.network import Network as Partial
from archspec.estimate.costs import Costs, costs, total
from archspec.estimate.receptive_field import Field, Fields, receptive_fields
from archspec.graph import Graph, Node
from archspec.tensors.dim import Size
from archspec.tensors.shape import Shape

_COUNTER = re.compile(r"\d+$")


@dataclass(frozen=True)
class Network:
    """A network with what it costs, each measured once.

    Attributes:
        graph: Its layers of known shape.
        gaps: Its other layers.
        unknown_outputs: The names of its outputs of unknown shape.
    """

    graph: Graph
    gaps: Sequence[Gap] = ()
    unknown_outputs: Sequence[str] = ()

    @classmethod
    def of(cls, shown: "Graph | Partial") -> "Network":
        """Returns a whole network, or what could be made of one with errors."""
        if isinstance(shown, Graph):
            return cls(shown)
        outputs = {name: index for name, index in shown.outputs.items() if index is not None}
        known = Graph(shown.name, tuple(shown.nodes), shown.inputs, outputs)
        return cls(known, shown.gaps, [name for name in shown.outputs if name not in outputs])

    @cached_property
    def costs(self) -> Costs:
        """What its layers cost."""
        return costs(self.graph)

    @cached_property
    def fields(self) -> list[Fields]:
        """How far its layers see."""
        return receptive_fields(self.graph)

    def field_of(self, index: int) -> tuple[Field, ...] | None:
        """Returns how far a node sees along each axis of the first input that it sees; None if it sees none."""
        return next((fields for fields in self.fields[index].values() if fields), None)


@dataclass
class Block:
    """What is under one name: a layer, or a block with what is in it.

    Attributes:
        name: Its name in the block around it.
        nodes: Indices of its nodes, in order.
        gaps: Its layers of unknown shape.
        parts: What is in it; nothing if it is a layer.
    """

    name: str
    nodes: list[int] = field(default_factory=list[int])
    gaps: list[Gap] = field(default_factory=list[Gap])
    parts: "dict[str, Block]" = field(default_factory=dict[str, "Block"])


class Row(NamedTuple):
    """One row of a table: a layer, a block with its totals, or several equal ones.

    Attributes:
        name: What it is called in the block around it.
        level: How many blocks are around it.
        kind: Its kind, or how many layers are in it.
        shape: The shape of its output; None where an error keeps it from being known, and with it all that follows.
        params: The number of its weights.
        macs: Its multiply-accumulate operations; None where they are too long a function of open sizes.
        bytes: How many bytes what it puts out takes, if it is a layer.
        field: How far it sees.
        is_block: Whether it stands for several layers.
        is_input: Whether it is an input of the network.
    """

    name: str
    level: int
    kind: str
    shape: Shape | None
    params: int
    macs: Size | None
    bytes: Size | None
    field: tuple[Field, ...] | None
    is_block: bool
    is_input: bool


def rows(network: Network, depth: int | None = None) -> list[Row]:
    """Returns the rows of a table of a network.

    Args:
        network: The network.
        depth: How many levels of blocks to open; what is in deeper ones is summed up, and equal neighbours share a row.
            All levels by default.
    """
    return list(_rows(network, tree(network.graph, network.gaps).parts.values(), 0, depth))


def tree(graph: Graph, gaps: Sequence[Gap] = ()) -> Block:
    """Returns the layers of a graph, and others of unknown shape, under the blocks that their paths name."""
    root, left = Block(""), deque(gaps)
    for index in range(len(graph.nodes) + 1):
        while left and left[0].position <= index:
            gap = left.popleft()
            for block in _around(root, gap.name):
                block.gaps.append(gap)
        if index < len(graph.nodes):
            for block in _around(root, graph.nodes[index].name):
                block.nodes.append(index)
    return root


def _around(root: Block, path: str) -> Iterator[Block]:
    """Yields what is under each of the names in a path, from the outermost on."""
    block = root
    for name in path.split("."):
        block = block.parts.setdefault(name, Block(name))
        yield block


def kind(node: Node) -> str:
    """Returns what a node is called in a table: its kind, or the function of an activation."""
    layer = node.plain
    return "input" if layer is None else getattr(layer, "function", layer.kind)


def _rows(network: Network, blocks: Iterable[Block], level: int, depth: int | None) -> Iterator[Row]:
    if depth is not None and level + 1 >= depth:
        for _, equal in groupby(blocks, key=lambda block: _signature(network, block)):
            yield _row(network, list(equal), level)
        return
    for block in blocks:
        name, parts = block.name, list(block.parts.values())
        while len(parts) == 1 and parts[0].parts:  # a block of one block needs no row for each
            name, parts = f"{name}.{parts[0].name}", list(parts[0].parts.values())
        yield _row(network, [block], level)._replace(name=name)
        yield from _rows(network, parts, level + 1, depth)


def _signature(network: Network, block: Block) -> object:
    """Returns what neighbours share that may be in one row: what they are called, but for a number, and cost."""
    base = _COUNTER.sub("", block.name)
    if base == block.name or block.gaps:
        return block.name
    nodes = [network.graph.nodes[index] for index in block.nodes]
    layers = (network.costs.layers[index] for index in block.nodes)
    return (base, *((kind(node), node.shape, *cost) for node, cost in zip(nodes, layers, strict=True)))


def _row(network: Network, blocks: list[Block], level: int) -> Row:
    """Returns the row of equal blocks, which is that of one if there is only one."""
    if blocks[0].gaps:
        return _unknown_row(blocks[0], level)
    nodes = [index for block in blocks for index in block.nodes]
    last = network.graph.nodes[nodes[-1]]
    layers = [network.costs.layers[index] for index in nodes]
    first, is_block = blocks[0], bool(blocks[0].parts)
    name = first.name
    if len(blocks) > 1:
        counter = _COUNTER.search(blocks[-1].name)
        name = f"{first.name}…{counter[0] if counter else blocks[-1].name}"
    what = f"{len(first.nodes)} layers" if is_block else kind(last)
    return Row(
        name,
        level,
        f"{len(blocks)} × {what}" if len(blocks) > 1 else what,
        last.shape,
        sum(one.params for one in layers),
        total(one.macs for one in layers),
        None if is_block else layers[-1].bytes,
        network.field_of(nodes[-1]),
        is_block or len(blocks) > 1,
        last.layer is None,
    )


def _unknown_row(block: Block, level: int) -> Row:
    """Returns the row of a layer of unknown shape, or of a block with such a layer in it."""
    gap, is_block = block.gaps[-1], bool(block.parts)
    what = f"{len(block.nodes) + len(block.gaps)} layers" if is_block else gap.kind or "?"
    return Row(block.name, level, what, None, 0, None, None, None, is_block, gap.kind == "input")
