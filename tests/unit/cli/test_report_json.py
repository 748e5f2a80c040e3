"""What `check --format json` prints is what its schema in the documents says, with no key more."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from archspec.cli.main import main

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "docs/check.schema.json").read_text(encoding="utf-8"))
SPECS = sorted([*(ROOT / "tests/ui").rglob("*.yaml"), *(ROOT / "specs").glob("*.yaml")])
SLOW = ("too_many_layers",)


def strict(schema: Any) -> Any:
    """Returns a schema that lets through no key that it does not name."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: strict(one) for key, one in schema.items()}
    return {"additionalProperties": False, **inner} if isinstance(schema.get("properties"), dict) else inner


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


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
