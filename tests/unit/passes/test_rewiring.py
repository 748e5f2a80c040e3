from archspec.passes.rewiring import uses, without

SPEC = """
    - conv: {filters: 4, size: 1, name: a}
    - relu: {name: b}
    - relu: {name: c}
    - add: {branches: [., a], name: d}
"""


def test_uses_count_layers_and_outputs(graph) -> None:
    made = graph(SPEC)
    assert [uses(made)[index] for index in range(len(made.nodes))] == [1, 2, 1, 1, 1]


def test_what_took_an_output_takes_what_stands_for_it(graph, joined) -> None:
    left = without(graph(SPEC), {2: 1, 3: 2})
    assert joined(left) == ["input > a", "a, a > d", "d out"]


def test_an_output_that_goes_is_replaced(graph, joined) -> None:
    assert joined(without(graph(SPEC), {4: 3})) == ["input > a", "a > b", "b > c", "c out"]


def test_inputs_are_found_again(graph) -> None:
    made = graph("""
        inputs: {x: [4], y: [4]}
        layers:
          - relu: {from: x}
          - add: [., y]
    """)
    left = without(made, {2: 0})
    assert [left.nodes[index].name for index in left.inputs] == ["x", "y"]
