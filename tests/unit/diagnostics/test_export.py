import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export import as_github, as_gitlab, as_junit, as_sarif, diagnostic_as_json
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.render import render
from archspec.diagnostics.source import SourceFile, Span


class Odd(DiagnosticKind):
    """It is odd."""

    severity = "warning"


def test_json(mismatch: Diagnostic) -> None:
    assert diagnostic_as_json(mismatch) == {
        "name": "channel-mismatch",
        "severity": "error",
        "message": "`add_2` adds 64 channels to 128",
        "file": "specs/mynet.yaml",
        "line": 31,
        "column": 9,
        "end_line": 31,
        "end_column": 12,
        "layer": "stage.add_2",
        "labels": [
            {
                "text": "(28, 28, 128) + (28, 28, 64)",
                "file": "specs/mynet.yaml",
                "line": 31,
                "column": 9,
                "end_line": 31,
                "end_column": 12,
            },
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
    }


def test_json_without_a_place() -> None:
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
        "labels": [],
        "notes": [],
        "help": [],
    }


def test_sarif(mismatch: Diagnostic) -> None:
    path = {"artifactLocation": {"uri": "specs/mynet.yaml"}}
    insertion = {"startLine": 31, "startColumn": 7, "endLine": 31, "endColumn": 7}
    log = json.loads(as_sarif([("specs/mynet.yaml", [mismatch]), ("a b/ü.yaml", [Diagnostic(Odd, "odd")])]))
    assert log == {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "archspec",
                        "rules": [
                            {
                                "id": "channel-mismatch",
                                "defaultConfiguration": {"level": "error"},
                                "shortDescription": {"text": "Channels do not fit."},
                                "fullDescription": {"text": "A sum needs as many channels from each side."},
                            },
                            {
                                "id": "odd",
                                "defaultConfiguration": {"level": "warning"},
                                "shortDescription": {"text": "It is odd."},
                            },
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": "channel-mismatch",
                        "ruleIndex": 0,
                        "level": "error",
                        "message": {
                            "text": "`add_2` adds 64 channels to 128\n"
                            "note: `shortcut` has 64 channels since `pool1` (line 18), "
                            "in block `stage` called at line 52\n"
                            "help: give the shortcut a projection: "
                            "`- conv: {filters: 128, size: 1, from: shortcut}`"
                        },
                        "locations": [
                            {
                                "physicalLocation": {
                                    **path,
                                    "region": {"startLine": 31, "startColumn": 9, "endLine": 31, "endColumn": 12},
                                },
                                "logicalLocations": [{"fullyQualifiedName": "stage.add_2", "kind": "member"}],
                            }
                        ],
                        "relatedLocations": [
                            {
                                "id": 0,
                                "message": {"text": "128 channels come from here"},
                                "physicalLocation": {
                                    **path,
                                    "region": {"startLine": 24, "startColumn": 25, "endLine": 24, "endColumn": 28},
                                },
                            }
                        ],
                        "fixes": [
                            {
                                "description": {
                                    "text": "give the shortcut a projection: "
                                    "`- conv: {filters: 128, size: 1, from: shortcut}`"
                                },
                                "artifactChanges": [
                                    {
                                        **path,
                                        "replacements": [
                                            {
                                                "deletedRegion": insertion,
                                                "insertedContent": {
                                                    "text": "- conv: {filters: 128, size: 1, from: shortcut}\n      "
                                                },
                                            }
                                        ],
                                    }
                                ],
                            }
                        ],
                    },
                    {
                        "ruleId": "odd",
                        "ruleIndex": 1,
                        "level": "warning",
                        "message": {"text": "odd"},
                        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b/%C3%BC.yaml"}}}],
                    },
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("name", "uri"),
    [("/data/net.yaml", "file:///data/net.yaml"), ("<stdin>", "%3Cstdin%3E"), ("bad\udcff.yaml", "bad%FF.yaml")],
)
def test_sarif_places_are_uris(name: str, uri: str) -> None:
    log = json.loads(as_sarif([(name, [Diagnostic(Odd, "odd")])]))
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location == {"physicalLocation": {"artifactLocation": {"uri": uri}}}


def test_sarif_without_findings_is_a_log_of_a_clean_run() -> None:
    (run,) = json.loads(as_sarif([("net.yaml", [])]))["runs"]
    assert run["results"] == []


def test_github(mismatch: Diagnostic) -> None:
    assert as_github([("specs/mynet.yaml", [mismatch])]) == (
        "::error file=specs/mynet.yaml,line=31,endLine=31,col=9,endColumn=12,title=archspec channel-mismatch"
        "::`add_2` adds 64 channels to 128"
        "%0Anote: `shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52"
        "%0Ahelp: give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`"
    )


def test_github_leaves_columns_out_where_lines_differ() -> None:
    finding = Diagnostic(Odd, "odd", Span(SourceFile("net.yaml", ""), 1, 2, 3, 4))
    assert as_github([("net.yaml", [finding])]) == "::warning file=net.yaml,line=1,endLine=3,title=archspec odd::odd"


def test_github_commands_cannot_be_forged() -> None:
    finding = Diagnostic(Odd, "100%\n::error::forged\x1b")
    assert as_github([("a:b,c%\n.yaml", [finding])]) == (
        "::warning file=a%3Ab%2Cc%25%0A.yaml,title=archspec odd::100%25\\n::error::forged\\x1b"
    )


def test_gitlab(mismatch: Diagnostic) -> None:
    report = json.loads(as_gitlab([("specs/mynet.yaml", [mismatch]), ("./b.yaml", [Diagnostic(Odd, "odd")])]))
    prints = [entry.pop("fingerprint") for entry in report]
    assert len(set(prints)) == 2
    assert report == [
        {
            "description": "`add_2` adds 64 channels to 128",
            "check_name": "channel-mismatch",
            "severity": "major",
            "location": {"path": "specs/mynet.yaml", "lines": {"begin": 31, "end": 31}},
        },
        {
            "description": "odd",
            "check_name": "odd",
            "severity": "minor",
            "location": {"path": "b.yaml", "lines": {"begin": 1}},
        },
    ]


def test_gitlab_fingerprints_are_unique_and_outlive_a_move(mismatch: Diagnostic) -> None:
    assert mismatch.span
    moved = replace(mismatch, span=mismatch.span._replace(line=40, end_line=40))
    first, second = json.loads(as_gitlab([("specs/mynet.yaml", [mismatch, mismatch])]))
    (alone,) = json.loads(as_gitlab([("specs/mynet.yaml", [moved])]))
    assert first["fingerprint"] == alone["fingerprint"] != second["fingerprint"]


def test_junit(mismatch: Diagnostic) -> None:
    text = as_junit([("specs/mynet.yaml", [mismatch, Diagnostic(Odd, "odd")]), ("fine.yaml", [])])
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="archspec">\n')
    bad, good = ElementTree.fromstring(text)
    assert bad.attrib == {"name": "specs/mynet.yaml", "tests": "2", "failures": "1", "errors": "0"}
    failed, passed = bad
    assert failed.attrib == {"name": "channel-mismatch", "classname": "specs/mynet.yaml"}
    (failure,) = failed
    assert failure.tag == "failure"
    assert failure.attrib == {"type": "channel-mismatch", "message": "`add_2` adds 64 channels to 128"}
    assert failure.text == render(mismatch, color=False)
    (output,) = passed
    assert (output.tag, output.text) == ("system-out", "warning[odd]: odd")
    assert good.attrib == {"name": "fine.yaml", "tests": "1", "failures": "0", "errors": "0"}
    assert [case.attrib for case in good] == [{"name": "valid", "classname": "fine.yaml"}]


def test_junit_is_well_formed_whatever_a_spec_says() -> None:
    class Hostile(DiagnosticKind):
        """It is hostile."""

    text = as_junit([('<&"\x00>.yaml', [Diagnostic(Hostile, "]]><&\x1b\ufffe\udc80")])])
    (suite,) = ElementTree.fromstring(text)
    assert suite.attrib["name"] == '<&"\\x00>.yaml'
    assert suite[0][0].attrib["message"] == "]]><&\\x1b\\ufffe\\udc80"
