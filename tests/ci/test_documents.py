"""The CI settings in the documents are what GitHub, GitLab and pre-commit take, and the commands in them work."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```yml(?: (?P<system>\S+))?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
INPUTS = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def settings(system: str) -> Iterator[Any]:
    """Yields what the documents show for a CI system, made whole."""
    (readme,) = BLOCK.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
    step, job, repos = yaml.safe_load_all(readme["text"])
    steps = {"runs-on": "ubuntu-latest", "steps": step}
    yield {"github": {"on": "push", "jobs": {"check": steps}}, "gitlab": job, "pre-commit": {"repos": repos}}[system]
    for block in BLOCK.finditer((ROOT / "docs/check.md").read_text(encoding="utf-8")):
        if block["system"] == system:
            yield {("on" if key is True else key): value for key, value in yaml.safe_load(block["text"]).items()}


def schema(name: str) -> Any:
    return json.loads((files("check_jsonschema") / f"builtin_schemas/vendor/{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("workflow", [*settings("github")])
def test_github(workflow: Any) -> None:
    jsonschema.Draft7Validator(schema("github-workflows")).validate(workflow)
    (step,) = [one for one in workflow["jobs"]["check"]["steps"] if "/archspec@" in one["uses"]]
    assert set(step["with"]) <= set(INPUTS)


def test_the_inputs_of_the_action_are_in_the_document() -> None:
    text = (ROOT / "docs/check.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (?:`([^`]*)`)?", text.partition("| input |")[2], re.MULTILINE)
    defaults = {name: "" if name == "version" else one["default"] for name, one in INPUTS.items()}
    assert {name: default for name, default in rows if name in INPUTS} == defaults


@pytest.mark.parametrize("jobs", [*settings("gitlab")])
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_gitlab(jobs: Any, tmp_path: Path) -> None:
    jsonschema.Draft7Validator(schema("gitlab-ci")).validate(jobs)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/bad.yaml").write_text("archspec: 1\ninput: [4]\nlayers: [denes: 2]\n")
    tool = tmp_path / "archspec"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archspec "$@"\n')
    tool.chmod(0o755)
    install, check = jobs["archspec"]["script"]
    assert install == "pip install archspec-keras"
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment.pop("CI_PROJECT_DIR", None)
    assert subprocess.run(["bash", "-c", check], cwd=tmp_path, env=environment, check=False).returncode == 1
    (entry,) = json.loads((tmp_path / jobs["archspec"]["artifacts"]["reports"]["codequality"]).read_text())
    assert entry["location"] == {"path": "specs/bad.yaml", "lines": {"begin": 3, "end": 3}}


@pytest.mark.parametrize("config", [*settings("pre-commit")])
@pytest.mark.skipif(find_spec("pre_commit") is None, reason="needs pre-commit (the extra `dev`)")
def test_pre_commit(config: Any, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    command = [sys.executable, "-m", "pre_commit", "validate-config", "config.yaml"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert {hook["id"] for repo in config["repos"] for hook in repo["hooks"]} == {hook["id"] for hook in HOOKS}
