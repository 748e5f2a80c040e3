from dataclasses import field
from decimal import Decimal
from math import inf

from archspec.diagnostics.diagnostic import Diagnostic, Networks
from archspec.diagnostics.export.as_json import diagnostic_as_json
from archspec.diagnostics.help import Edit, Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from tests.said import Said


class Odd(Said):
    """It is odd."""

    severity = "warning"


def test_a_finding_with_everything_in_it(mismatch: Diagnostic) -> None:
    place = {"file": "specs/mynet.yaml", "line": 31, "end_line": 31}
    fix = {
        "help": "give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`",
        "edits": [
            {
                **place,
                "column": 7,
                "end_column": 7,
                "replacement": "- conv: {filters: 128, size: 1, from: shortcut}\n      ",
            }
        ],
    }
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
        "fix": fix,
        "fixes": [fix],
        "data": {"channels": 64, "others": 128, "since": "pool1"},
    }


class Uneven(DiagnosticKind):
    """Sizes differ."""

    sizes: tuple[int | float, ...]
    shapes: dict[str, tuple[object, ...]]
    place: Span | None = field(default=None, compare=False)

    def message(self) -> str:
        return f"{len(self.sizes)} sizes differ"


def test_the_facts_of_a_finding() -> None:
    file = SourceFile("f.yaml", "a: 1")
    printed = diagnostic_as_json(
        Diagnostic(Uneven((1, 2.5, inf), {"a": (Decimal("0.5"), None)}, Span(file, 1, 1, 1, 2)))
    )
    place = {"file": "f.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2}
    assert printed["data"] == {"sizes": [1, 2.5, "inf"], "shapes": {"a": ["0.5", None]}, "place": place}
    assert printed["message"] == "3 sizes differ"


def test_every_help_with_edits_and_the_certain_one() -> None:
    span = Span(SourceFile("f.yaml", "a: 1"), 1, 4, 1, 5)
    two, three = (Help(f"write {n}", (Edit(span, n),), is_certain=n == "3") for n in "23")
    printed = diagnostic_as_json(Diagnostic(Uneven((), {}), span, remedies=(two, Help("or think"), three)))
    assert printed["help"] == ["write 2", "or think", "write 3"]
    assert [(one["help"], one["edits"][0]["replacement"]) for one in printed["fixes"]] == [
        ("write 2", "2"),
        ("write 3", "3"),
    ]
    assert printed["fix"] == printed["fixes"][1]


def test_a_finding_without_a_place() -> None:
    assert diagnostic_as_json(Diagnostic(Odd("odd"), label="unused")) == {
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
        "fixes": [],
        "data": {"text": "odd", "causes": [], "advice": []},
    }


def test_the_networks_that_a_finding_concerns() -> None:
    networks = Networks(default=False, variants=("deep",), choices=("pool=max_pool",), note="in variant `deep`")
    printed = diagnostic_as_json(Diagnostic(Odd("odd"), networks=networks))
    assert (printed["default"], printed["variants"], printed["choices"]) == (False, ["deep"], ["pool=max_pool"])
