"""A network tried at given sizes of its inputs: where it fails, and which sizes are nearest to them that will do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from archspec.budget import Budget
from archspec.compiler.conflicts import explain_conflict
from archspec.compiler.names import Tensor
from archspec.compiler.places import Place
from archspec.compiler.reasons import asked_by
from archspec.compiler.shape_provenance import ShapeProvenance
from archspec.compiler.size_faults import InvalidSize, SizesAsked
from archspec.compiler.value_provenance import ValueProvenance
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.graph import Graph, Node
from archspec.layers.base import Layer, MergeLayer
from archspec.syntax.tree import Scalar, Tree
from archspec.syntax.tree import Sequence as TreeSequence
from archspec.tensors.dim import Size, domain_of, everywhere, fixed, require_at_least
from archspec.tensors.domain import EVERYTHING, Domain
from archspec.tensors.faults import ShapeError, ShapeMismatch
from archspec.tensors.nearest import nearest
from archspec.tensors.notation import equations
from archspec.tensors.shape import Shape


def find_conflict(graph: Graph, places: Sequence[Place], sizes: Mapping[str, int]) -> Diagnostic | None:
    """Returns the diagnostic that a network does not work for some sizes of its inputs; None if it does.

    Args:
        graph: The network.
        places: Where each of its nodes is written.
        sizes: Values of some of its open sizes; the others stay open.
    """
    if not graph.sizes.given(sizes).is_empty:
        return None
    index, error, nodes = _failure(graph, sizes)
    node, place = graph.nodes[index], places[index]
    assert node.layer is not None
    inputs = tuple(Tensor(one, nodes[one].shape, nodes[one].dtype) for one in node.inputs)
    # Without its branches as written, and nothing is tried: what would mend it for these sizes alone is no help.
    fields = {name: tree for name, tree in place.fields.items() if name not in ("branches", "layers")}
    place = place._replace(fields=fields)
    found = explain_conflict(
        error, node.layer, node.name, place, inputs, ShapeProvenance(nodes, places, ValueProvenance(), Budget(0))
    )
    suits = f"the network works for `{asked_by(graph.sizes)}`"
    crops = _crop(graph, node, error, places[index].fields.get("branches"))
    helps = [*_nearest(graph.sizes, sizes), *(one.text for one in found.helps), *crops]
    return replace(
        found,
        data=InvalidSize(tuple(sizes.items()), found.data),
        subject=f"at {equations(sizes)}, {found.subject}",
        causes=(*found.causes, suits),
        remedies=tuple(map(Help, helps)),
    )


def with_inputs(graph: Graph, shapes: Mapping[int, Shape], layers: Mapping[int, Layer]) -> list[Shape] | None:
    """Returns the shapes that all nodes would have after a change; None if a layer would not fit.

    Args:
        graph: The network.
        shapes: Other shapes of inputs, by node.
        layers: Other layers, by node.
    """
    nodes: list[Node] = []
    try:
        for index, node in enumerate(graph.nodes):
            layer = layers.get(index, node.layer)
            shape = shapes.get(index, node.shape) if layer is None else layer.output(node.argument(nodes))
            nodes.append(node._replace(shape=shape))
    except ShapeError:
        return None
    return [node.shape for node in nodes]


def _failure(graph: Graph, sizes: Mapping[str, int]) -> tuple[int, ShapeError, list[Node]]:
    """Returns the index of the first layer that fails, how it does, and the nodes with the shapes that they have."""
    nodes: list[Node] = []
    left = EVERYTHING
    for index, node in enumerate(graph.nodes):
        try:
            shape = Shape(fixed(size, sizes) for size in node.shape)
            if node.layer is not None:
                shape = node.layer.output(node.argument(nodes))
        except ShapeError as error:
            return index, error, nodes
        for domain in dict.fromkeys(map(domain_of, node.shape)):
            left &= domain.given(sizes)
            if left.is_empty:
                return index, ShapeError(SizesAsked(asked_by(domain))), nodes
        nodes.append(node._replace(shape=shape))
    raise AssertionError("a size contract asks for what no layer asks for")


def _nearest(contract: Domain, sizes: Mapping[str, int]) -> Iterator[str]:
    """Tells the nearest sizes for which the network works, as `--at` takes them, and what changes."""
    changes = nearest(contract, sizes)
    if not changes:
        return
    ones = " and ".join(f"`{_argument({**sizes, **change})}`" for change in changes)
    text = f"the nearest sizes that work are {ones}" if len(changes) > 1 else f"the nearest size that works is {ones}"
    if len(sizes) > 1:
        changed = sorted({name for change in changes for name in change})
        if any(len(change) > 1 for change in changes):
            text += "; to change one alone is not enough"
        else:
            text += f", where only {' or '.join(f'`{name}`' for name in changed)} changes"
    yield text


def _argument(sizes: Mapping[str, int]) -> str:
    return ",".join(f"{name}={n}" for name, n in sizes.items())


def _crop(graph: Graph, node: Node, error: ShapeError, branches: Tree | None) -> Iterator[str]:
    """Tells how a crop would make a merge fit for every size, where one branch is never smaller than the other."""
    if error.kind is not ShapeMismatch or len(error.branches) != 2 or not isinstance(branches, TreeSequence):
        return
    for large, small in (error.branches, reversed(error.branches)):
        a, b = (graph.nodes[node.inputs[branch]] for branch in (large, small))
        # What a branch makes itself can be named only after it, and not once another is in its place.
        is_made = small < large or isinstance(branches.items[small], Scalar)
        is_larger = is_made and 1 <= a.shape.rank <= 3 and all(map(covers, a.shape.spatial, b.shape.spatial))
        if is_larger and _fits_always(graph, node, large, small):
            crop = f"like: {b.name}"
            if isinstance(branches.items[large], Scalar):
                how = f"`[crop: {{from: {a.name}, {crop}}}]` in place of branch {large + 1}"
            else:
                how = f"`crop: {{{crop}}}` at the end of branch {large + 1}"
            yield f"{how} makes `{node.name}` fit for every size"
            return


def _fits_always(graph: Graph, node: Node, large: int, small: int) -> bool:
    """Returns whether a merge works for every size once one branch has the spatial sizes of another."""
    shapes = [Shape(map(everywhere, graph.nodes[one].shape)) for one in node.inputs]
    shapes[large] = Shape((*shapes[small].spatial, shapes[large].channels))
    assert isinstance(node.layer, MergeLayer)
    try:
        return all(domain_of(size) == EVERYTHING for size in node.layer.output(tuple(shapes)))
    except ShapeError:
        return False


def covers(large: Size, small: Size) -> bool:
    """Returns whether one size is at least as large as another wherever both exist."""
    spare = large - small
    least = require_at_least(spare, 0)
    return least is not None and domain_of(least) == domain_of(spare)
