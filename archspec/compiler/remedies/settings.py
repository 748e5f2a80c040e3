"""Text edits that give a field of an item a value."""

from archspec.compiler.origin import Place
from archspec.diagnostics.diagnostic import Edit
from archspec.diagnostics.source import Span
from archspec.layers.base import Layer
from archspec.syntax.tree import Mapping


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
        return (Edit(tree.span, value),) if tree.span is not None and _on_one_line(tree.span) else ()
    if written is None and place.span is not None and _is_bare(place.span, layer.kind):
        return (Edit(_after(place.span), f": {{{field}: {value}}}"),)
    if written is None or written.span is None:
        return ()
    if isinstance(written, Mapping):
        return _among(written, field, value)
    if layer.principal is None or not _on_one_line(written.span) or _first(written.span) in "|>&*!":
        return ()
    return (
        Edit(_before(written.span), f"{{{layer.principal}: "),
        Edit(_after(written.span), f", {field}: {value}}}"),
    )


def _among(written: Mapping, field: str, value: str) -> tuple[Edit, ...]:
    """Returns the edit that adds a field to others."""
    span = written.span
    keys = [key for key in written.keys.values() if key is not None]
    if span is None or not keys:
        return ()
    if _first(span) != "{":
        first = keys[0]
        return (Edit(_before(first), f"{field}: {value}\n{' ' * (first.column - 1)}"),)
    last = Span(span.file, span.end_line, span.end_column - 1, span.end_line, span.end_column - 1)
    line = span.file.lines[last.line - 1]
    before = line[: last.column - 1].rstrip()
    if not before or before[-1] in ",{" or line[last.column - 1 : last.column] != "}":
        return ()  # a comma may stand before it, on this line or another
    return (Edit(last, f", {field}: {value}"),)


def _first(span: Span) -> str:
    """Returns the first character of a stretch."""
    return span.file.lines[span.line - 1][span.column - 1 : span.column]


def _is_bare(span: Span, kind: str) -> bool:
    """Returns whether a kind stands alone, with nothing but the end of its list or line after it."""
    line = span.file.lines[span.line - 1]
    rest = line[span.end_column - 1 :].lstrip()
    return line[span.column - 1 : span.end_column - 1].startswith(kind) and (not rest or rest[0] in ",]#")


def _on_one_line(span: Span) -> bool:
    return span.line == span.end_line


def _before(span: Span) -> Span:
    return span._replace(end_line=span.line, end_column=span.column)


def _after(span: Span) -> Span:
    return span._replace(line=span.end_line, column=span.end_column)
