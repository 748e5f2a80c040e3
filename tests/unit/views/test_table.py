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
