from pathlib import Path

import archspec
from archspec.graph import Graph
from archspec.views.changes import changes, path

SPECS = Path(__file__).parents[3] / "specs"
Found = list[tuple[str, list[str], list[str]]]


def graph(source: str | Path, variant: str | None = None) -> Graph:
    text = source if isinstance(source, Path) else f"archspec: 1\ninput: [32, 32, 3]\nlayers:\n{source}"
    report = archspec.check(text, variant)
    assert report.graph is not None, str(report)
    return report.graph


def found(before: Graph, after: Graph) -> Found:
    return [
        (one.what, [path(before, block) for block in one.before], [path(after, block) for block in one.after])
        for one in changes(before, after)
    ]


A = "  - conv: {filters: 8, size: 3}\n"
B = "  - conv: {filters: 8, size: 5}\n"


def test_nothing() -> None:
    assert found(graph(A + B), graph(A + B)) == []


def test_a_field() -> None:
    (one,) = changes(graph(A), graph(B))
    assert (one.what, one.after[0].name, dict(one.fields)) == ("changed", "conv_1", {"size": (3, 5)})


def test_what_is_put_in_between_renames_what_follows() -> None:
    assert found(graph(A + B), graph(A + "  - conv: {filters: 8, size: 7}\n" + B)) == [
        ("added", [], ["conv_2"]),
        ("renamed", ["conv_2"], ["conv_3"]),
    ]


def test_of_equal_neighbours_those_stay_that_keep_their_names() -> None:
    assert found(graph(A), graph(A + A)) == [("added", [], ["conv_2"])]
    assert found(graph(A + A), graph(A)) == [("removed", ["conv_2"], [])]
    before, after = graph(SPECS / "vgg.yaml", "16"), graph(SPECS / "vgg.yaml", "19")
    assert found(before, after) == [("added", [], [name]) for name in ("conv3_4", "conv4_4", "conv5_4")]


def test_resnets_differ_in_their_third_stage() -> None:
    """He and others, table 1: 6 and 23 blocks in conv4_x, and 3, 4 and 3 in the other stages of both."""
    before, after = graph(SPECS / "resnet.yaml", "50"), graph(SPECS / "resnet.yaml", "101")
    assert found(before, after) == [
        ("added", [], [f"bottleneck_{i}" for i in range(14, 31)]),
        ("renamed", [f"bottleneck_{i}" for i in (14, 15, 16)], [f"bottleneck_{i}" for i in (31, 32, 33)]),
    ]


def test_what_changed_in_a_block_is_looked_for_in_it() -> None:
    block = "  - group:\n      name: stem\n      layers:\n        - conv: {filters: 8, size: 3}\n        - SECOND\n"
    before, after = graph(block.replace("SECOND", "relu")), graph(block.replace("SECOND", "elu"))
    assert found(before, after) == [("changed", ["stem.relu_1"], ["stem.relu_1"])] or found(before, after) == [
        ("removed", ["stem.relu_1"], []),
        ("added", [], ["stem.elu_1"]),
    ]


def test_another_input_is_a_change() -> None:
    two = "  - conv: {filters: 8, size: 3, name: a}\n  - conv: {filters: 8, size: 3, name: b}\n"
    both = two + "  - conv: {filters: 8, size: 3, name: c}\n"
    (one,) = changes(graph(both + "  - add: [a, .]\n"), graph(both + "  - add: [b, .]\n"))
    assert (one.what, one.after[0].name, dict(one.fields)) == ("changed", "add_1", {"from": ("a", "b")})


def test_another_input_size_is_one_change() -> None:
    text = "archspec: 1\nparams: {n: 32}\ninput: [$n, $n, 3]\nlayers:\n" + A
    before, after = archspec.check(text).graph, archspec.check(text, n=64).graph
    assert before is not None
    assert after is not None
    assert found(before, after) == [("changed", ["input"], ["input"])]
