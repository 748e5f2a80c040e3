"""A diagnostic as plain data, as in `check --format json`."""

from collections.abc import Mapping
from dataclasses import fields
from math import isfinite
from typing import Any, cast

from archspec.diagnostics.diagnostic import Diagnostic, Networks
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span

Json = dict[str, Any]


def diagnostic_as_json(diagnostic: Diagnostic) -> Json:
    """Returns one diagnostic as it is under `diagnostics` in `check --format json`.

    The place is null where there is none. The diagnostic's own label, if it has one, comes first among the labels.
    """
    labels = [(label.span, label.text) for label in diagnostic.labels]
    if diagnostic.span and diagnostic.label:
        labels.insert(0, (diagnostic.span, diagnostic.label))
    return {
        "name": diagnostic.kind.name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "layer": diagnostic.layer,
        **_networks(diagnostic.networks or Networks(default=True)),
        "labels": [{"text": text, **_place(span)} for span, text in labels],
        "notes": list(diagnostic.notes),
        "help": [advice.text for advice in diagnostic.helps],
        "fix": diagnostic.fix and _fix(diagnostic.fix),
        "fixes": [_fix(advice) for advice in diagnostic.helps if advice.is_editable],
        "data": data_as_json(diagnostic.data),
    }


def data_as_json(data: DiagnosticKind, *, with_places: bool = True) -> Json:
    """Returns what is wrong as numbers, names and places, by the names of the fields of its kind.

    Args:
        data: What is wrong.
        with_places: Whether to tell what changes when lines above it come and go.
    """
    return {
        one.name: _value(getattr(data, one.name)) for one in fields(cast("Any", data)) if with_places or one.compare
    }


def _value(value: Any) -> Any:
    """Returns a fact as JSON; one for which JSON has no form, such as an open size, as it is written."""
    if isinstance(value, Span):
        return _place(value)
    if isinstance(value, Help):
        return value.text
    if isinstance(value, DiagnosticKind):
        return {"name": value.kind.name, "data": data_as_json(value)}
    if isinstance(value, Mapping):
        return {str(key): _value(one) for key, one in cast("Mapping[object, Any]", value).items()}
    if isinstance(value, tuple | list):
        return [_value(one) for one in cast("tuple[Any, ...]", value)]
    is_plain = value is None or isinstance(value, str | int) or (isinstance(value, float) and isfinite(value))
    return value if is_plain else str(value)


def _networks(networks: Networks) -> Json:
    return {"default": networks.default, "variants": list(networks.variants), "choices": list(networks.choices)}


def _fix(advice: Help) -> Json:
    edits = [{**_place(edit.span), "replacement": edit.replacement} for edit in advice.edits]
    return {"help": advice.text, "edits": edits}


def _place(span: Span | None) -> Json:
    return {
        "file": span.file.name if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": span.end_line if span else None,
        "end_column": span.end_column if span else None,
    }
