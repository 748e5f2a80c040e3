"""`archspec schema`."""

import json
from pathlib import Path

import pytest

from archspec.cli.main import main
from archspec.language.schema import schema


def test_it_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()


def test_it_writes_the_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "-o", str(tmp_path / "archspec.json")]) == 0
    assert json.loads((tmp_path / "archspec.json").read_text(encoding="utf-8")) == schema()
    assert capsys.readouterr() == ("", "")
    assert [file.name for file in tmp_path.iterdir()] == ["archspec.json"]


def test_it_overwrites_only_when_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "archspec.json"
    file.write_text("mine")
    assert main(["schema", "-o", str(file)]) == 2
    assert file.read_text() == "mine"
    assert capsys.readouterr().err == f"archspec: `{file}` exists; `--force` overwrites it\n"
    assert main(["schema", "-o", str(file), "--force"]) == 0
    assert json.loads(file.read_text(encoding="utf-8")) == schema()


def test_a_folder_must_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "-o", str(tmp_path / "none" / "archspec.json")]) == 2
    assert capsys.readouterr().err == f"archspec: there is no folder `{tmp_path / 'none'}`\n"
