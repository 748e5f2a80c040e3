"""Graphs of specs as short as they can be, and how their layers hang together."""

from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

import archspec
from archspec.graph import Graph


@pytest.fixture
def graph() -> Callable[..., Graph]:
    """The graph of items of `layers`, or of a whole spec."""

    def make(spec: str, shape: str = "[8, 8, 4]") -> Graph:
        text = dedent(spec).lstrip("\n")
        if text.startswith("- "):
            text = f"input: {shape}\nlayers:\n{text}"
        report = archspec.check(f"archspec: 1\n{text}")
        assert report.graph is not None, str(report)
        return report.graph

    return make


@pytest.fixture
def joined() -> Callable[[Graph], list[str]]:
    """The layers of a graph, each after the names of what it takes; then the outputs."""

    def tell(made: Graph) -> list[str]:
        layers = [
            f"{', '.join(made.nodes[index].name for index in node.inputs)} > {node.name}"
            for node in made.nodes
            if node.layer is not None
        ]
        return [*layers, *(f"{made.nodes[index].name} out" for index in made.outputs.values())]

    return tell


@pytest.fixture
def layer() -> Callable[[Graph, str], Any]:
    """The layer of a name, without the steps that it may be repeated on."""
    return lambda made, name: next(node.plain for node in made.nodes if node.name == name)
