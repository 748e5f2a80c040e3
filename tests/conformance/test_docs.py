"""The Python blocks of the documents run from the first to the last, with Keras."""

from pathlib import Path

import pytest

from tests.unit.test_docs import ROOT, code


@pytest.mark.sentences
def test_the_python_of_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "specs").symlink_to(ROOT / "specs")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in code("python"):
        exec(compile(block.text, block.place, "exec"), names)
