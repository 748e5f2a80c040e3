from archspec.passes.inference import for_inference


def test_what_stands_between_a_layer_and_its_norm_goes_first(graph, joined) -> None:
    found = for_inference(
        graph("""
            - pad: {padding: 1, name: p}
            - conv: {filters: 4, size: 3, padding: valid, bias: false, name: a}
            - dropout: {rate: 0.1, name: d}
            - batch_norm: {name: n}
            - relu: {name: b}
        """)
    )
    assert joined(found.graph) == ["input > a", "a > b", "b out"]
    # 3 * 3 * 4 * 4 of the window, and a bias in place of two weights and two statistics for each channel
    assert found.graph.params() == 144 + 4
