"""Text edits that give a field of an item a value."""

from archspec.compiler.origin import Place
from archspec.diagnostics.diagnostic import Edit
from archspec.diagnostics.source import Span
from archspec.layers.base import Layer
from archspec.syntax.edit import inserted, rewritten, wrapped
from archspec.syntax.tree import Mapping, Scalar


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
        return rewritten(tree.span, tree.text, value) if isinstance(tree, Scalar) else ()
    if written is None:
        is_bare = place.span is not None and _is_bare(place.span, layer.kind)
        return inserted(_end(place.span), f": {{{field}: {value}}}") if is_bare else ()
    if isinstance(written, Mapping):
        return _among(written, field, value)
    if written.span is None or layer.principal is None or written.span.text[:1] in "|>&*!":
        return ()
    return wrapped(written.span, f"{{{layer.principal}: ", f", {field}: {value}}}")


def _among(written: Mapping, field: str, value: str) -> tuple[Edit, ...]:
    """Returns the edit that adds a field to others."""
    span = written.span
    first = next((key for key in written.keys.values() if key is not None), None)
    if span is None or first is None:
        return ()
    if not span.text.startswith("{"):
        return inserted(first, f"{field}: {value}\n{' ' * (first.column - 1)}")
    line = span.file.lines[span.end_line - 1]
    before = line[: span.end_column - 2].rstrip()
    if not before or before[-1] in ",{":
        return ()  # a comma may stand before the brace, on this line or another
    return inserted(span._replace(line=span.end_line, column=span.end_column - 1), f", {field}: {value}")


def _is_bare(span: Span, kind: str) -> bool:
    """Returns whether a kind stands alone, with nothing but the end of its list or line after it."""
    rest = span.file.lines[span.end_line - 1][span.end_column - 1 :].lstrip()
    return span.text.startswith(kind) and (not rest or rest[0] in ",]#")


def _end(span: Span | None) -> Span | None:
    return span and span._replace(line=span.end_line, column=span.end_column)
