from archspec.diagnostics.diagnostic import Diagnostic, Networks
from archspec.diagnostics.export.as_json import diagnostic_as_json
from archspec.diagnostics.kind import DiagnosticKind


class Odd(DiagnosticKind):
    """It is odd."""

    severity = "warning"


def test_a_finding_with_everything_in_it(mismatch: Diagnostic) -> None:
    place = {"file": "specs/mynet.yaml", "line": 31, "end_line": 31}
    assert diagnostic_as_json(mismatch) == {
        "name": "channel-mismatch",
        "severity": "error",
        "message": "`add_2` adds 64 channels to 128",
        **place,
        "column": 9,
        "end_column": 12,
        "layer": "stage.add_2",
        "default": True,
        "variants": [],
        "choices": [],
        "labels": [
            {"text": "(28, 28, 128) + (28, 28, 64)", **place, "column": 9, "end_column": 12},
            {
                "text": "128 channels come from here",
                "file": "specs/mynet.yaml",
                "line": 24,
                "column": 25,
                "end_line": 24,
                "end_column": 28,
            },
        ],
        "notes": ["`shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52"],
        "help": ["give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`"],
        "fix": {
            "help": "give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`",
            "edits": [
                {
                    **place,
                    "column": 7,
                    "end_column": 7,
                    "replacement": "- conv: {filters: 128, size: 1, from: shortcut}\n      ",
                }
            ],
        },
    }


def test_a_finding_without_a_place() -> None:
    assert diagnostic_as_json(Diagnostic(Odd, "odd", label="unused")) == {
        "name": "odd",
        "severity": "warning",
        "message": "odd",
        "file": None,
        "line": None,
        "column": None,
        "end_line": None,
        "end_column": None,
        "layer": None,
        "default": True,
        "variants": [],
        "choices": [],
        "labels": [],
        "notes": [],
        "help": [],
        "fix": None,
    }


def test_the_networks_that_a_finding_concerns() -> None:
    networks = Networks(default=False, variants=("deep",), choices=("pool=max_pool",), note="in variant `deep`")
    printed = diagnostic_as_json(Diagnostic(Odd, "odd", networks=networks))
    assert (printed["default"], printed["variants"], printed["choices"]) == (False, ["deep"], ["pool=max_pool"])
