"""Calls of blocks.

NOTE: Why are blocks copied? A block is unfolded once for each combination of params and input shape. What it came to is
then copied under the name of the next call, so that ten thousand layers made of ten blocks cost ten blocks of thinking.
"""

from collections.abc import Callable
from itertools import islice
from typing import Any

from archspec import limits
from archspec.compiler.item_faults import RecursiveBlock
from archspec.compiler.names import UNKNOWN, Scope, Tensor, common_dtype
from archspec.compiler.network import Gap
from archspec.compiler.params import bind
from archspec.compiler.places import Call, Place, Trace
from archspec.compiler.references import context_of
from archspec.compiler.values import UnreadableError, identity
from archspec.compiler.walk import Frame, Item, UnfoldedBlock, Walk
from archspec.graph import Node
from archspec.language.document import Block
from archspec.syntax.tree import Mapping


def call(walk: Walk, item: Item, block: Block) -> Tensor:
    """Unfolds a block, or copies what it came to before, and returns its output."""
    frame = item.frame
    if block in frame.blocks:
        chain = tuple(outer.block for outer in (*frame.calls, Call(item.kind, None)))
        walk.fault(RecursiveBlock(item.kind, chain), item.span)
        raise UnreadableError
    keys = item.written.keys if isinstance(item.written, Mapping) else {}
    values = bind(
        block.params, item.fields, context_of(walk, item.tensor, frame), {} if block.home else walk.params,
        f"block `{item.kind}`", item.span, keys.get,
    )  # fmt: skip
    tensor = walk.arriving(item.tensor, item)
    if walk.changes.inside(item.path):
        output = _unfold(walk, item, block, values, tensor)
    else:
        key = (id(block), identity(values), tensor.shape, tensor.steps, frame.precision, frame.trainable)
        dtype = common_dtype((tensor,))  # of floats, whichever they are, layers make the same
        known = walk.unfolded.get((key, None)) or walk.unfolded.get((key, dtype))
        if known is not None:
            output = _copy(walk, item, known, tensor, _called(item, block, values))
        else:
            node, gap, named = len(walk.nodes), len(walk.gaps), len(walk.names.tensors)
            scope = Scope(item.path, frame.scope)
            output = _unfold(walk, item, block, values, tensor, scope)
            if scope.closed:
                nodes, gaps = (node, len(walk.nodes)), (gap, len(walk.gaps))
                names = list(islice(walk.names.tensors.items(), named, None))
                unfolded = UnfoldedBlock(item.path, nodes, gaps, names, output, len(frame.trace) + 1)
                walk.unfolded[key, dtype if _depends_on_dtype(walk, unfolded) else None] = unfolded
    walk.define(item, output)
    return output


def _unfold(
    walk: Walk, item: Item, block: Block, values: dict[str, Any], tensor: Tensor, scope: Scope | None = None
) -> Tensor:
    inside = values if block.home else {**walk.params, **values}
    frame: Frame = item.frame._replace(
        scope=scope or Scope(item.path, item.frame.scope),
        values=inside,
        trace=(*item.frame.trace, _called(item, block, inside)),
        blocks=(*item.frame.blocks, block),
    )
    return walk.unfold(walk, block.layers, tensor, frame) or UNKNOWN


def _called(item: Item, block: Block, values: dict[str, Any]) -> Call:
    return Call(item.kind, item.span, item.fields, block.params, values)


def _depends_on_dtype(walk: Walk, unfolded: UnfoldedBlock) -> bool:
    """Returns whether a block may come to something else for an input of the same shape but another dtype."""
    start, stop = unfolded.nodes
    consumers = (node for node in walk.nodes[start:stop] if any(one < start for one in node.inputs))
    has_gaps = unfolded.gaps[0] < unfolded.gaps[1]
    return has_gaps or any(node.layer is None or node.layer.integers != "cast" for node in consumers)


def _copy(walk: Walk, item: Item, known: UnfoldedBlock, tensor: Tensor, call: Call) -> Tensor:
    """Copies what a block came to under another path and onto another input of the same shape.

    Its errors have been reported.
    """
    nodes, (start, stop) = walk.nodes, known.nodes
    walk.bounds.step(item.span, len(known.names) * (1 + len(item.path) // limits.PATH_LETTERS), stop - start)
    shift, cut, path = len(nodes) - start, len(known.path), item.path
    for name, layer, inputs, shape, dtype, precision, trainable in nodes[start:stop]:
        moved = tuple([one + shift if one >= start else tensor.node for one in inputs])
        nodes.append(Node(path + name[cut:], layer, moved, shape, dtype, precision, trainable))
    place_of = _placing((*item.frame.trace, call), known.depth)
    walk.places.extend(map(place_of, walk.places[start:stop]))
    for position, name, kind, place in walk.gaps[slice(*known.gaps)]:
        walk.gaps.append(Gap(position + shift, path + name[cut:], kind, place_of(place)))
    tensors, places = walk.names.tensors, walk.names.places
    for name, made in known.names:
        copied = path + name[cut:]
        index, shape, dtype, steps = made
        if index >= start:
            tensors[copied] = Tensor(index + shift, shape, dtype, steps)
        else:
            tensors[copied] = tensor if index >= 0 else made
        places[copied] = places[name]
    if known.output.shape is None:
        return UNKNOWN
    return known.output._replace(node=known.output.node + shift) if known.output.node >= start else tensor


def _placing(outer: Trace, depth: int) -> Callable[[Place], Place]:
    """Returns what gives a place in a block the way of another call.

    Args:
        outer: The calls and iterations that lead into that call, its own included.
        depth: How many lead into the call from which is copied.
    """
    ways: dict[int, Trace] = {}  # by `id`: what is side by side shares its way

    def place_of(place: Place) -> Place:
        span, fields, written, trace, defaults, asked = place
        moved = ways.get(id(trace))
        if moved is None:
            moved = ways[id(trace)] = outer + trace[depth:]
        return Place(span, fields, written, moved, defaults, asked)

    return place_of
