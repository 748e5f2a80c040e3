import re

import pytest

NET = """
    params: {wide: 8}
    input: [H, W, 3]
    layers:
      - conv: {filters: $wide, size: 3, norm: batch, name: stem}
      - max_pool: {size: 2, name: half}
    expect: EXPECTED
    """
"""3 * 3 * 3 * 8 = 216 weights, 4 * 8 of the norm; at 10 x 10 places 21,600 multiply-accumulates."""


@pytest.mark.parametrize(
    "expected",
    [
        "{params: 248, trainable_params: 232}",
        "{params: $(31 * wide), trainable_params: $(29 * wide)}",
        '{macs: 21_600, at: {H: 10, W: 10}}',
        '{macs: "<= 22k", at: {H: $(wide + 2), W: 10}}',
        # The input is held by its caller; the largest layer has 800 values, and its norm writes over it: 300 + 800 and,
        # while the pool computes, 300 + 800 + 200 values of 4 bytes.
        '{activation_memory: 5200 B, at: {H: 10, W: 10}}',
        '{training_memory: {batch: 2, max: 8 MiB}, at: {H: 10, W: 10}}',
        '{training_memory: {batch: 2, precision: mixed_bfloat16, optimizer: sgd, max: "< 8 MiB"}, at: {H: 10, W: 10}}',
        "{receptive_field: 4}",
        '{receptive_field: ">= 4"}',
    ],
)  # fmt: skip
def test_what_holds(shapes, expected: str) -> None:
    shapes(NET.replace("EXPECTED", expected))


@pytest.mark.parametrize(
    ("expected", "message"),
    [
        ("{params: $(30 * wide)}", "missed-expectation: the network has 248 params, not 240"),
        (
            '{macs: "<= 20k", at: {H: 10, W: 10}}',
            "missed-expectation: a forward pass takes 21,600 MACs (21.6 k), not <= 20k",
        ),
        (
            '{activation_memory: "<= 5 KiB", at: {H: 10, W: 10}}',
            "missed-expectation: the activations of a forward pass take 5,200 bytes (5.08 KiB), not <= 5 KiB",
        ),
        ('{receptive_field: ">= 5"}', "missed-expectation: the receptive field is 4, not >= 5"),
        ("{macs: 21_600}", "missing-field: `macs` depends on `H` and `W`, which the network leaves open"),
        (
            "{macs: many, at: {H: 2, W: 2}}",
            'wrong-value: `macs` must be a number, or a bound such as "<= 4.2G", not "many"',
        ),
        (
            "{training_memory: 12 GiB}",
            "wrong-value: `training_memory` must be `{batch, precision, optimizer, max}`, "
            "as in `{batch: 32, max: 12 GiB}`",
        ),
        ("{training_memory: {max: 12 GiB}}", "missing-field: `training_memory` needs `batch`"),
        ("{training_memory: {batch: 1, maxx: 12 GiB}}", "unknown-key: `training_memory` has no `maxx`"),
        (
            "{training_memory: {batch: 0, max: 1 GiB}}",
            "wrong-value: `batch` must be an integer of at least 1, not 0",
        ),
        (
            "{training_memory: {batch: 1, optimizer: lion, max: 1 GiB}}",
            'wrong-value: `optimizer` must be `adam`, `sgd` or `momentum`, not "lion"',
        ),
        (
            "{training_memory: {batch: 1, precision: int8, max: 1 GiB}}",
            'wrong-value: `precision` must be `float32`, `mixed_bfloat16` or `mixed_float16`, not "int8"',
        ),
        (
            "{training_memory: {batch: 1, max: 1 GiB}}",
            "missing-field: `training_memory` depends on `H` and `W`, which the network leaves open",
        ),
        ("{at: {H: $nothing}, macs: 3}", "unknown-param: there is no param `nothing`"),
    ],
)  # fmt: skip
def test_what_does_not_hold(faults, expected: str, message: str) -> None:
    assert faults(NET.replace("EXPECTED", expected)) == [message]


def test_training_that_takes_too_much(faults) -> None:
    (message,) = faults(NET.replace("EXPECTED", "{training_memory: {batch: 2, max: 1 KiB}, at: {H: 10, W: 10}}"))
    start, _, end = message.partition(" takes about ")
    assert start == "missed-expectation: training in float32 with adam, batch 2"
    assert re.fullmatch(r"[\d.]+ KiB to [\d.]+ MiB, not <= 1 KiB", end)


def test_a_network_without_space_sees_everything(faults) -> None:
    spec = "input: [4]\nlayers: [dense: 2]\nexpect: {receptive_field: '>= 2'}\n"
    assert faults(spec) == ["missed-expectation: every layer sees the whole input, so that no receptive field is >= 2"]
