"""The command line, run in a folder of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from archspec.cli.main import main

GOOD = (
    "archspec: 1\nname: good\nparams: {units: 2}\nvariants: {wide: {units: 8}}\ninput: [4]\nlayers: [dense: $units]\n"
)
BAD = "archspec: 1\ninput: [4]\nlayers: [denes: 2]\n"
WARNED = "archspec: 1\ninput: [4]\nlayers: [dense: {units: 2, x-note: yes}]\n"


class Done(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def archspec(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Runs a command in a folder that holds `good.yaml`, `bad.yaml`, `warned.yaml` and `deep/er/good.yaml`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deep/er").mkdir(parents=True)
    for name, text in {"good": GOOD, "bad": BAD, "warned": WARNED, "deep/er/good": GOOD}.items():
        (tmp_path / f"{name}.yaml").write_text(text)

    def run(*arguments: str) -> Done:
        try:
            code = main(arguments)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        out, err = capsys.readouterr()
        return Done(code, str(out), str(err))

    return run
