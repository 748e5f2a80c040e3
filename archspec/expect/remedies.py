"""Remedies for outputs whose shape is not the expected one; each is tried on the whole network first."""

from collections.abc import Iterator, Mapping, Sequence

from archspec.compiler.batch_axis import without_batch_axis
from archspec.compiler.trial import covers, with_inputs
from archspec.expect.agreement import find_agreement
from archspec.expect.subject import Subject
from archspec.layers.base import Layer
from archspec.layers.window import WindowLayer
from archspec.tensors.dim import Size, always_equal
from archspec.tensors.shape import Shape

STEPS = (2, 4, 8, 16, 32, 64)
"""The multiples that are tried for the sizes of an input."""


def remedies(name: str, wanted: Sequence[Size | None], subject: Subject) -> Iterator[str]:
    """Yields things to do about an output whose shape is not the one expected.

    Args:
        name: The output.
        wanted: The sizes that are expected of it; None for any.
        subject: The network.
    """
    graph = subject.graph
    index = graph.outputs[name]
    shape = graph.nodes[index].shape
    if len(wanted) == len(shape) + 1 and wanted[0] in (None, 1) and _is(subject, shape, wanted[1:]):
        yield "leave the batch axis out of what is expected"
    elif len(wanted) + 1 == len(shape):
        yield from _without_batch(index, wanted, subject)
    elif len(wanted) == len(shape) and _is(subject, Shape(shape[-1:]), wanted[-1:]):
        yield from _same_sizes(index, wanted, subject)
        yield from _cropped(index, wanted, subject)
        yield from _other_inputs(index, wanted, subject)


def _is(subject: Subject, shape: Shape, wanted: Sequence[Size | None]) -> bool:
    """Returns whether a shape is the one expected for all sizes for which the network works."""
    holding = find_agreement(shape, wanted)
    return holding is not None and subject.graph.sizes & holding == subject.graph.sizes


def _at(index: int, subject: Subject) -> str:
    span = subject.places[index].span
    return f"`{subject.graph.nodes[index].name}`" + (f" (line {span.line})" if span else "")


def _without_batch(index: int, wanted: Sequence[Size | None], subject: Subject) -> Iterator[str]:
    """Proposes to leave out the batch axis that is in the shape of an input."""
    for one in subject.graph.inputs:
        rest = without_batch_axis(subject.graph.nodes[one].shape)
        shapes = None if rest is None else with_inputs(subject.graph, {one: rest}, {})
        if shapes is not None and _is(subject, shapes[index], wanted):
            yield f"leave the batch axis out of the shape of {_at(one, subject)}: `[{str(rest)[1:-1]}]`"


def _same_sizes(index: int, wanted: Sequence[Size | None], subject: Subject) -> Iterator[str]:
    """Proposes `padding: same` for the windows that take something off their edges: for one, or for all of them."""
    layers: dict[int, Layer] = {}
    for number, node in enumerate(subject.graph.nodes):
        layer = node.layer
        if isinstance(layer, WindowLayer) and getattr(layer, "padding", None) == "valid":
            layers[number] = layer.model_copy(update={"padding": "same"})
    tried: list[Mapping[int, Layer]] = [{number: layer} for number, layer in reversed(layers.items())]
    for changes in (*tried, layers) if len(layers) > 1 else tried:
        shapes = with_inputs(subject.graph, {}, changes)
        if shapes is not None and _is(subject, shapes[index], wanted):
            where = " and ".join(_at(number, subject) for number in changes)
            yield f"keep the sizes: `padding: same` in {where}"
            return


def _cropped(index: int, wanted: Sequence[Size | None], subject: Subject) -> Iterator[str]:
    """Proposes a crop to the size of an input."""
    shape = subject.graph.nodes[index].shape
    for one in subject.graph.inputs:
        like = subject.graph.nodes[one].shape
        is_like = like.rank == shape.rank and _is(subject, Shape((*like.spatial, shape.channels)), wanted)
        if is_like and 1 <= shape.rank <= 3 and all(map(covers, shape.spatial, like.spatial)):
            name = subject.graph.nodes[one].name
            yield f"put `crop: {{like: {name}}}` behind {_at(index, subject)}, and make that the output"
            return


def _other_inputs(index: int, wanted: Sequence[Size | None], subject: Subject) -> Iterator[str]:
    """Proposes other sizes of the input for which the output is as large as that, where that is expected."""
    graph = subject.graph
    if len(graph.inputs) != 1 or subject.at:
        return
    (source,) = graph.inputs
    x = graph.nodes[source].shape
    sizes = [size for size in x.spatial if isinstance(size, int)]
    expected = [size for size in wanted[:-1] if isinstance(size, int)]
    if not sizes or sizes != expected or len(sizes) != x.rank:
        return
    for step in STEPS:
        near = ([size // step * step for size in sizes], [-(-size // step) * step for size in sizes])
        fitting = [
            f"`[{', '.join(map(str, (*one, x.channels)))}]`"
            for one in near
            if all(one) and one != sizes and _keeps(index, source, Shape((*one, x.channels)), subject)
        ]
        if fitting:
            yield f"or give {_at(source, subject)} sizes that come back, and expect them: {' or '.join(fitting)}"
            return


def _keeps(index: int, source: int, x: Shape, subject: Subject) -> bool:
    """Returns whether an output is as large as the input, for another shape of that."""
    shapes = with_inputs(subject.graph, {source: x}, {})
    return (
        shapes is not None and len(shapes[index]) == len(x) and all(map(always_equal, shapes[index].spatial, x.spatial))
    )
