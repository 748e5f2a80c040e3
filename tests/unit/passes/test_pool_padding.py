import pytest

from archspec.layers.pooling.base import PoolingLayer
from archspec.layers.shape.pad import Pad
from archspec.passes.pool_padding import pad_pools_plainly


@pytest.mark.parametrize(
    ("items", "wanted"),
    [
        ("- relu\n- max_pool: {size: 3, stride: 2, padding: 1, name: a}\n", ((1, 1), (1, 1))),
        ("- relu\n- max_pool: {size: 3, stride: 2, padding: [[0, 2], [1, 0]], name: a}\n", ((0, 2), (1, 0))),
        ("- sigmoid\n- dropout: 0.5\n- max_pool: {size: 5, stride: 3, padding: 1, name: a}\n", ((1, 1), (1, 1))),
        # whatever arrives
        ("- avg_pool: {size: 3, stride: 2, padding: 1, count_padding: true, name: a}\n", ((1, 1), (1, 1))),
        ("- avg_pool: {size: 4, stride: 1, padding: same, count_padding: true, name: a}\n", ((1, 2), (1, 2))),
        # 8 positions, size 3, stride 2: `same` pads by (4 - 1) * 2 + 3 - 8 = 1, behind
        ("- avg_pool: {size: 3, stride: 2, padding: same, count_padding: true, name: a}\n", ((0, 1), (0, 1))),
    ],
)
def test_zeros_pad(items: str, wanted: object, graph, joined) -> None:
    made = graph(items)
    plain = pad_pools_plainly(made)
    pad, pool = plain.nodes[-2:]
    assert (pad.name, pool.name) == ("a.pad", "a")
    assert isinstance(pad.layer, Pad)
    assert pool.layer is not None
    assert (pad.layer.mode, pad.layer.padding) == ("zeros", wanted)
    assert pad.shape == pad.layer.output(made.nodes[-2].shape)
    assert pool.shape == made.nodes[-1].shape == pool.layer.output(pad.shape)
    assert joined(plain)[-3:] == [f"{made.nodes[-2].name} > a.pad", "a.pad > a", "a out"]


@pytest.mark.parametrize(
    "items",
    [
        "- max_pool: {size: 3, stride: 2, padding: 1}\n",  # zeros may be the largest
        "- relu\n- batch_norm\n- max_pool: {size: 3, stride: 2, padding: 1}\n",
        "- relu\n- max_pool: {size: 3, stride: 2, padding: same}\n",
        "- relu\n- max_pool: {size: 3, stride: 1, padding: 1}\n",  # is `same` for every size
        "- relu\n- max_pool: 2\n",
        "- relu\n- avg_pool: {size: 3, stride: 2, padding: 1}\n",  # its mean leaves the padding out
        "- avg_pool: {size: 3, stride: 2, padding: same}\n",
        "- avg_pool: {size: 3, count_padding: true}\n",
    ],
)
def test_other_poolings_stay(items: str, graph) -> None:
    made = graph(items)
    assert pad_pools_plainly(made) == made


def test_what_same_pads_depends_on_an_open_size(graph) -> None:
    made = graph("- avg_pool: {size: 3, stride: 2, padding: same, count_padding: true}\n", "[H, 8, 4]")
    assert pad_pools_plainly(made) == made


@pytest.mark.parametrize("kind", ["max_pool", "avg_pool"])
def test_padding_by_hand_is_same_where_the_size_says_so(kind: str, graph) -> None:
    items = f"- conv: {{filters: 2, size: 1}}\n- {kind}: {{size: 3, stride: 2, padding: 1}}\n"
    # (5 - 1) * 2 + 3 - 9 = 2, one on each side; 8 positions are padded by one only
    odd, even = (pad_pools_plainly(graph(items, f"[{n}, {n}, 4]")).nodes[-1].layer for n in (9, 8))
    assert isinstance(odd, PoolingLayer)
    assert isinstance(even, PoolingLayer)
    assert (odd.padding, even.padding) == ("same", 1)


def test_the_padding_is_as_precise_as_the_pooling(graph) -> None:
    made = graph("- relu\n- max_pool: {size: 3, stride: 2, padding: 1}\n- max_pool: {size: 3, stride: 2, padding: 1}\n")
    plain = pad_pools_plainly(made)
    policies = [plain.precision_of(index, "mixed_bfloat16") for index in range(2, 6)]
    assert policies == ["mixed_bfloat16", "mixed_bfloat16", "float32", "float32"]


def test_two_that_take_the_same_tensor(graph, joined) -> None:
    made = graph("""
        - relu: {name: r}
        - max_pool: {size: 3, stride: 2, padding: 1, name: a}
        - add: [., {from: r, layers: [max_pool: {size: 3, stride: 2, padding: 1, name: b}]}]
    """)
    assert joined(pad_pools_plainly(made)) == [
        "input > r", "r > a.pad", "a.pad > a", "r > b.pad", "b.pad > b", "a, b > add_1", "add_1 out",
    ]  # fmt: skip
