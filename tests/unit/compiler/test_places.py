import archspec

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
    places = archspec.check(NESTED).places
    ways = [place.way for place in places]
    assert [place.way for place in places[2:]] == ways[2:]
    assert places[-1].way == ways[-1]
