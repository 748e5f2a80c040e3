import pytest

from archspec.compiler.name_faults import UndeclaredParam
from archspec.expect.faults import (
    ActivationMemoryMissed,
    MacsMissed,
    MissingTrainingKey,
    NoReceptiveField,
    ReceptiveFieldMissed,
    SizesNeeded,
    TrainingMemoryMissed,
    WeightsMissed,
)
from archspec.language.faults import NotAccepted, UnknownKey
from tests.like import Like

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
    ("expected", "fault"),
    [
        ("{params: $(30 * wide)}", Like(WeightsMissed, amount=248, bound="240")),
        (
            '{macs: "<= 20k", at: {H: 10, W: 10}}',
            Like(MacsMissed, amount=21600, bound="<= 20k"),
        ),
        (
            '{activation_memory: "<= 5 KiB", at: {H: 10, W: 10}}',
            Like(ActivationMemoryMissed, amount=5200, bound="<= 5 KiB"),
        ),
        ('{receptive_field: ">= 5"}', Like(ReceptiveFieldMissed, bound=">= 5", sizes=(4, 4))),
        ("{macs: 21_600}", Like(SizesNeeded, field="macs", sizes=("H", "W"))),
        (
            "{macs: many, at: {H: 2, W: 2}}",
            Like(NotAccepted, what="`macs`", accepts='a number, or a bound such as "<= 4.2G"', given='"many"'),
        ),
        (
            "{training_memory: 12 GiB}",
            Like(
                NotAccepted,
                what="`training_memory`",
                accepts="`{batch, precision, optimizer, max}`, as in `{batch: 32, max: 12 GiB}`",
            ),
        ),
        ("{training_memory: {max: 12 GiB}}", Like(MissingTrainingKey, field="batch")),
        ("{training_memory: {batch: 1, maxx: 12 GiB}}", Like(UnknownKey, inside="`training_memory`", key="maxx")),
        (
            "{training_memory: {batch: 0, max: 1 GiB}}",
            Like(NotAccepted, what="`batch`", accepts="an integer of at least 1", given="0"),
        ),
        (
            "{training_memory: {batch: 1, optimizer: lion, max: 1 GiB}}",
            Like(NotAccepted, what="`optimizer`", accepts="`adam`, `sgd` or `momentum`", given='"lion"'),
        ),
        (
            "{training_memory: {batch: 1, precision: int8, max: 1 GiB}}",
            Like(
                NotAccepted,
                what="`precision`",
                accepts="`float32`, `mixed_bfloat16` or `mixed_float16`",
                given='"int8"',
            ),
        ),
        (
            "{training_memory: {batch: 1, max: 1 GiB}}",
            Like(SizesNeeded, field="training_memory", sizes=("H", "W")),
        ),
        ("{at: {H: $nothing}, macs: 3}", Like(UndeclaredParam, param="nothing")),
    ],
)
def test_what_does_not_hold(faults, expected: str, fault: Like) -> None:
    assert faults(NET.replace("EXPECTED", expected)) == [fault]


def test_training_that_takes_too_much(faults) -> None:
    (found,) = faults(NET.replace("EXPECTED", "{training_memory: {batch: 2, max: 1 KiB}, at: {H: 10, W: 10}}"))
    assert found == Like(TrainingMemoryMissed, batch=2, precision="float32", optimizer="adam", bound="<= 1 KiB")
    assert 1 << 10 < found.data.least < 1 << 20 < found.data.amount < 1 << 30


def test_a_network_without_space_sees_everything(faults) -> None:
    spec = "input: [4]\nlayers: [dense: 2]\nexpect: {receptive_field: '>= 2'}\n"
    assert faults(spec) == [Like(NoReceptiveField, bound=">= 2")]
