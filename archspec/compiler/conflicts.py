"""From a shape that does not fit to the finding that a person reads: the layer, both ends, the calls between."""

from collections.abc import Iterator
from itertools import chain

from archspec.backends.faults import UnsupportedByBackend
from archspec.compiler.names import Tensor
from archspec.compiler.places import Place, notes_on
from archspec.compiler.shape_provenance import Aspect, Rehearse, ShapeProvenance, spaced
from archspec.compiler.size_contract import explain_contradiction, find_contradiction
from archspec.compiler.value_provenance import ValueProvenance
from archspec.compiler.values import TooLargeError
from archspec.compiler.walk import Walk
from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.layers.base import Layer
from archspec.layers.faults import PaddingTooLarge
from archspec.syntax.tree import Scalar, Sequence
from archspec.tensors.faults import (
    BranchCount,
    ChannelMismatch,
    CropTooLarge,
    DilatedStride,
    GroupsMismatch,
    NoValidSize,
    OutputPaddingMismatch,
    RankMismatch,
    ReflectionTooLarge,
    ShapeError,
    ShapeMismatch,
    WindowTooLarge,
)

_ASPECTS: dict[type[DiagnosticKind], Aspect] = {
    ChannelMismatch: "channels",
    GroupsMismatch: "channels",
    ShapeMismatch: "space",
    WindowTooLarge: "space",
    CropTooLarge: "space",
    ReflectionTooLarge: "space",
    RankMismatch: "rank",
}
"""What a kind of fault is about, where it is not the whole shape."""

_OF_FIELDS_ALONE = (
    BranchCount,
    DilatedStride,
    OutputPaddingMismatch,
    PaddingTooLarge,
    UnsupportedByBackend,
)
"""The faults that a layer has whatever shape arrives, or that tell the shape themselves."""

LONGEST_WAY = 8
"""The most changes of a size that are told."""


def report_conflict(
    walk: Walk,
    error: ShapeError,
    layer: Layer | None,
    path: str,
    place: Place,
    inputs: tuple[Tensor, ...],
    rehearse: Rehearse | None = None,
) -> None:
    """Reports a layer, or a structure, that does not fit its inputs.

    Args:
        walk: The walk.
        error: What does not fit.
        layer: The layer; None for a structure.
        path: Its path.
        place: Where it is written.
        inputs: What it takes.
        rehearse: Tries the whole network with other shapes of its inputs; without it, no such remedy is offered.

    Raises:
        TooLargeError: If open sizes take too long to follow.
    """
    values = ValueProvenance(walk.architecture, walk.params)
    provenance = ShapeProvenance(walk.nodes, walk.places, values, walk.budgets.remedies, rehearse)
    try:
        # Of sizes that rule each other out before this layer, it only brings the news.
        before = find_contradiction(walk.nodes) if error.kind is NoValidSize else None
        if before is None:
            walk.report(explain_conflict(error, layer, path, place, inputs, provenance))
        else:
            walk.report(explain_contradiction(before, walk.spans()))
    except ShapeError:  # what it comes from takes too long to follow
        walk.report(Diagnostic(error.data, place.span, layer=path, subject=f"`{path}`"))
    if walk.budgets.sizes.is_spent:  # whatever follows could not be followed either
        raise TooLargeError


def explain_conflict(
    error: ShapeError,
    layer: Layer | None,
    path: str,
    place: Place,
    inputs: tuple[Tensor, ...],
    provenance: ShapeProvenance,
) -> Diagnostic:
    """Returns the diagnostic for a layer that does not fit its inputs.

    Args:
        error: What does not fit.
        layer: The layer; None for a structure.
        path: Its path.
        place: Where it is written.
        inputs: What it takes.
        provenance: The network that it was to become part of.
    """
    from archspec.compiler.remedies.advice import Conflict, remedies  # only where something is wrong

    aspect = _ASPECTS.get(error.kind, "shape")
    clashing = [inputs[index] for index in error.branches if index < len(inputs)] or list(inputs)
    if error.kind in _OF_FIELDS_ALONE:
        clashing = []
    told = [provenance.describe(tensor, aspect) for tensor in clashing]
    notes = [*_narrowed(layer, inputs, provenance), *chain.from_iterable(one.notes for one in told)]
    if aspect == "space" and len(clashing) == 2:
        notes += _detour(clashing[0], clashing[1], provenance)
    notes += notes_on(place.trace)
    labels = [*chain.from_iterable(one.labels for one in told)]
    for name in (error.field, "padding" if error.kind is WindowTooLarge else None):
        if (given := place.field(name)) is not None:
            labels += provenance.label_source(given, place.trace)
    field = place.field(error.field)
    span = field.span if field is not None and field.span is not None else place.span
    if error.field not in place.fields and field is not None and place.span is not None:
        labels.append(Label(place.span, f"`{path}` takes it from `defaults`"))
    return Diagnostic(
        error.data,
        span,
        label=_under_the_caret(error, place, clashing, inputs),
        layer=path,
        subject=f"`{path}`",
        labels=tuple(_distinct(labels, span)),
        causes=tuple(dict.fromkeys(notes)),
        remedies=tuple(remedies(Conflict(error, layer, path, place, inputs, provenance))),
    )


def _under_the_caret(error: ShapeError, place: Place, clashing: list[Tensor], inputs: tuple[Tensor, ...]) -> str:
    branches = place.fields.get("branches")
    if isinstance(place.fields.get("shortcut"), Sequence) and len(clashing) == 2:
        return f"`layers` is {clashing[0].shape}, `shortcut` is {clashing[1].shape}"
    if not isinstance(branches, Sequence) or len(branches.items) != len(inputs) or len(error.branches) != 2:
        return " and ".join(str(tensor.shape) for tensor in clashing)
    told: list[str] = []
    for index, tensor in zip(error.branches, clashing, strict=True):
        tree = branches.items[index]
        told.append(f"{f'`{tree.text}`' if isinstance(tree, Scalar) else f'branch {index + 1}'} is {tensor.shape}")
    return ", ".join(told)


def _narrowed(layer: Layer | None, inputs: tuple[Tensor, ...], provenance: ShapeProvenance) -> tuple[str, ...]:
    """Says what the layers before left of the open sizes, if that is why a layer does not fit."""
    if layer is None or all(isinstance(size, int) for tensor in inputs for size in tensor.whole.shape or ()):
        return ()
    from archspec.compiler.reasons import narrowed

    return narrowed(layer, inputs, provenance.nodes)


def _detour(a: Tensor, b: Tensor, provenance: ShapeProvenance) -> Iterator[str]:
    """Tells how one tensor lost the size of the other, if it had it once."""
    for here, there in ((a, b), (b, a)):
        changes: list[int] = []
        for index in provenance.changes(there):
            if here.shape is not None and provenance.shape(index, there).spatial == here.shape.spatial and changes:
                steps = ", ".join(
                    f"{spaced(provenance.shape(one, there)) or 'a vector'} after `{provenance.nodes[one].name}`"
                    for one in reversed(changes)
                )
                yield f"{there.shape} was {spaced(here.shape)} at first, and then {steps}"
                return
            changes.append(index)
            if len(changes) > LONGEST_WAY:
                break


def _distinct(labels: list[Label], primary: Span | None) -> list[Label]:
    seen: set[Span | None] = {primary}
    distinct: list[Label] = []
    for label in labels:
        if label.span not in seen:
            seen.add(label.span)
            distinct.append(label)
    return distinct
