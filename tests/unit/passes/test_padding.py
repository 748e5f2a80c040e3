import pytest

from archspec.passes.padding import fold_padding


def padding(made, name: str) -> object:
    (layer,) = [node.layer for node in made.nodes if node.name == name]
    return layer.padding


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ("- pad: 1\n- conv: {filters: 2, size: 3, padding: valid, name: a}\n", ((1, 1), (1, 1))),
        ("- pad: 1\n- depthwise_conv: {size: 3, padding: valid, name: a}\n", ((1, 1), (1, 1))),
        ("- pad: 1\n- separable_conv: {filters: 2, size: 3, padding: valid, name: a}\n", ((1, 1), (1, 1))),
        # 8 positions, size 3, stride 2: `same` pads by (4 - 1) * 2 + 3 - 8 = 1, at the end
        ("- pad: [[0, 1], [0, 1]]\n- conv: {filters: 2, size: 3, stride: 2, padding: valid, name: a}\n", "same"),
        ("- pad: 1\n- conv: {filters: 2, size: 3, stride: 2, padding: valid, name: a}\n", ((1, 1), (1, 1))),
        ("- pad: 1\n- pad: [[1, 0], [0, 1]]\n- conv: {filters: 2, size: 5, padding: 1, name: a}\n", ((3, 2), (2, 3))),
        ("- pad: [1, 2]\n- conv: {filters: 2, size: [3, 5], padding: valid, name: a}\n", ((1, 1), (2, 2))),
        # what a maximum does not notice
        ("- relu\n- pad: 1\n- max_pool: {size: 3, stride: 1, name: a}\n", ((1, 1), (1, 1))),
        ("- relu\n- pad: 1\n- max_pool: {size: 3, stride: 2, name: a}\n", ((1, 1), (1, 1))),
    ],
)
def test_a_window_pads_for_itself(items: str, wanted: object, graph) -> None:
    folded = fold_padding(graph(items))
    assert [node.name for node in folded.nodes if node.layer and node.layer.kind == "pad"] == []
    assert padding(folded, "a") == wanted


@pytest.mark.parametrize(
    ("shape", "stride", "wanted"),
    [
        ("[9, 9, 4]", 2, "same"),  # (5 - 1) * 2 + 3 - 9 = 2, one on each side
        ("[8, 8, 4]", 2, 1),
        ("[H, W, 4]", 2, 1),
        ("[H, W, 4]", 1, 1),  # is `same` for every size: Keras's word for it is found without a pass
    ],
)
def test_padding_by_hand_is_same_where_the_size_says_so(shape: str, stride: int, wanted: object, graph) -> None:
    made = graph(f"- conv: {{filters: 2, size: 3, stride: {stride}, padding: 1, name: a}}\n", shape)
    assert padding(fold_padding(made), "a") == wanted


@pytest.mark.parametrize(
    "items",
    [
        "- pad: 1\n- conv: {filters: 2, size: 3, padding: same}\n",  # depends on the size that arrives
        "- pad: {padding: 1, mode: edge}\n- conv: {filters: 2, size: 3, padding: valid}\n",
        "- pad: {padding: 1, name: p}\n- conv: {filters: 4, size: 3, padding: same}\n- add: [., p]\n",
        "- pad: 1\n- max_pool: 3\n",  # zeros may be the largest
        "- pad: 1\n- avg_pool: {size: 3, stride: 1}\n",  # Keras's own counts no padding
        "- leaky_relu\n- pad: 1\n- max_pool: 3\n",
        "- relu: {negative_slope: 0.1}\n- pad: 1\n- max_pool: 3\n",
        "- relu\n- pad: 3\n- max_pool: 3\n",  # a window of padding alone
        "- pad: 1\n- up_conv: {filters: 2, size: 3, padding: valid}\n",
        "- pad: 1\n- relu\n",
    ],
)
def test_other_padding_stays(items: str, graph) -> None:
    made = graph(items)
    assert fold_padding(made) == made
