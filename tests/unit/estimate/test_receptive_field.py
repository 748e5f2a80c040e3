"""Published receptive fields, and brute force: which inputs an output depends on, followed one by one."""

import random
from fractions import Fraction
from pathlib import Path

import pytest

import archspec
from archspec.estimate.receptive_field import Field, Seen, growth, largest_fields, receptive_fields
from archspec.layers.footprint import UNKNOWN, WHOLE

SPECS = Path(__file__).parents[3] / "specs"


def fields(source: str | Path, variant: str | None = None) -> dict[str, tuple[Field, ...]]:
    """The fields of all layers on the first input."""
    report = archspec.check(source, variant)
    assert report.graph is not None, str(report)
    found = receptive_fields(report.graph)
    return {node.name: one[0] for node, one in zip(report.graph.nodes, found, strict=True) if 0 in one}


def chain(*layers: str, size: str = "256") -> Field:
    text = f"archspec: 1\ninput: [{size}, 4]\nlayers:\n" + "".join(f"  - {layer}\n" for layer in layers)
    return list(fields(text).values())[-1][0]


@pytest.mark.parametrize(
    ("spec", "variant", "layer", "size", "jump"),
    [
        # Araujo, Norris, Sim. Computing Receptive Fields of Convolutional Neural Networks. Distill, 2019, table 1.
        ("alexnet", None, "pool5", 195, 32),
        ("vgg", "16", "pool5", 212, 32),
        # Its ResNets (483, 1027 and 1507) take their steps at the end of a stage. Where the first block
        # takes them, the window after each step adds 8, 16 and 32 less.
        ("resnet", "50", "bottleneck_16", 483 - 56, 32),
        ("resnet", "101", "bottleneck_33", 1027 - 56, 32),
        ("resnet", "152", "bottleneck_50", 1507 - 56, 32),
        # Ronneberger, Fischer, Brox: two convolutions on each of five levels; 5, 14, 32, 68, 140 by hand.
        ("unet", None, "enc1.conv_2", 14, 2),
        ("unet", None, "bridge.conv_2", 140, 16),
    ],
)
def test_published(spec: str, variant: str | None, layer: str, size: int, jump: int) -> None:
    found = next(
        one for name, one in reversed(fields(SPECS / f"{spec}.yaml", variant).items()) if name.startswith(layer)
    )
    assert {one.size for one in found} == {size}
    assert {one.jump for one in found} == {jump}


def test_size_jump_and_centre() -> None:
    """A window of 7 at stride 2, 3 zeros before: position 0 is in the middle of -3 to 3."""
    assert chain("conv: {filters: 4, size: 7, stride: 2, padding: 3}")[:] == (Seen(0, (-3,), (3,), 2),) * 2
    field = chain("conv: {filters: 4, size: 7, stride: 2, padding: valid}", "max_pool: {size: 2}")
    assert (field.size, field.jump, field.centre) == (9, 4, 4)


def test_tables_that_would_be_too_long_are_unknown() -> None:
    for layer in ("adaptive_pool: 5000", "resize: 5000"):
        made = fields(f"archspec: 1\ninput: [90000, 4]\nlayers: [{layer}]\n")
        assert list(made.values())[-1][0].widest is UNKNOWN


def test_what_is_put_back_sees_the_window_that_it_is_from() -> None:
    """Two neighbours of a window see the same two positions; the neighbour of both of another one sees four."""
    unpooled = ("identity: {name: fine}", "max_pool: 2", "max_unpool: fine")
    assert (chain(*unpooled).size, chain(*unpooled).jump) == (2, 1)
    assert chain(*unpooled, "conv: {filters: 1, size: 2}").size == 4
    assert chain(*unpooled, "conv: {filters: 1, size: 3}").size == 4


def test_a_padding_that_depends_on_an_open_size_leaves_the_centre_open() -> None:
    field = chain("conv: {filters: 4, size: 3, stride: 2}", size="T")
    assert (field.size, field.jump, field.centre) == (3, 2, None)
    assert chain("conv: {filters: 4, size: 3}", size="T").centre == 0


def test_dilation() -> None:
    """Van den Oord and others, WaveNet, 2016, figure 3: four causal windows of 2, dilated by 1, 2, 4, 8, see 16."""
    layers = [f"conv: {{filters: 4, size: 2, dilation: {2**i}, padding: causal}}" for i in range(4)]
    field = chain(*layers)
    assert (field.size, field.centre) == (16, Fraction(-15, 2))


def test_a_transposed_convolution_steps_by_parts() -> None:
    field = chain("max_pool: 4", "up_conv: {filters: 4, size: 2, stride: 2}")
    assert (field.size, field.smallest, field.jump) == (4, 4, 2)
    field = chain("up_conv: {filters: 4, size: 3, stride: 2}")
    assert (field.size, field.smallest, field.jump) == (2, 1, Fraction(1, 2))


@pytest.mark.parametrize("last", ["global_pool", "flatten", "lstm: 3", "attention: {heads: 1, key_dim: 2}"])
def test_what_sees_everything(last: str) -> None:
    assert chain("conv: {filters: 4, size: 3}", last).size is WHOLE


def test_what_cannot_be_followed_is_not_guessed() -> None:
    assert chain("reshape: [64, 16]").size is UNKNOWN
    assert chain("resize: 100", size="T").size is UNKNOWN


def test_branches_see_together_and_the_least_is_noted() -> None:
    text = """
archspec: 1
input: [32, 16, 4]
layers:
  - concat:
      - [conv: {filters: 4, size: 1}]
      - [conv: {filters: 4, size: [3, 7]}]
      - [conv: {filters: 4, size: [5, 1]}]
"""
    (rows, columns) = fields(text)["concat_1"]
    assert (rows.size, rows.smallest) == (5, 1)
    assert (columns.size, columns.smallest) == (7, 1)


def test_permuted_axes_are_followed() -> None:
    text = "archspec: 1\ninput: [32, 16, 4]\nlayers:\n  - permute: [1, 0, 2]\n  - conv: {filters: 1, size: [3, 7]}\n"
    (rows, columns) = fields(text)["conv_1"]
    assert (rows.size, columns.size) == (7, 3)


def test_the_largest_and_what_widens_it() -> None:
    convolution = "  - conv: {filters: 4, size: 3}\n"
    text = f"archspec: 1\ninput: [64, 4]\nlayers:\n{convolution}  - max_pool: 2\n{convolution}  - global_pool\n"
    graph = archspec.check(text).graph
    assert graph is not None
    (largest,) = largest_fields(graph)
    assert largest is not None
    index, seen = largest
    assert (graph.nodes[index].name, seen.size) == ("conv_2", 3 + 1 + 4)
    assert {graph.nodes[one].name: by for one, by in growth(graph, 0).items()} == {
        "conv_1": 2,
        "max_pool_1": 1,
        "conv_2": 4,
    }


@pytest.mark.parametrize("seed", range(40))
def test_random_chains_against_brute_force(seed: int) -> None:
    """Each output position holds the set of the input positions that it depends on; borders are kept away from."""
    rng = random.Random(seed)
    size, layers, sets = 400, [], [frozenset([i]) for i in range(400)]
    for _ in range(rng.randint(1, 5)):
        k, s, d = rng.randint(1, 5), rng.randint(1, 3), rng.randint(1, 3)
        p = rng.randint(0, 3)
        if rng.random() < 0.3:
            layers.append(f"up_conv: {{filters: 4, size: {max(k, s)}, stride: {s}, padding: valid}}")
            sets = spread(sets, max(k, s), s)
        elif s > 1:
            layers.append(f"conv: {{filters: 4, size: {k}, stride: {s}, padding: {p}}}")
            sets = slide(sets, k, s, 1, p)
        else:
            layers.append(f"conv: {{filters: 4, size: {k}, dilation: {d}, padding: {p}}}")
            sets = slide(sets, k, 1, d, p)
        if len(sets) < 40:
            break
    seen = chain(*layers, size=str(size)).widest
    assert isinstance(seen, Seen)
    inner = [(q, one) for q, one in enumerate(sets) if one and min(one) > 0 and max(one) < size - 1]
    lows, highs = seen.lows(range(len(sets))), seen.highs(range(len(sets)))
    compared = [(q, one) for q, one in inner if lows[q] > 0 and highs[q] < size - 1]
    assert compared
    for q, one in compared:
        assert (lows[q], highs[q]) == (min(one), max(one)), (layers, q)


def slide(sets: list[frozenset[int]], size: int, stride: int, dilation: int, padding: int) -> list[frozenset[int]]:
    padded = [frozenset[int]()] * padding + sets + [frozenset[int]()] * padding
    count = (len(padded) - dilation * (size - 1) - 1) // stride + 1
    return [frozenset().union(*(padded[q * stride + t * dilation] for t in range(size))) for q in range(max(count, 0))]


def spread(sets: list[frozenset[int]], size: int, stride: int) -> list[frozenset[int]]:
    out: list[set[int]] = [set() for _ in range((len(sets) - 1) * stride + size)]
    for p, one in enumerate(sets):
        for t in range(size):
            out[p * stride + t] |= one
    return [frozenset(one) for one in out]
