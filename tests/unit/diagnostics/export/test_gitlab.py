import json

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin
from archspec.diagnostics.export.gitlab import export
from tests.said import Said


class Odd(Said):
    """It is odd."""

    severity = "warning"


def test_a_report(mismatch: Diagnostic) -> None:
    found = [
        FileResult("specs/mynet.yaml", [mismatch]),
        FileResult("./b.yaml", [Diagnostic(Odd("odd\x1b"))]),
        FileResult("c.yaml", problem="there is no file `c.yaml`"),
    ]
    report = json.loads(export(found, Origin()))
    prints = [entry.pop("fingerprint") for entry in report]
    assert len(set(prints)) == 3
    assert report == [
        {
            "description": "`add_2` adds 64 channels to 128; help: give the shortcut a projection: "
            "`- conv: {filters: 128, size: 1, from: shortcut}`",
            "check_name": "channel-mismatch",
            "severity": "major",
            "location": {"path": "specs/mynet.yaml", "lines": {"begin": 31, "end": 31}},
        },
        {
            "description": "odd\\x1b",
            "check_name": "odd",
            "severity": "minor",
            "location": {"path": "b.yaml", "lines": {"begin": 1}},
        },
        {
            "description": "there is no file `c.yaml`",
            "check_name": "not-checked",
            "severity": "blocker",
            "location": {"path": "c.yaml", "lines": {"begin": 1}},
        },
    ]


def test_without_findings_the_report_is_empty() -> None:
    assert json.loads(export([FileResult("a.yaml")], Origin())) == []
