import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import archspec

ROOT = Path(__file__).parents[2]
HEAVY = ("keras", "tensorflow", "jax", "torch", "numpy")


def python(code: str, folder: Path = ROOT) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "action",
    [
        "import archspec",
        "import archspec; archspec.check('specs/resnet.yaml:50')",
        "import archspec; archspec.Conv, archspec.Architecture, archspec.Residual",
        "from archspec.cli.main import main; main(['check', 'specs/resnet.yaml', '-q'])",
        "from archspec.cli.main import main; main(['show', 'specs/unet.yaml'])",
        "from archspec.cli.main import main; main(['explain', 'open-size'])",
    ],
)
def test_nothing_heavy_is_loaded(action: str) -> None:
    loaded = f"import sys, json; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    assert json.loads(python(f"{action}\n{loaded}").splitlines()[-1]) == []


def test_importing_archspec_imports_little_of_itself() -> None:
    count = python("import archspec, sys; print(sum(name.startswith('archspec.') for name in sys.modules))")
    assert int(count) == 0


def test_everything_promised_is_there() -> None:
    for name in archspec.__all__:
        assert getattr(archspec, name) is not None
    assert archspec.MaxPool.kind == "max_pool"
    assert archspec.UpConv(filters=2, size=2).filters == 2


@pytest.mark.parametrize("name", ["conv", "Convolution", "Max_Pool", "_anything", "registry"])
def test_what_is_not_there(name: str) -> None:
    with pytest.raises(AttributeError, match=f"archspec has no `{name}`"):
        getattr(archspec, name)


def test_another_package_of_the_same_name_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "archspec/cpu").mkdir(parents=True)
    shutil.copy(ROOT / "archspec/__init__.py", tmp_path / "archspec")
    done = subprocess.run(
        [sys.executable, "-c", "import archspec"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "ImportError: two packages called archspec are installed in one place" in done.stderr
