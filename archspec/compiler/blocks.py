"""Calls of blocks.

NOTE: Why are blocks copied? A block is unfolded once for each combination of params and input shape. What it came to is
then copied under the name of the next call, so that ten thousand layers made of ten blocks cost ten blocks of thinking.
"""

from itertools import islice
from typing import Any

from archspec import limits
from archspec.compiler.construction import Construction, Frame, Item, Unfolded
from archspec.compiler.item_faults import RecursiveBlock
from archspec.compiler.names import UNKNOWN, Scope, Tensor, common_dtype
from archspec.compiler.origin import Call
from archspec.compiler.params import bind
from archspec.compiler.places import Copy
from archspec.compiler.values import UnreadableError, identity
from archspec.graph import Node
from archspec.language.document import Block
from archspec.syntax.tree import Mapping


def call(walk: Construction, item: Item, block: Block) -> Tensor:
    """Unfolds a block, or copies what it came to before, and returns its output."""
    frame = item.frame
    if block in frame.blocks:
        chain = tuple(outer.block for outer in (*frame.calls, Call(item.kind, None)))
        walk.fault(RecursiveBlock(item.kind, chain), item.span)
        raise UnreadableError
    keys = item.written.keys if isinstance(item.written, Mapping) else {}
    values = bind(
        block.params, item.fields, walk.context(item.tensor, frame), {} if block.home else walk.params,
        f"block `{item.kind}`", item.span, keys.get,
    )  # fmt: skip
    tensor = walk.arriving(item.tensor, item)
    if walk.is_edited(item.path):
        output = _unfold(walk, item, block, values, tensor)
    else:
        dtype = common_dtype((tensor,))  # of floats, whichever they are, layers make the same
        key = (id(block), identity(values), tensor.shape, dtype, tensor.steps, frame.precision, frame.trainable)
        known = walk.unfolded.get(key)
        if known is not None:
            output = _copy(walk, item, known, tensor, _called(item, block, values))
        else:
            start, named = len(walk.nodes), len(walk.names.tensors)
            scope = Scope(item.path, frame.scope)
            output = _unfold(walk, item, block, values, tensor, scope)
            if scope.closed:
                names = list(islice(walk.names.tensors.items(), named, None))
                depth = len(frame.way) + 1
                walk.unfolded[key] = Unfolded(item.path, start, len(walk.nodes), names, output, depth)
    walk.define(item, output)
    return output


def _unfold(
    walk: Construction, item: Item, block: Block, values: dict[str, Any], tensor: Tensor, scope: Scope | None = None
) -> Tensor:
    inside = values if block.home else {**walk.params, **values}
    frame: Frame = item.frame._replace(
        scope=scope or Scope(item.path, item.frame.scope),
        values=inside,
        way=(*item.frame.way, _called(item, block, inside)),
        blocks=(*item.frame.blocks, block),
    )
    return walk.layers(block.layers, tensor, frame) or UNKNOWN


def _called(item: Item, block: Block, values: dict[str, Any]) -> Call:
    return Call(item.kind, item.span, item.fields, block.params, values)


def _copy(walk: Construction, item: Item, known: Unfolded, tensor: Tensor, call: Call) -> Tensor:
    """Copies what a block came to under another path and onto another input of the same shape.

    Of one with a fault, which has been told, nothing is known the next time either.
    """
    if known.output.shape is None:
        return UNKNOWN
    nodes, start = walk.nodes, known.start
    walk.bounds.step(item.span, len(known.names) * (1 + len(item.path) // limits.PATH_LETTERS), known.stop - start)
    shift, cut, path = len(nodes) - start, len(known.path), item.path
    for name, layer, inputs, shape, dtype, precision, trainable in nodes[start : known.stop]:
        moved = tuple([one + shift if one >= start else tensor.node for one in inputs])
        nodes.append(Node(path + name[cut:], layer, moved, shape, dtype, precision, trainable))
    walk.places.extend(walk.places[start : known.stop])
    walk.copies.append(Copy(start + shift, len(nodes), shift, known.depth, (*item.frame.way, call)))
    tensors, places = walk.names.tensors, walk.names.places
    for name, made in known.names:
        copied = path + name[cut:]
        index, shape, dtype, steps = made
        if index >= start:
            tensors[copied] = Tensor(index + shift, shape, dtype, steps)
        else:
            tensors[copied] = tensor if index >= 0 else made
        places[copied] = places[name]
    return known.output._replace(node=known.output.node + shift) if known.output.node >= start else tensor
