"""Specs as short as they can be, and what a lint says of them."""

from collections.abc import Callable
from textwrap import dedent

import pytest

import archspec
from archspec.diagnostics.diagnostic import Diagnostic


@pytest.fixture
def findings(request: pytest.FixtureRequest) -> Callable[..., list[Diagnostic]]:
    """The findings of the lint that a test's file is called like, for a spec or for items of `layers`."""
    name = request.path.stem.removeprefix("test_").replace("_", "-")

    def check(spec: str, shape: str = "[32, 32, 8]") -> list[Diagnostic]:
        text = dedent(spec).lstrip("\n")
        if text.startswith("- "):
            text = f"input: {shape}\nlayers:\n{text}"
        report = archspec.check(f"archspec: 1\n{text}")
        assert report.valid, str(report)
        return [one for one in report.diagnostics if one.kind.name == name]

    return check
