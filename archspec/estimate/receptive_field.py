"""How much of the input each layer sees.

Along each axis, output position `q` sees the input from `low(q)` to `high(q)`. Following layers one by one gives both
exactly, for strides, dilations, transposed convolutions and branches alike. Source: Araujo, Norris, Sim. Computing
Receptive Fields of Convolutional Neural Networks. Distill, 2019, doi:10.23915/distill.00021, whose recurrence for
chains of windows this is; where paths of different lengths meet, the field is the union of theirs (their section 3).

NOTE: Why tables rather than a size, a jump and a start? After a transposed convolution neighbouring positions see
stretches of different lengths, which repeat with its stride. For a chain of windows the tables have one entry.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple, TypeAlias

from archspec import limits
from archspec.graph import Graph, Node
from archspec.layers.footprint import UNKNOWN, WHOLE, Footprint, Indefinite, Positions
from archspec.tensors.budget import spend


class Seen(NamedTuple):
    """The stretch of one axis of the input that is seen, for each position of a period along an axis of a layer.

    Attributes:
        axis: The layer's axis.
        low: The first position of the input that is seen, for each position of a period.
        high: The last one.
        shift: How far a period moves both.
        aligned: Whether they are exactly these; otherwise only their distances are known.
    """

    axis: int
    low: tuple[int, ...]
    high: tuple[int, ...]
    shift: int
    aligned: bool = True

    @property
    def size(self) -> int:
        """The longest stretch."""
        return max(high - low + 1 for low, high in zip(self.low, self.high, strict=True))

    @property
    def least(self) -> int:
        """The shortest stretch."""
        return min(high - low + 1 for low, high in zip(self.low, self.high, strict=True))

    def lows(self, positions: Iterable[int]) -> tuple[int, ...]:
        """Returns the first position of the input that is seen at each of any positions."""
        return _continued(self.low, self.shift, positions)

    def highs(self, positions: Iterable[int]) -> tuple[int, ...]:
        """Returns the last one for each of them."""
        return _continued(self.high, self.shift, positions)


def _continued(table: tuple[int, ...], shift: int, positions: Iterable[int]) -> tuple[int, ...]:
    """Returns the values at any positions of a table that goes on in both directions, each period moved by `shift`."""
    period = len(table)
    return tuple([table[q % period] + q // period * shift for q in positions])


Reach: TypeAlias = Seen | Indefinite


class Field(NamedTuple):
    """How far a layer sees along one axis of an input.

    Attributes:
        widest: What it sees by all paths together.
        narrowest: What it sees by the path that sees least.
    """

    widest: Reach
    narrowest: Reach

    @property
    def size(self) -> int | Indefinite:
        """The size of the receptive field: the largest, where it differs from place to place."""
        return self.widest.size if isinstance(self.widest, Seen) else self.widest

    @property
    def smallest(self) -> int | Indefinite:
        """The smallest receptive field of any path, at the place where it is smallest."""
        return self.narrowest.least if isinstance(self.narrowest, Seen) else self.narrowest

    @property
    def jump(self) -> Fraction | None:
        """How far the field moves in the input for one position of the layer; None where it does not move."""
        return Fraction(self.widest.shift, len(self.widest.low)) if isinstance(self.widest, Seen) else None

    @property
    def centre(self) -> Fraction | None:
        """The middle of what position 0 sees; None where there is none, or where it depends on an open size."""
        if not isinstance(self.widest, Seen) or not self.widest.aligned:
            return None
        return Fraction(self.widest.low[0] + self.widest.high[0], 2)


Fields: TypeAlias = dict[int, tuple[Field, ...]]
"""The fields of one layer along the spatial axes of each input of the network that it sees, by the input's index."""


def receptive_fields(graph: Graph) -> list[Fields]:
    """Returns the receptive field of every node of a graph, in order."""
    fields: list[Fields] = []
    for index, node in enumerate(graph.nodes):
        if node.layer is None:
            own = (Seen(axis, (0,), (0,), 1) for axis in range(_axes(node)))
            fields.append({index: tuple(Field(seen, seen) for seen in own)})
            continue
        branches = [
            {source: tuple(_followed(one, read) for one in seen) for source, seen in fields[one].items()}
            for one, read in zip(node.inputs, node.layer.footprint(graph.argument(node), node.shape), strict=True)
            if read or not graph.nodes[node.inputs[0]].shape.rank
        ]
        fields.append(_joined(branches))
    return fields


def largest_fields(graph: Graph) -> list[tuple[int, Seen] | None]:
    """Returns, for each axis of the first input in which layers can see, the layer that sees most without seeing all.

    What a layer sees that sees the whole input depends on the input, not on the network. None stands for an axis along
    which no layer is left.
    """
    source = _source(graph)
    fields = receptive_fields(graph)
    largest: list[tuple[int, Seen] | None] = []
    for axis in range(_axes(graph.nodes[source])):
        seen = [(index, one[source][axis].widest) for index, one in enumerate(fields) if source in one]
        parts = [(index, one) for index, one in seen if isinstance(one, Seen) and graph.nodes[index].layer]
        largest.append(max(parts, key=lambda one: one[1].size, default=None))
    return largest


def growth(graph: Graph, axis: int) -> dict[int, int]:
    """Returns by how much each layer on the way to the largest field widens it, along an axis of the first input."""
    source, fields, largest = _source(graph), receptive_fields(graph), largest_fields(graph)[axis]
    grown: dict[int, int] = {}
    index = source if largest is None else largest[0]
    while index != source:
        before = [one for one in graph.nodes[index].inputs if source in fields[one]]
        widest = max(before, key=lambda one: _size(fields[one][source][axis].widest))
        grown[index] = int(_size(fields[index][source][axis].widest) - _size(fields[widest][source][axis].widest))
        index = widest
    return grown


def _source(graph: Graph) -> int:
    """Returns the first input in which layers can see; the first of all if they can in none."""
    return next((index for index in graph.inputs if _axes(graph.nodes[index])), graph.inputs[0])


def _axes(node: Node) -> int:
    """Returns the number of axes of an input along which layers can see; a list of integers has one."""
    return max(node.shape.rank, int(node.dtype.startswith(("int", "uint"))))


def _followed(field: Field, footprint: Footprint) -> Field:
    return Field(_through(field.widest, footprint), _through(field.narrowest, footprint))


def _through(reach: Reach, footprint: Footprint) -> Reach:
    """Returns what is seen through a layer of what its input sees."""
    if not isinstance(reach, Seen):
        return reach
    if reach.axis >= len(footprint):
        return WHOLE
    read = footprint[reach.axis]
    if not isinstance(read, Positions):
        return read
    turns = len(reach.low) // gcd(len(reach.low), read.stride)
    period = turns * len(read.first)
    if period > limits.PERIOD:
        return UNKNOWN
    spend(4 * period)
    moved = range(0, turns * read.stride, read.stride)
    low = reach.lows(start + one for start in moved for one in read.first)
    high = reach.highs(start + one for start in moved for one in read.last)
    shift = turns * read.stride // len(reach.low) * reach.shift
    return _shortest(Seen(read.axis, low, high, shift, reach.aligned and read.aligned))


def _shortest(seen: Seen) -> Seen:
    """Returns what is seen, with the shortest period."""
    length = len(seen.low)
    for period in range(1, length):
        if length % period or seen.shift * period % length:
            continue
        step = seen.shift * period // length
        spend(1)
        if all(table[i + period] == table[i] + step for table in (seen.low, seen.high) for i in range(length - period)):
            return seen._replace(low=seen.low[:period], high=seen.high[:period], shift=step)
    return seen


def _joined(branches: list[Fields]) -> Fields:
    """Returns what is seen by several ways together."""
    joined: Fields = {}
    for branch in branches:
        for source, seen in branch.items():
            before = joined.get(source)
            joined[source] = seen if before is None else tuple(map(_union, before, seen))
    return joined


def _union(a: Field, b: Field) -> Field:
    return Field(_wider(a.widest, b.widest), _narrower(a.narrowest, b.narrowest))


def _wider(a: Reach, b: Reach) -> Reach:
    """Returns what two ways see together."""
    if not isinstance(a, Seen) or not isinstance(b, Seen):
        return WHOLE if WHOLE in (a, b) else UNKNOWN
    period = lcm(len(a.low), len(b.low))
    if a.axis != b.axis or a.shift * len(b.low) != b.shift * len(a.low) or period > limits.PERIOD:
        return UNKNOWN
    spend(4 * period)
    if not (a.aligned and b.aligned):
        # Where they lie beside each other is not known: the wider one is seen at least.
        return max(a, b, key=_size)._replace(aligned=False)
    positions = range(period)
    low = tuple(map(min, a.lows(positions), b.lows(positions)))
    high = tuple(map(max, a.highs(positions), b.highs(positions)))
    return _shortest(Seen(a.axis, low, high, a.shift * period // len(a.low)))


def _narrower(a: Reach, b: Reach) -> Reach:
    """Returns what the one of two ways sees that sees less."""
    if UNKNOWN in (a, b):
        return UNKNOWN
    return min((a, b), key=_size)


def _size(reach: Reach) -> float:
    return reach.size if isinstance(reach, Seen) else float("inf")
