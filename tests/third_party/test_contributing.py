"""The kind that CONTRIBUTING.md adds is one: its code runs, its test passes, its docstring is a manual page."""

import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from archspec.layers import registry
from archspec.layers.manual import attributes, page

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_the_example_of_adding_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    layer, test = re.findall(r"^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    module = ModuleType("archspec.layers.regularization.gaussian_dropout")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(layer, vars(module))
    kind: Any = vars(module)["GaussianDropout"]
    assert (kind.kind, registry.family(kind)) == ("gaussian_dropout", "regularization")
    assert attributes(kind).keys() == kind.model_fields.keys()
    assert "- gaussian_dropout: 0.5" in page(kind).example
    names: dict[str, Any] = {}
    exec(test, names)
    tests = [function for name, function in names.items() if name.startswith("test_")]
    assert len(tests) == 2
    for function in tests:
        function()
