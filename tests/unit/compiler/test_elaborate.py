"""What is looked at before the walk and after it."""

import pytest

import archspec
from archspec.compiler.elaborate import elaborate
from archspec.compiler.faults import NoOutputs
from tests.like import Like


@pytest.mark.parametrize("name", ["name", "from", "when", "dtype", "trainable"])
def test_a_param_of_a_block_cannot_hide_behind_what_every_item_takes(name: str):
    text = f"archspec: 1\ninput: [3]\nblocks:\n  one:\n    params: {{{name}: 1}}\n    layers: [relu]\nlayers: [one]"

    assert [one.kind.name for one in archspec.check(text).diagnostics] == ["reserved-name"]


def test_outputs_may_be_named_by_params() -> None:
    text = "archspec: 1\nparams: {o: last}\ninput: [4]\nlayers: [dense: {units: 2, name: last}]\n"
    for outputs in ("$o", "[$o]"):
        graph = archspec.check(text + f"outputs: {outputs}\n").graph
        assert graph is not None
        assert list(graph.outputs) == ["last"]


def test_outputs_must_name_something() -> None:
    text = "archspec: 1\ninput: [4]\nlayers: [dense: 2]\n"
    for outputs in ("[]", "{}"):
        assert list(archspec.check(text + f"outputs: {outputs}\n").errors) == [Like(NoOutputs)]


def test_the_places_go_with_the_nodes_that_are_left() -> None:
    spec = archspec.load(
        "archspec: 1\ninput: [4]\nlayers:\n"
        "  - dense: {units: 2, name: unused}\n"
        "  - dense: {units: 3, name: kept, from: input}\n"
    )
    graph, network, found, *_ = elaborate(spec)
    assert graph is not None
    assert [node.name for node in graph.nodes] == ["input", "kept"]
    assert [node.name for node in network.nodes] == ["input", "unused", "kept"]
    assert [str(place.span) for place in network.places_in(graph)] == ["<text>:2:8", "<text>:5:5"]
    assert [one.kind.name for one in found] == ["unused-layer"]
