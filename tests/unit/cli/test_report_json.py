"""What `check --format json` prints is what its schema in the documents says, with no key more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archspec.cli.main import main
from tests.unit.cli.data_schema import data_schema

ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs/check.schema.json"
SCHEMA = json.loads(DOCUMENT.read_text(encoding="utf-8"))
SPECS = sorted([*(ROOT / "tests/ui").rglob("*.yaml"), *(ROOT / "specs").glob("*.yaml")])
SLOW = ("too_many_layers",)


def strict(schema: Any) -> Any:
    """Returns a schema that lets through no key that it does not name."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "if" in schema:
        return {"if": schema["if"], "then": {"properties": {"data": strict(schema["then"]["properties"]["data"])}}}
    inner = {key: strict(one) for key, one in schema.items()}
    return {"additionalProperties": False, **inner} if isinstance(schema.get("properties"), dict) else inner


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_tells_the_data_of_every_kind(matches_file: Callable[[Path, str], None]) -> None:
    by_hand, start, _ = DOCUMENT.read_text(encoding="utf-8").partition('    "data": {\n      "allOf"')
    assert start
    matches_file(DOCUMENT, by_hand + data_schema() + "  }\n}\n")


def test_data_of_another_kind_are_none_of_this_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "net.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [denes: 2]\n")
    main(["check", "--format", "json", str(tmp_path)])
    printed = json.loads(capsys.readouterr().out)
    validator = jsonschema.Draft202012Validator(strict(SCHEMA))
    assert validator.is_valid(printed)
    for data in ({}, {"word": 3}, {"word": "denes", "size": 3}):
        printed["files"][0]["diagnostics"][0]["data"] = data
        assert not validator.is_valid(printed)


@pytest.mark.parametrize("arguments", [[], ["gone.yaml"], ["--set", "classes=5", "--variant", "50"]])
def test_what_is_printed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    specs = [str(path) for path in SPECS if path.stem not in SLOW]
    assert main(["check", "--format", "json", *specs, *arguments]) in (1, 2)
    printed = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(strict(SCHEMA)).validate(printed)
    assert len(printed["files"]) == len(specs)


def test_what_is_printed_of_fixes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, layers in enumerate(["denes: 2, foo", "conv: {filters: 2, size: '(3, 3)'}", "dense: 2"]):
        (tmp_path / f"{number}.yaml").write_text(f"archspec: 1\ninput: [4, 4, 4, 1]\nlayers: [{layers}]\n")
    assert main(["check", "--fix", "--format", "json", str(tmp_path)]) == 1
    printed = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(strict(SCHEMA)).validate(printed)
    assert [(len(one["fixed"]), len(one["not_fixed"])) for one in printed["files"]] == [(1, 0), (0, 1), (0, 0)]
