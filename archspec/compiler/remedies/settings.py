"""What to do about the value of a field: another one, where the field is written or comes from."""

from collections.abc import Iterator

from archspec.compiler.places import Place
from archspec.compiler.remedies.attempt import changed, fits
from archspec.compiler.remedies.conflict import Conflict
from archspec.diagnostics.help import Edit, Help, Setting
from archspec.diagnostics.source import Span
from archspec.layers.base import Layer
from archspec.layers.stepwise import StepwiseLayer
from archspec.syntax.edit import insert, rewrite, wrap
from archspec.syntax.tree import Mapping, Scalar, Tree


def remedies(conflict: Conflict, advice: Help, advised: Setting) -> Iterator[Help]:
    """Yields a value for the field at fault: under `defaults`, if it is there and suits all, and at the layer."""
    place, layer = conflict.place, conflict.layer
    if layer is None:
        yield advice
        return
    layer = layer.layer if isinstance(layer, StepwiseLayer) else layer
    default = None if advised.field in place.fields else place.defaults.get(advised.field)
    here = advice.text.replace(str(advised), f"`{_as_written(place, layer, advised)}`")
    if default is not None:
        suits = (
            value for value in (advised.value, *advised.others) if _suits_all(conflict, advised.field, value, default)
        )
        value = next(suits, None)
        if value == advised.value:
            yield Help(advice.text)
        elif value is not None:
            yield Help(f"write `{advised.field}: {value}`, which suits the other layers too")
        here = f"for `{conflict.path}` alone, {here}"
    yield Help(here, setting(place, layer, advised.field, advised.value), advice.is_certain)


def _as_written(place: Place, layer: Layer, advised: Setting) -> str:
    """Returns a field with its value as it is written at a layer: `groups: 8`, `group_norm: 8`, `norm: {group: 8}`."""
    with_field = f"{advised.field}: {advised.value}"
    if not set(place.fields) <= {advised.field}:
        return with_field
    is_principal = layer.principal == advised.field
    if place.asked is None:
        is_bare = is_principal and not isinstance(place.written, Mapping)
        return f"{layer.kind}: {advised.value}" if is_bare else with_field
    if "$" in place.asked.word:
        return with_field
    return f"{place.asked.noun}: {{{place.asked.word}: {advised.value if is_principal else f'{{{with_field}}}'}}}"


def _suits_all(conflict: Conflict, field: str, written: str, default: Tree) -> bool:
    """Returns whether all layers made so far fit when a default has another value."""
    value = int(written) if written.isdecimal() else written
    nodes, places = conflict.provenance.nodes, conflict.provenance.places
    others = {
        index: changed(layer, **{field: value})
        for index, place in enumerate(places)
        if place.defaults.get(field) is default and field not in place.fields
        if (layer := nodes[index].layer) is not None and field in _fields(layer)
    }
    assert conflict.layer is not None
    return fits(conflict, layers=others, layer=changed(conflict.layer, **{field: value}))


def _fields(layer: Layer) -> tuple[str, ...]:
    return (layer.layer if isinstance(layer, StepwiseLayer) else layer).own_fields()


def setting(place: Place, layer: Layer, field: str, value: str) -> tuple[Edit, ...]:
    """Returns the edits that give a field of a layer a value; none where the text has no certain place for it.

    Args:
        place: Where the layer is written.
        layer: The layer.
        field: The field.
        value: The value, as it is to be written.
    """
    tree, written = place.fields.get(field), place.written
    if tree is not None:
        return rewrite(tree.span, tree.text, value) if isinstance(tree, Scalar) else ()
    if written is None:
        is_bare = place.span is not None and _is_bare(place.span, layer.kind)
        return insert(_end(place.span), f": {{{field}: {value}}}") if is_bare else ()
    if isinstance(written, Mapping):
        return _among(written, field, value)
    if written.span is None or layer.principal is None or written.span.text[:1] in "|>&*!":
        return ()
    return wrap(written.span, f"{{{layer.principal}: ", f", {field}: {value}}}")


def _among(written: Mapping, field: str, value: str) -> tuple[Edit, ...]:
    """Returns the edit that adds a field to others."""
    span = written.span
    first = next((key for key in written.keys.values() if key is not None), None)
    if span is None or first is None:
        return ()
    if not span.text.startswith("{"):
        return insert(first, f"{field}: {value}\n{' ' * (first.column - 1)}")
    line = span.file.lines[span.end_line - 1]
    before = line[: span.end_column - 2].rstrip()
    if not before or before[-1] in ",{":
        return ()  # a comma may be before the brace, on this line or another
    return insert(span._replace(line=span.end_line, column=span.end_column - 1), f", {field}: {value}")


def _is_bare(span: Span, kind: str) -> bool:
    """Returns whether a kind is alone, with nothing but the end of its list or line after it."""
    rest = span.file.lines[span.end_line - 1][span.end_column - 1 :].lstrip()
    return span.text.startswith(kind) and (not rest or rest[0] in ",]#")


def _end(span: Span | None) -> Span | None:
    return span and span._replace(line=span.end_line, column=span.end_column)
