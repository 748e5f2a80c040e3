"""A kind from an installed package works like one of archspec's own, and a broken one is told apart.

The package stands beside this file as its author would write it. It is installed as pip would do it, but without pip,
so that no network and no build tool is needed: its modules and the entry points of its `pyproject.toml`.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SPEC = """\
archspec: 1
input: [8, 8, 3]
layers:
  - conv: {filters: 12, size: 1}
  - channel_shuffle: 3
"""


def install(source: Path, target: Path) -> None:
    """Installs a package that has only modules and entry points."""
    project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("pyproject.toml", "__pycache__"))
    info = target / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    lines: list[str] = []
    for group, entries in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package is installed in."""
    target = tmp_path_factory.mktemp("installed")
    install(HERE / "archspec-shuffle", target)
    return target


def archspec(target: Path, *arguments: str, spec: str = SPEC) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process that has a folder of installed packages."""
    return subprocess.run(
        [sys.executable, "-m", "archspec", *arguments],
        input=spec, capture_output=True, text=True, check=False, cwd=target,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(target), str(ROOT)]), "NO_COLOR": "1", "COLUMNS": "100"},
    )  # fmt: skip


def test_check_follows_its_shapes(installed: Path) -> None:
    made = archspec(installed, "check", "-")
    assert (made.returncode, made.stderr) == (0, "")


def test_check_tells_its_faults(installed: Path) -> None:
    made = archspec(installed, "check", "-", spec=SPEC.replace("shuffle: 3", "shuffle: 5"))
    assert made.returncode == 1
    assert "error[groups-mismatch]" in made.stdout
    assert "splits 12 channels into 5 groups" in made.stdout
    assert "<stdin>:5:22" in made.stdout


def test_show_lists_it(installed: Path) -> None:
    made = archspec(installed, "show", "-")
    assert made.returncode == 0
    assert "channel_shuffle_1" in made.stdout


def test_the_schema_has_it(installed: Path) -> None:
    definitions = json.loads(archspec(installed, "schema").stdout)["definitions"]
    assert definitions["Item"]["properties"]["channel_shuffle"] == {"$ref": "#/definitions/channel_shuffle"}
    assert definitions["channel_shuffle.fields"]["properties"]["groups"]["description"].startswith(
        "The number of groups."
    )


def test_it_answers_every_question(installed: Path) -> None:
    code = """if True:
        from archspec.layers import registry
        from tests.unit.layers.test_base import ask
        ask(registry.get("channel_shuffle"))
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert (asked.returncode, asked.stderr) == (0, "")


def test_the_manual_has_it(installed: Path) -> None:
    assert "\narchspec_shuffle: Layers of ShuffleNet.\n  channel_shuffle" in archspec(installed, "layers").stdout
    assert archspec(installed, "layers", "channel_shuffle").stdout.startswith("channel_shuffle (archspec_shuffle)\n")


def test_build_makes_a_model_that_loads_again(installed: Path, tmp_path: Path) -> None:
    pytest.importorskip("keras")
    made = archspec(installed, "build", "-", "-o", str(tmp_path / "model.keras"))
    assert made.returncode == 0, made.stderr
    code = f"""if True:
        import keras, archspec_shuffle.keras_layers
        model = keras.saving.load_model({str(tmp_path / "model.keras")!r})
        numbers = keras.ops.reshape(keras.ops.arange(12), (1, 1, 1, 12))
        shuffled = model.get_layer("channel_shuffle_1")(numbers)
        print(model.output_shape, keras.ops.convert_to_numpy(shuffled).ravel().tolist())
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(installed), str(ROOT)])}
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert shown.stdout.strip() == "(None, 8, 8, 12) [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]"


def install_broken(module: str, folder: Path) -> Path:
    """Installs a package with one module, which is to hold the kind `broken`, and returns the folder it is in."""
    source, target = folder / "source", folder / "target"
    source.mkdir()
    (source / "archspec_broken.py").write_text(module, encoding="utf-8")
    entry = "[project.entry-points.'archspec.layers']\nbroken = 'archspec_broken:Kind'\n"
    (source / "pyproject.toml").write_text(f"[project]\nname = 'archspec-broken'\nversion = '1'\n{entry}", "utf-8")
    install(source, target)
    return target


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("import nothing", "cannot be loaded: ModuleNotFoundError: No module named 'nothing'"),
        ("", "cannot be loaded: AttributeError: module 'archspec_broken' has no attribute 'Kind'"),
        ("Kind = 3", "is no class that derives from `Layer`"),
        ("from archspec.layers.pooling.base import PoolingLayer as Kind", "lacks `saved_for_backward`"),
        (
            "from archspec.layers.core.identity import Identity as Kind",
            "is the class `Identity`, which makes the kind `identity`",
        ),
    ],
)
def test_check_tells_a_broken_package(module: str, fault: str, tmp_path: Path) -> None:
    made = archspec(install_broken(module, tmp_path), "check", "-", spec="archspec: 1\ninput: [3]\nlayers: [broken]\n")
    assert made.returncode == 1
    assert f"error[unknown-kind]: kind `broken` of the package `archspec-broken` {fault}\n" in made.stdout


def test_a_broken_package_stops_only_what_needs_it(tmp_path: Path) -> None:
    target = install_broken("import nothing", tmp_path)
    reason = "ModuleNotFoundError: No module named 'nothing'"
    fault = f"kind `broken` of the package `archspec-broken` cannot be loaded: {reason}"
    for command in (["layers"], ["layers", "broken"], ["schema"]):
        made = archspec(target, *command)
        assert (made.returncode, made.stdout, made.stderr) == (2, "", f"archspec: {fault}\n")
    defaults = archspec(
        target, "check", "-", spec="archspec: 1\ninput: [3]\nlayers: [relu]\ndefaults: {broken: {a: 1}}\n"
    )
    assert f"error[unknown-kind]: {fault}\n" in defaults.stdout
    assert archspec(target, "check", "-", spec="archspec: 1\ninput: [3]\nlayers: [relu]\n").returncode == 0
    assert archspec(target, "layers", "conv").returncode == 0
