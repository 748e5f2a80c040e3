"""The hook works in a repository of somebody else, with the real pre-commit.

The hook's environment takes the dependencies of the one that the tests run in, and builds with its hatchling, so that
nothing is fetched.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"
NEEDED = ("archspec", "specs", "pyproject.toml", "README.md", "LICENSE", HOOKS.name)
MISSING = [name for name in ("pre_commit", "hatchling") if find_spec(name) is None]
MISSING += [] if shutil.which("git") else ["git"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)} (the extra `dev`)"),
]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in a folder; what it remembers stays in folders of the test."""
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text("[user]\nname = Test\nemail = test@example.org\n[init]\ndefaultBranch = main\n")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_"))}
    environment |= {
        "GIT_CONFIG_GLOBAL": str(home / "gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it the wrong way round: this turns isolation off
        "PYTHONPATH": sysconfig.get_path("purelib"),
    }

    def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            arguments, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
        )

    return command


@pytest.fixture(scope="module")
def hooks(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with archspec in it, and its last commit."""
    repository = tmp_path_factory.mktemp("archspec")
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, repository / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, repository)
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "archspec"]):
        assert run(repository, "git", *arguments).returncode == 0
    return repository, run(repository, "git", "rev-parse", "HEAD").stdout.strip()


@pytest.fixture
def project(run: Run, hooks: tuple[Path, str], tmp_path: Path) -> Path:
    """A repository that uses the hook, with a good spec, a bad one, and YAML that is none."""
    repository, revision = hooks
    for name, text in {
        "specs/good.yaml": "archspec: 1\ninput: [4]\nlayers: [dense: 2]\n",
        "nets/specs/bad.yml": "archspec: 1\ninput: [4]\nlayers: [denes: 2]\n",
        "compose.yaml": "services: {}\n",
        "specs/README.md": "no spec\n",
        ".pre-commit-config.yaml": yaml.safe_dump(
            {"repos": [{"repo": str(repository), "rev": revision, "hooks": [{"id": "archspec-check"}]}]}
        ),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert run(tmp_path, "git", "init", "-q").returncode == 0
    assert run(tmp_path, "git", "add", ".").returncode == 0
    return tmp_path


def pre_commit(run: Run, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, "-m", "pre_commit", *arguments)


def test_the_manifest_is_valid(run: Run) -> None:
    done = pre_commit(run, ROOT, "validate-manifest", HOOKS.name)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_hook_needs_what_archspec_needs_and_nothing_more() -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    assert (hook["id"], hook["language"]) == ("archspec-check", "python")
    assert "additional_dependencies" not in hook


def test_the_specs_of_a_commit_are_checked(run: Run, project: Path) -> None:
    done = pre_commit(run, project, "run", "--all-files")
    assert done.returncode == 1, done.stdout + done.stderr
    assert " --> nets/specs/bad.yml:3:10" in done.stdout
    assert "2 files checked: 1 error (1 fixable with --fix)" in done.stdout

    done = pre_commit(run, project, "run", "--files", "specs/good.yaml", "compose.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_broken_variant_stops_a_commit(run: Run, project: Path) -> None:
    family = "archspec: 1\nparams: {units: 2}\nvariants: {none: {units: 0}}\ninput: [4]\nlayers: [dense: $units]\n"
    (project / "specs/family.yaml").write_text(family)
    done = pre_commit(run, project, "run", "--files", "specs/family.yaml")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "= note: in variant `none`" in done.stdout
    assert "1 file checked: 1 error" in done.stdout


def test_the_hook_fixes_where_it_is_told_to(run: Run, project: Path) -> None:
    config = project / ".pre-commit-config.yaml"
    settings = yaml.safe_load(config.read_text())
    settings["repos"][0]["hooks"][0]["args"] = ["--fix"]
    config.write_text(yaml.safe_dump(settings))
    done = pre_commit(run, project, "run", "--all-files")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert (project / "nets/specs/bad.yml").read_text() == "archspec: 1\ninput: [4]\nlayers: [dense: 2]\n"
    assert pre_commit(run, project, "run", "--all-files").returncode == 0
