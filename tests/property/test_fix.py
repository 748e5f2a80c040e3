"""A slip of the pen in a good spec: what `--fix` makes of it is the same network, or is left with an error."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archspec.fix import mended
from archspec.graph import Graph
from archspec.pipeline import read_spec
from archspec.sweep import Sweep, swept

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.yaml"), key=lambda path: path.stat().st_size)[:8]
WORD = re.compile(r"[a-z_]{3,}")


def check(data: bytes) -> Sweep:
    return swept(*read_spec(data, "net.yaml"))


def structure(graph: Graph) -> list[tuple[object, ...]]:
    return [(node.layer, node.inputs, node.shape) for node in graph.nodes]


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A spec, and the same with a letter too many, too few or wrong, or two letters swapped, in one word."""
    text = draw(st.sampled_from(SPECS)).read_text(encoding="utf-8")
    word = draw(st.sampled_from(list(WORD.finditer(text))))
    at = draw(st.integers(word.start(), word.end() - 2))
    letter = draw(st.sampled_from("abcdefgh"))
    slip = draw(st.sampled_from([text[at + 1] + text[at], text[at], letter + text[at : at + 2], letter + text[at + 1]]))
    return text, text[:at] + slip + text[at + 2 :]


@pytest.mark.slow
@given(slips())
def test_a_slip_is_put_right_or_left(texts: tuple[str, str]) -> None:
    good, bad = texts
    before = check(bad.encode())
    outcome = mended(bad.encode(), "net.yaml", check)
    assert len(outcome.report.errors) <= len(before.errors) or before.spec is None
    assert outcome.done or outcome.data == bad.encode()
    if outcome.done and outcome.report.valid and all(one.is_error for one in outcome.done):
        right = check(good.encode())
        assert list(map(structure, outcome.report.graphs)) == list(map(structure, right.graphs))
