"""Compares size contracts with brute force: every size is tried, in plain integers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import NamedTuple

import archspec
from archspec.compiler.elaborate import elaborate
from archspec.compiler.inference import infer_shape
from archspec.compiler.item_faults import NoProjection, NoProjectionOfRank
from archspec.compiler.names import Tensor
from archspec.compiler.walk import Frame, Walk
from archspec.graph import Graph, Node, ancestors
from archspec.language.document import Architecture
from archspec.layers.base import Layer
from archspec.tensors.dim import Dim, known
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape
from tests.fuzz import integers
from tests.fuzz.integers import MisfitError, Sizes

LARGEST = 200
"""Every size from 1 to this is tried."""
HELD = (1, 7, 24, 64)
"""What other open sizes are held at meanwhile, besides the smallest sizes that will do."""
GRID = 16
"""Of two open sizes, every pair up to this is tried."""
SIZE_FAULTS = (
    "WindowTooLarge", "CropTooLarge", "ReflectionTooLarge", "ShapeMismatch", "SizeNotDivisible", "NoValidSize",
)  # fmt: skip
"""What archspec refuses a network with open sizes for because no size will do."""
POLICY = (NoProjection, NoProjectionOfRank)
"""What it says of a shortcut that would be another layer for each size; such a network is refused on purpose."""

Assignment = dict[str, int]


@dataclass
class Judgement:
    """What came of one spec.

    Attributes:
        open_sizes: How many open sizes it has.
        refused: Whether archspec refuses it.
        compared: How many sizes were tried.
        allowed: Sizes that the contract allows, and for which the network does not work.
        missed: Sizes for which the network works, and which the contract, or archspec altogether, refuses.
        shapes: Where the shape of a layer is another than it says.
    """

    open_sizes: int = 0
    refused: bool = False
    compared: int = 0
    allowed: list[Assignment] = field(default_factory=list[Assignment])
    missed: list[Assignment] = field(default_factory=list[Assignment])
    shapes: list[str] = field(default_factory=list[str])

    @property
    def agrees(self) -> bool:
        """Whether nothing was found."""
        return not (self.allowed or self.missed or self.shapes)


@dataclass
class Sum:
    """What came of all specs together.

    Attributes:
        random: How many random specs have a contract.
        zoo: How many of the specs that archspec ships do.
        open_sizes: How many specs have so many open sizes.
        refused: How many specs archspec refuses.
        compared: How many sizes were tried.
        allowed: How many were wrongly allowed.
        missed: How many were wrongly refused.
        shapes: How many layers had another shape.
        disagreements: The specs over which there is a disagreement, as text.
    """

    random: int = 0
    zoo: int = 0
    open_sizes: Counter[int] = field(default_factory=Counter[int])
    refused: int = 0
    compared: int = 0
    allowed: int = 0
    missed: int = 0
    shapes: int = 0
    disagreements: list[str] = field(default_factory=list[str])

    def add(self, name: str, text: str, judgement: Judgement) -> None:
        """Adds what came of one spec."""
        self.refused += judgement.refused
        if not judgement.refused:
            self.zoo += name.endswith(".yaml")
            self.random += not name.endswith(".yaml")
            self.open_sizes[judgement.open_sizes] += 1
        self.compared += judgement.compared
        self.allowed += len(judgement.allowed)
        self.missed += len(judgement.missed)
        self.shapes += len(judgement.shapes)
        if not judgement.agrees:
            found = {"wrongly allowed": judgement.allowed, "wrongly refused": judgement.missed}
            examples = [f"{what}: {sizes[:3]}" for what, sizes in found.items() if sizes]
            self.disagreements.append("\n".join([name, *examples, *judgement.shapes[:1], text]))

    def lines(self) -> Iterator[str]:
        """Yields lines that say what came of all specs."""
        counts = ", ".join(f"{specs} with {count}" for count, specs in sorted(self.open_sizes.items()))
        yield f"contracts of {self.random} random specs and {self.zoo} of the zoo ({counts} open sizes)"
        yield f"refused altogether: {self.refused} random specs, tried as well"
        yield f"sizes compared: {self.compared:,}"
        yield f"wrongly allowed: {self.allowed}, wrongly refused: {self.missed}, other shapes: {self.shapes}"
        yield from self.disagreements


def open_zoo(folder: Path) -> Iterator[tuple[str, str]]:
    """Yields the name and the text of every spec in a folder that has open sizes."""
    for path in sorted(folder.glob("*.yaml")):
        graph = archspec.check(path).graph
        if graph is not None and graph.open_sizes():
            yield path.name, path.read_text(encoding="utf-8")


def judge_sizes(text: str) -> Judgement:
    """Returns what brute force makes of the sizes that a spec allows."""
    report = archspec.check(text)
    if report.graph is not None:
        return _judge_contract(report.graph)
    assert report.architecture is not None, text
    return _judge_refusal(report.architecture)


def _judge_contract(graph: Graph) -> Judgement:
    names = graph.open_sizes()
    judgement = Judgement(open_sizes=len(names))
    for sizes in tried(names, graph.sizes.example(names)):
        judgement.compared += 1
        says = graph.sizes.contains(sizes)
        try:
            shapes = integers.follow(graph.nodes, inputs_at(graph.nodes, sizes))
        except MisfitError:
            if says:
                judgement.allowed.append(sizes)
            continue
        if not says:
            judgement.missed.append(sizes)
        elif judgement.compared % 10 == 0:
            judgement.shapes += _other_shapes(graph.nodes, shapes, sizes)
    return judgement


def _other_shapes(nodes: Sequence[Node], shapes: Sequence[Sizes], sizes: Assignment) -> Iterator[str]:
    for node, shape in zip(nodes, shapes, strict=True):
        ours = tuple(size.evaluate(sizes) if isinstance(size, Dim) else size for size in node.shape)
        if ours != shape:
            yield f"`{node.name}` is {shape} at {sizes}, not {ours}"


def tried(names: Sequence[str], example: Mapping[str, int] | None) -> Iterator[Assignment]:
    """Yields sizes to try: each from 1 to `LARGEST` while the others are held, and all small pairs.

    Args:
        names: The open sizes.
        example: Sizes that will do, if any are known: something to hold the others at.
    """
    held = [dict.fromkeys(names, n) for n in HELD]
    if example is not None:
        held = [dict(example), {name: 2 * n for name, n in example.items()}, *held]
    if len(names) == 1:
        held = held[:1]
    for base in held:
        for name in names:
            for n in range(1, LARGEST + 1):
                yield {**base, name: n}
    for i, first in enumerate(names):
        for second in names[i + 1 :]:
            for base in held[:3]:
                for n, m in product(range(1, GRID + 1), repeat=2):
                    yield {**base, first: n, second: m}
    if len(names) > 1:  # and all of them alike, which a network with `H == W` wants
        for n in range(1, LARGEST + 1):
            yield dict.fromkeys(names, n)


def inputs_at(nodes: Sequence[Node], sizes: Mapping[str, int]) -> dict[int, Sizes]:
    """Returns the shapes of a network's inputs, by index."""
    return {
        index: tuple(sizes[size.symbols[0]] if isinstance(size, Dim) else size for size in node.shape)
        for index, node in enumerate(nodes)
        if node.layer is None
    }


# ---- what archspec refuses -------------------------------------------------------------------------------------------


class Refusal(NamedTuple):
    """A layer that archspec refuses.

    Attributes:
        error: What does not fit.
        layer: The layer.
        inputs: What it takes.
    """

    error: ShapeError
    layer: Layer
    inputs: tuple[Tensor, ...]


def _judge_refusal(architecture: Architecture) -> Judgement:
    """Tries whether a layer that is refused because of open sizes works for any size after all."""
    refusals: list[Refusal] = []

    def infer(walk: Walk, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        try:
            return infer_shape(walk, layer, inputs, path, frame)
        except ShapeError as error:
            refusals.append(Refusal(error, layer, inputs))
            raise

    elaboration = elaborate(architecture, infer=infer)
    judgement, nodes = Judgement(refused=True), elaboration.network.nodes
    names = sorted({name for node in nodes if node.layer is None for name in _names(node)})
    judgement.open_sizes = len(names)
    # Where no layer is refused, it is what all of them ask together, or something that has nothing to do with sizes.
    no_size = any(one.kind.__name__ == "NoValidSize" for one in elaboration.diagnostics)
    for refusal in refusals or ([None] if no_size else []):
        if refusal is not None and not _is_about_sizes(refusal):
            continue
        for sizes in tried(names, None):
            judgement.compared += 1
            if _works(nodes, refusal, inputs_at(nodes, sizes)):
                judgement.missed.append(sizes)
    return judgement


def _names(node: Node) -> Iterable[str]:
    return (name for size in node.shape if isinstance(size, Dim) for name in size.symbols)


def _is_about_sizes(refusal: Refusal) -> bool:
    """Returns whether a layer is refused for its sizes, and not because an open one meets a 1, which is on purpose."""
    if refusal.error.kind.__name__ not in SIZE_FAULTS or isinstance(refusal.error.data, POLICY):
        return False
    if refusal.error.kind.__name__ != "ShapeMismatch":
        return True
    shapes = [tensor.shape for tensor in refusal.inputs if tensor.shape is not None]
    return all(1 not in map(known, axis) or len(set(axis)) == 1 for axis in zip(*shapes, strict=True))


def _works(nodes: Sequence[Node], refusal: Refusal | None, inputs: Mapping[int, Sizes]) -> bool:
    """Returns whether a refused layer, with all that leads to it, works at some sizes; or else the whole network."""
    try:
        if refusal is None:
            integers.follow(nodes, inputs)
        else:
            shapes = dict(inputs)
            for index in ancestors(nodes, [tensor.node for tensor in refusal.inputs]):
                layer = nodes[index].layer
                if layer is not None:
                    shapes[index] = integers.made(layer, [shapes[one] for one in nodes[index].inputs])
            integers.made(refusal.layer, [shapes[tensor.node] for tensor in refusal.inputs])
    except MisfitError:
        return False
    return True
