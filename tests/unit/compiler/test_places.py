from typing import Any

import archspec
from archspec.compiler.elaborate import elaborate
from archspec.compiler.origin import Call, Place
from archspec.compiler.places import Copy, Places
from archspec.compiler.walk import Walk

NESTED = """archspec: 1
input: [4]
blocks:
  inner: {layers: [dense: {units: 4, name: a}]}
  outer: {layers: [inner, dense: {units: 4, name: b}]}
layers:
  - outer: {name: one}
  - outer: {name: two}
  - inner: {name: three}
"""


def lines(spec: str) -> dict[str, list[int]]:
    """The lines of the calls that lead to each layer, outermost first."""
    report = archspec.check(spec)
    assert report.graph is not None, report
    ways = ([step.span.line for step in place.way if step.span] for place in report.places)
    return dict(zip((node.name for node in report.graph.nodes), ways, strict=True))


def test_a_copy_is_led_to_by_its_own_calls() -> None:
    assert lines(NESTED) == {
        "input": [],
        "one.inner_1.a": [7, 5],
        "one.b": [7],
        "two.inner_1.a": [8, 5],
        "two.b": [8],
        "three.a": [9],
    }


def test_also_where_the_first_call_is_of_no_use() -> None:
    spec = NESTED.replace("{name: two}", "{name: two, from: input}")
    assert lines(spec) == {"input": [], "two.inner_1.a": [8, 5], "two.b": [8], "three.a": [9]}


def test_places_are_a_sequence() -> None:
    first, second = Call("b", None, {}, {}, {"call": 1}), Call("b", None, {}, {}, {"call": 2})
    made = [Place(None, {}), Place(None, {}, None, (first,)), Place(None, {}, None, (first,))]
    places = Places(made, [Copy(2, 3, 1, 1, (second,))])
    assert [place.way for place in places] == [(), (first,), (second,)]
    assert [place.way for place in places[1:]] == [(first,), (second,)]
    assert places[-1].way == (second,)
    assert [place.way for place in places.written] == [(), (first,), (first,)]
    kept = Places(made, [Copy(2, 3, 1, 1, (second,))], [0, 2])
    assert [place.way for place in kept] == [(), (second,)]


def test_the_first_call_on_an_input_is_shared() -> None:
    walks: list[Walk] = []

    def make(*arguments: Any) -> Walk:
        walks.append(Walk(*arguments))
        return walks[-1]

    blocks = "blocks: {two: {layers: [dense: 4, relu]}}\nlayers: [two, two, two]\n"
    elaborate(archspec.load(f"archspec: 1\ninput: [4]\n{blocks}"), walk_class=make)
    assert [(copy.start, copy.stop) for copy in walks[0].copies] == [(3, 5), (5, 7)]
    images = (
        "inputs: {x: {shape: [4], dtype: uint8}}\nblocks: {two: {layers: [rescale: 0.1]}}\nlayers: [two, two, two]\n"
    )
    elaborate(archspec.load(f"archspec: 1\n{images}"), walk_class=make)
    assert [(copy.start, copy.stop) for copy in walks[1].copies] == [(3, 4)]  # bytes are not floats
