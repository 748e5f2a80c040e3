"""A finding as plain data: part of the contract that `check --format json` is."""

from typing import Any

from archspec.diagnostics.diagnostic import Diagnostic, Help, Networks
from archspec.diagnostics.source import Span

Json = dict[str, Any]


def diagnostic_as_json(diagnostic: Diagnostic) -> Json:
    """Returns one finding as it stands under `diagnostics` in `check --format json`.

    The place is null where there is none. The finding's own label, if it has one, comes first among the labels.
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
    }


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
