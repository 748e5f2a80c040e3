import json
from abc import ABC
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archspec.cli.explain import kinds
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin
from archspec.diagnostics.export.sarif import SCHEMA, export
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from tests.said import Said

OFFICIAL = json.loads((Path(__file__).parents[3] / "schemas/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


class Odd(Said):
    """It is odd."""

    severity = "warning"


def log(*findings: FileResult, version: str = "1.2.3") -> dict[str, Any]:
    made = json.loads(export(findings, Origin(version)))
    jsonschema.Draft4Validator(OFFICIAL).validate(made)
    return made


def test_the_schema_that_is_named_is_the_official_one() -> None:
    assert OFFICIAL["id"] == SCHEMA
    jsonschema.Draft4Validator.check_schema(OFFICIAL)


def test_a_finding_with_everything_in_it(mismatch: Diagnostic) -> None:
    file = {"artifactLocation": {"uri": "specs/mynet.yaml"}}
    made = log(FileResult("specs/mynet.yaml", [mismatch]), FileResult("a b/ü.yaml", [Diagnostic(Odd("odd"))]))
    assert (made["$schema"], made["version"]) == (SCHEMA, "2.1.0")
    (run,) = made["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["tool"]["driver"] == {
        "name": "archspec",
        "version": "1.2.3",
        "rules": [
            {
                "id": "channel-mismatch",
                "defaultConfiguration": {"level": "error"},
                "shortDescription": {"text": "Channels do not fit."},
                "fullDescription": {"text": "A sum needs as many channels from each side."},
                "help": {
                    "text": "Channels do not fit.\n\nA sum needs as many channels from each side.",
                    "markdown": "Channels do not fit.\n\nA sum needs as many channels from each side.\n\n"
                    "Example:\n\n```yaml\narchspec: 1\nlayers: [add: [a, b]]\n```\n\n"
                    "Instead:\n\n```yaml\narchspec: 1\n```",
                },
            },
            {
                "id": "odd",
                "defaultConfiguration": {"level": "warning"},
                "shortDescription": {"text": "It is odd."},
                "fullDescription": {"text": "It is odd."},
                "help": {"text": "It is odd.", "markdown": "It is odd."},
            },
        ],
    }
    first, second = run["results"]
    prints = {one.pop("partialFingerprints")["archspecFinding/v2"] for one in (first, second)}
    assert len(prints) == 2
    insertion = {"startLine": 31, "startColumn": 7, "endLine": 31, "endColumn": 7}
    text = "- conv: {filters: 128, size: 1, from: shortcut}\n      "
    assert first == {
        "ruleId": "channel-mismatch",
        "ruleIndex": 0,
        "level": "error",
        "message": {
            "text": "`add_2` adds 64 channels to 128\n"
            "note: `shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52\n"
            "help: give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`"
        },
        "locations": [
            {
                "physicalLocation": {
                    **file,
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
                    **file,
                    "region": {"startLine": 24, "startColumn": 25, "endLine": 24, "endColumn": 28},
                },
            }
        ],
        "fixes": [
            {
                "description": {
                    "text": "give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`"
                },
                "artifactChanges": [
                    {**file, "replacements": [{"deletedRegion": insertion, "insertedContent": {"text": text}}]}
                ],
            }
        ],
        "properties": {"data": {"channels": 64, "others": 128, "since": "pool1"}},
    }
    assert second == {
        "ruleId": "odd",
        "ruleIndex": 1,
        "level": "warning",
        "message": {"text": "odd"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b/%C3%BC.yaml"}}}],
        "properties": {"data": {"text": "odd", "causes": [], "advice": []}},
    }


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("/data/net.yaml", "file:///data/net.yaml"),
        ("./net.yaml", "net.yaml"),
        ("a#b?c%d:e.yaml", "a%23b%3Fc%25d%3Ae.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("bad\udcff.yaml", "bad%FF.yaml"),
    ],
)
def test_places_are_uris(name: str, uri: str) -> None:
    (result,) = log(FileResult(name, [Diagnostic(Odd("odd"))]))["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": uri}}}]


def test_columns_count_characters_as_the_log_says() -> None:
    span = Span(SourceFile("net.yaml", "🙂: covn"), 1, 4, 1, 8)
    (result,) = log(FileResult("net.yaml", [Diagnostic(Odd("odd"), span)]))["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 8}


def test_a_clean_run() -> None:
    (run,) = log(FileResult("net.yaml"))["runs"]
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_a_file_that_cannot_be_checked() -> None:
    (run,) = log(FileResult("net.yaml", problem="there is no file `net.yaml`"))["runs"]
    location = {"physicalLocation": {"artifactLocation": {"uri": "net.yaml"}}}
    message = {"text": "there is no file `net.yaml`"}
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [{"level": "error", "message": message, "locations": [location]}],
        }
    ]


def test_a_name_makes_no_link() -> None:
    (result,) = log(FileResult("net.yaml", [Diagnostic(Odd("no `[click](https://example.org)`"))]))["runs"][0][
        "results"
    ]
    assert result["message"] == {"text": "no `[click] (https://example.org)`"}


class OfAnyKind(DiagnosticKind, ABC):
    """A diagnostic of whatever kind it is told to be."""

    kind: type[DiagnosticKind]  # pyright: ignore[reportIncompatibleVariableOverride]  # here each instance has its own

    def message(self) -> str:
        return ""

    def facts(self) -> dict[str, object]:
        return {}


def test_the_manual_page_of_every_kind_is_a_rule() -> None:
    every = kinds().values()
    (run,) = log(FileResult("net.yaml", [Diagnostic(OfAnyKind(kind)) for kind in every]))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(kind.name for kind in every)
    assert all(rule["fullDescription"]["text"] for rule in rules)
