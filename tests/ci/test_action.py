"""The GitHub Action is one by GitHub's own schema, and its scripts do what they say with what a caller may give."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = {step["name"]: step for step in STEPS if "run" in step}

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def test_it_is_an_action() -> None:
    schema = files("check_jsonschema") / "builtin_schemas/vendor/github-actions.json"
    jsonschema.Draft7Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(ACTION)


def test_nothing_that_a_caller_gives_is_part_of_a_script() -> None:
    assert SCRIPTS
    assert [name for name, step in SCRIPTS.items() if "${{" in step["run"]] == []


def test_every_input_is_used_and_explained() -> None:
    used = re.findall(r"inputs\.([\w-]+)", json.dumps(STEPS))
    assert set(used) == set(ACTION["inputs"])
    assert all(one["description"] and isinstance(one["default"], str) for one in ACTION["inputs"].values())


def script(name: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """Runs a script of the action as the runner does, with what stands under `env`."""
    step = SCRIPTS[name]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
    for key in step["env"]:
        environment[key] = given.get(key, "")
    environment |= {"PYTHON": sys.executable, "RUNNER_TEMP": str(folder), **given}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def check(folder: Path, files: str, args: str = "", sarif: str = "false") -> subprocess.CompletedProcess[str]:
    return script("Check specs", folder, FILES=files, ARGS=args, SARIF=sarif, PYTHONPATH=str(ROOT))


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/bad.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [denes: 2]\n")
    (tmp_path / "a good one.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [dense: {units: 2, x-note: yes}]\n")
    return tmp_path


@needs_bash
def test_findings_become_annotations(specs: Path) -> None:
    done = check(specs, "specs\n")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error file=specs/bad.yaml,line=3,endLine=3,col=10,endColumn=15,")
    assert not (specs / "archspec.sarif").exists()


@needs_bash
def test_a_broken_variant_is_annotated(specs: Path) -> None:
    family = "archspec: 1\nparams: {units: 2}\nvariants: {none: {units: 0}}\ninput: [4]\nlayers: [dense: $units]\n"
    (specs / "family.yaml").write_text(family)
    done = check(specs, "family.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=family.yaml,line=5,")
    assert "%0Anote: in variant `none`" in done.stdout


@needs_bash
def test_a_name_may_hold_spaces_and_lines_may_be_blank(specs: Path) -> None:
    done = check(specs, "\n  a good one.yaml\n\n")
    assert done.returncode == 0
    assert done.stdout.startswith("::warning file=a good one.yaml,")


@needs_bash
def test_arguments_are_split_at_spaces(specs: Path) -> None:
    assert check(specs, "a good one.yaml", "--error-on-warning  --color never").returncode == 1


@needs_bash
def test_sarif_is_written_although_there_are_findings(specs: Path) -> None:
    assert check(specs, "specs", sarif="true").returncode == 1
    (run,) = json.loads((specs / "archspec.sarif").read_text())["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "specs/bad.yaml"}


@needs_bash
@pytest.mark.parametrize(
    "hostile",
    ["$(touch pwned)", "`touch pwned`", "; touch pwned", '"; touch pwned; "', "'; touch pwned; '", "* && touch pwned",
     "${IFS}touch pwned", "x\n$(touch pwned)", "--output=pwned"],
)  # fmt: skip
def test_nothing_that_a_caller_gives_is_run(specs: Path, hostile: str) -> None:
    for done in (check(specs, hostile), check(specs, "specs", hostile), check(specs, "specs", sarif=hostile)):
        assert done.returncode in (1, 2)
    assert not (specs / "pwned").exists()


@needs_bash
@pytest.mark.parametrize(
    ("version", "package"),
    [("", "/the action"), ("1.2.3", "archspec-keras==1.2.3"), ("1; touch pwned", "archspec-keras==1; touch pwned")],
)
def test_what_is_installed(tmp_path: Path, version: str, package: str) -> None:
    pip = tmp_path / "python"
    pip.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    pip.chmod(0o755)
    done = script("Install archspec", tmp_path, PYTHON=str(pip), HERE="/the action", VERSION=version)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", f"{tmp_path}/archspec", package,
    ]  # fmt: skip
    assert not (tmp_path / "pwned").exists()
