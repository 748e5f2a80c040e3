import archspec
from archspec.views import aligned, table


def test_text_to_the_left_numbers_to_the_right() -> None:
    assert aligned(("layer", "params"), [("a", "1,000"), ("longer", "")]) == [
        "layer   params",
        "──────────────",
        "a        1,000",
        "longer",
        "──────────────",
    ]


def test_a_network() -> None:
    graph = archspec.check(
        "archspec: 1\ninput: [H, W, 3]\nlayers:\n"
        "  - conv: {filters: 16, size: 3, stride: 2, norm: batch, activation: relu}\n"
        "  - global_pool: avg\n  - dense: {units: 10, name: logits}\n"
    ).graph
    assert graph is not None
    assert [line.rstrip() for line in table(graph).splitlines()] == [
        "layer              kind         output              params",
        "──────────────────────────────────────────────────────────",
        "input              input        H × W × 3",
        "conv_1.conv        conv         ⌈H/2⌉ × ⌈W/2⌉ × 16     432",
        "conv_1.norm        batch_norm   ⌈H/2⌉ × ⌈W/2⌉ × 16      64",
        "conv_1.activation  relu         ⌈H/2⌉ × ⌈W/2⌉ × 16       0",
        "global_pool_1      global_pool  16                       0",
        "logits             dense        10                     170",
        "──────────────────────────────────────────────────────────",
        "5 layers, 666 params, 634 of them trainable",
        "H: any size",
        "W: any size",
        "output `logits`: 10",
    ]


def test_layers_that_ask_something_of_an_open_size() -> None:
    layers = "".join(f"  - conv: {{filters: 1, size: {n}, from: input, padding: valid, name: c{n}}}\n" for n in (2, 3))
    report = archspec.check(f"archspec: 1\ninput: [H, W, 1]\nlayers:\n{layers}  - add: [., [permute: [1, 0, 2]]]\n")
    assert report.graph is not None
    assert table(report.graph).splitlines()[-3:-1] == [
        "H: H >= 3 and H == W (c3, add_1)",
        "W: W >= 3 and H == W (c3, add_1)",
    ]


def test_many_layers_that_ask_something_of_an_open_size() -> None:
    layers = "".join(
        f"  - space_to_depth: {{factor: {n}, name: by{n}}}\n  - global_pool\n" for n in (2, 3, 5, 7, 11, 13)
    )
    layers = layers.replace("name: by", "from: input, name: by")
    pools = ", ".join(f"global_pool_{n}" for n in range(1, 7))
    report = archspec.check(f"archspec: 1\ninput: [T, 1]\nlayers:\n{layers}  - concat: [{pools}]\n")
    assert report.graph is not None
    assert "T: T % 30030 == 0 (by2, by3, by5, by7, 2 more)" in table(report.graph).splitlines()
