"""What is compared with an expectation."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archspec.compiler.places import Place
from archspec.compiler.values import Context
from archspec.graph import Graph


class Line(NamedTuple):
    """One number that is expected, and what it came to.

    Attributes:
        key: Its key under `expect`.
        actual: What it came to.
        expected: What was expected.
        holds: Whether it came to that.
    """

    key: str
    actual: str
    expected: str
    holds: bool


class Subject(NamedTuple):
    """What an expectation is held against.

    Attributes:
        graph: The network, at the sizes at which it is to be measured, if any are given.
        places: Where each of its nodes is written.
        at: The sizes that the caller asks for, by name.
        context: What names in expressions stand for.
        precision: The precision that the spec is built with.
        lines: Takes what numbers came to.
    """

    graph: Graph
    places: Sequence[Place]
    at: Mapping[str, int]
    context: Context
    precision: str
    lines: list[Line]
