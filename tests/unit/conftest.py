"""Specs as short as they can be: what they come to, and what is wrong with them."""

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

import archspec
from archspec.diagnostics.diagnostic import Diagnostic


def _whole(spec: str) -> str:
    text = dedent(spec).lstrip("\n")
    return text if text.startswith("archspec") else "archspec: 1\n" + text


@pytest.fixture
def shapes() -> Callable[..., dict[str, str]]:
    """The shapes of all layers of a spec without faults, by path."""

    def check(spec: str, variant: str | None = None, **params: Any) -> dict[str, str]:
        report = archspec.check(_whole(spec), variant, **params)
        assert report.graph is not None, str(report)
        return {node.name: str(node.shape) for node in report.graph.nodes}

    return check


@pytest.fixture
def faults() -> Callable[..., list[Diagnostic]]:
    """The findings of a spec."""

    def check(spec: str, variant: str | None = None, **params: Any) -> list[Diagnostic]:
        report = archspec.check(_whole(spec), variant, **params)
        assert report.diagnostics
        return list(report.diagnostics)

    return check
