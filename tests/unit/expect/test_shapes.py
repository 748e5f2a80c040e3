from pathlib import Path
from textwrap import dedent

import pytest

import archspec
from archspec.compiler.size_faults import InvalidSize
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.expect.faults import (
    MacsMissed,
    OutputMissed,
    SizesMissed,
    SizesNeeded,
    UnknownOutput,
    UnknownSize,
    WeightsMissed,
    WrongFormula,
)
from archspec.language.faults import NotAccepted, UnknownVariant
from archspec.syntax.expression_faults import NotPartOfExpressions
from archspec.tensors.size_faults import MergedShapes
from tests.like import Like

UNET = """
    input: [H, W, 1]
    layers:
      - conv: {filters: 2, size: 3, name: enc}
      - max_pool
      - upsample
      - concat: [enc, .]
    expect: EXPECTED
    """


@pytest.mark.parametrize(
    "expected",
    [
        "{params: 20}",
        '{params: "<= 20", trainable_params: ">= 0.02k"}',
        "{outputs: {concat_1: [H, W, 4]}}",
        "{outputs: [H, W, 4]}",
        "{outputs: {concat_1: [null, 2 * ⌊W/2⌋, 4]}}",  # the contract makes W even
        "{outputs: {concat_1: [2 * (H // 2), (W + 1) // 2 + W // 2, 4]}}",
        "{sizes: [H % 2 == 0, W%2 == 0]}",
        "{sizes: [W % 2 == 0, H % 2 == 0]}",
        "{sizes: [H % 2 == 0 and W % 2 == 0]}",
        "{sizes: [H >= 2, H % 2 != 1, 2 * ⌊W/2⌋ == W]}",
        '{sizes: ["H in [2, 4] or H >= 6 and H % 2 == 0", W // 2 == (W + 1) // 2]}',
        "{at: {H: 8, W: 2}}",
        "{at: {H: 8}}",
    ],
)
def test_what_holds(shapes, expected: str) -> None:
    shapes(UNET.replace("EXPECTED", expected))


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        ("{params: 21}", Like(WeightsMissed, amount=20, bound="21")),
        ('{trainable_params: "> 1k"}', Like(WeightsMissed, amount=20, bound="> 1k", trainable=True)),
        ("{outputs: {mask: [H, W, 4]}}", Like(UnknownOutput, output="mask")),
        (
            "{outputs: {concat_1: [H, W, 2]}}",
            Like(OutputMissed, output="concat_1", shape=("H", "W", 4), expected=("H", "W", 2)),
        ),
        ("{outputs: [H, 4]}", Like(OutputMissed, output="concat_1", shape=("H", "W", 4), expected=("H", 4))),
        ("{outputs: 4}", Like(NotAccepted, what="`outputs`", accepts="a shape, or shapes by name", given="4")),
        (
            "{outputs: {concat_1: 4}}",
            Like(NotAccepted, what="the shape of `concat_1`", accepts="a list of sizes", given="4"),
        ),
        (
            "{outputs: [D, W, 4]}",
            Like(WrongFormula, what="the shape of `concat_1`", why="names `D`, which is no open size"),
        ),
        ("{outputs: [H, W, 4.5]}", Like(WrongFormula, what="the shape of `concat_1`", why="cannot have `4.5` in it")),
        (
            "{sizes: [H % 4 == 0]}",
            Like(SizesMissed, works=("H % 2 == 0", "W % 2 == 0"), expected=("H % 4 == 0",)),
        ),
        (
            "{sizes: []}",
            Like(SizesMissed, works=("H % 2 == 0", "W % 2 == 0"), expected=()),
        ),
        (
            "{sizes: [H = 2]}",
            Like(
                WrongFormula,
                what='the condition "H = 2"',
                why="cannot be read",
                cause=Like(NotPartOfExpressions, word="="),
            ),
        ),
        ("{sizes: [3]}", Like(WrongFormula, what='the condition "3"', why="compares nothing")),
        ("{sizes: all}", Like(NotAccepted, what="`sizes`", accepts="a list of conditions such as `H % 16 == 0`")),
        ("{at: 8}", Like(NotAccepted, what="`at`", accepts="numbers by the names of open sizes, as in `{H: 224}`")),
        ("{at: {D: 8}}", Like(UnknownSize, size="D")),
        ("{at: {H: 8.5}}", Like(NotAccepted, what="`H`", accepts="an integer of at least 1", given="8.5")),
        (
            "{at: {H: 8, W: 9}}",
            Like(
                InvalidSize, "at H = 8, W = 9, `concat_1`", cause=Like(MergedShapes, first=(8, 9, 2), other=(8, 8, 2))
            ),
        ),
        (
            "{params: few}",
            Like(NotAccepted, what="`params`", accepts='a number, or a bound such as "<= 26M"', given='"few"'),
        ),
    ],
)
def test_what_does_not_hold(faults, expected: str, fault: Like) -> None:
    assert faults(UNET.replace("EXPECTED", expected)) == [fault]


VARIANTS = """
    params: {units: 3}
    variants: {small: {units: 2}, large: {units: 9}}
    input: [4]
    layers: [dense: $units]
    expect: {params: {small: 10, large: 44}, trainable_params: "<= 45"}
    """


@pytest.mark.parametrize("variant", ["small", None])
def test_numbers_by_variant(shapes, variant: str | None) -> None:
    shapes(VARIANTS, variant)


def test_a_number_of_the_variant_that_does_not_hold(faults) -> None:
    assert faults(VARIANTS, "large") == [Like(WeightsMissed, amount=45, bound="44")]
    assert faults(VARIANTS.replace("large: 44", "huge: 44")) == [Like(UnknownVariant, variant="huge")]


def test_where_a_param_is_set_only_bounds_hold(shapes, faults) -> None:
    shapes(VARIANTS, "large", units=1)
    shapes(VARIANTS.replace("{small: 10, large: 44}", "15"), units=1)
    assert faults(VARIANTS, units=10) == [Like(WeightsMissed, amount=50, bound="<= 45", trainable=True)]


def test_numbers_by_variant_are_not_inherited(tmp_path: Path) -> None:
    base = "\n".join(line[4:] for line in VARIANTS.splitlines())
    (tmp_path / "base.yaml").write_text(f"archspec: 1{base}")
    (tmp_path / "top.yaml").write_text("archspec: 1\nextends: base.yaml\nlayers: [dense: 2, dense: 3]\n")
    assert archspec.check(tmp_path / "top.yaml", "large").valid


@pytest.mark.parametrize(
    ("sizes", "notes"),
    [
        ("H % 4 == 0, W % 2 == 0", ("it works for H = 2, which the conditions rule out",)),
        ("H % 2 == 0", ("it does not work for W = 1, which the conditions allow",)),
        (
            "H % 3 == 0, W % 2 == 0",
            (
                "it works for H = 2, which the conditions rule out",
                "it does not work for H = 3, which the conditions allow",
            ),
        ),
        ("H % 2 == 0, W % 2 == 0, H == W", ("it works for H = 2, W = 4, which the conditions rule out",)),
        ("H < 1", ("no sizes meet all of these conditions",)),
    ],
)
def test_examples_of_the_sizes_that_make_the_difference(sizes: str, notes: tuple[str, ...]) -> None:
    text = "archspec: 1\n" + dedent(UNET.replace("EXPECTED", f"{{sizes: [{sizes}]}}")).lstrip("\n")
    [found] = archspec.check(text).errors
    assert found.notes == notes


def test_no_conditions_where_there_are_no_open_sizes() -> None:
    text = "archspec: 1\ninput: [4]\nlayers: [dense: 2]\nexpect: {sizes: [H >= 1]}\n"
    [found] = archspec.check(text).errors
    assert found == Like(WrongFormula, what='the condition "H >= 1"', why="names `H`, which is no open size")
    assert found.notes == ("the open sizes are: none",)


def test_a_contract_of_two_sizes_by_meaning() -> None:
    text = "archspec: 1\ninputs: {a: [S, 1], b: [T, 1]}\nlayers: [add: [a, b], max_pool: 2]\nexpect: {sizes: [SIZES]}\n"
    assert not archspec.check(text.replace("SIZES", "T > 1, S - T == 0")).errors
    [found] = archspec.check(text.replace("SIZES", "T == S")).errors
    assert found.notes == ("it does not work for S = 1, which the conditions allow",)


def told(text: str, **sizes: int) -> list[tuple[Diagnostic, tuple[str, ...], list[str]]]:
    report = archspec.check("archspec: 1\n" + dedent(text).lstrip("\n"))
    found = (report.at(**sizes) if sizes else report).errors
    return [(one, one.notes, [help_line.text for help_line in one.helps]) for one in found]


HALVED = """
    input: SHAPE
    layers:
      - conv: {filters: 4, size: 3, stride: 2, activation: relu}
      - up_conv: {filters: 2, size: 4, stride: 2, name: mask}
    expect: {outputs: [EXPECTED]}
    """


def test_sizes_for_which_a_shape_is_another() -> None:
    text = HALVED.replace("SHAPE", "[H, W, 1]").replace("EXPECTED", "H, W, 2")
    [(fault, notes, helps)] = told(text)
    assert fault == Like(OutputMissed, output="mask", shape=("2*⌈H/2⌉", "2*⌈W/2⌉", 2), expected=("H", "W", 2))
    assert notes == ("it fails for H = 1", "it holds where `H % 2 == 0` and `W % 2 == 0`")
    assert helps == ["put `crop: {like: input}` behind `mask` (line 5), and make that the output"]
    crop = text.replace("    expect", "      - crop: {like: input}\n    expect")
    assert told(crop) == []


def test_at_given_sizes() -> None:
    text = HALVED.replace("SHAPE", "[H, W, 1]").replace("EXPECTED", "H, W, 2")
    assert told(text, H=8, W=6) == []
    assert [fault for fault, *_ in told(text, H=8, W=5)] == [
        Like(OutputMissed, output="mask", shape=(8, 6, 2), expected=("H", "W", 2))
    ]
    assert [notes for _, notes, _ in told(text, H=8)] == [("it fails for W = 1", "it holds where `W % 2 == 0`")]
    assert told(text.replace("H, W, 2", "8, 6, 2"), H=8, W=6) == []


def test_amounts_at_given_sizes() -> None:
    # 3 * 3 * 1 * 2 multiplications at each position.
    text = """
        input: [H, W, 1]
        layers: [conv: {filters: 2, size: 3}]
        expect: {macs: 1_152, sizes: [], AT}
        """
    assert told(text.replace(", AT", ""))[0][0] == Like(SizesNeeded, field="macs", sizes=("H", "W"))
    assert told(text.replace(", AT", ""), H=8, W=8) == []
    assert told(text.replace(", AT", ""), H=16, W=8)[0][0] == Like(MacsMissed, amount=2_304, bound="1,152")
    assert told(text.replace("AT", "at: {H: 8, W: 8}"), H=16, W=8) == []
    assert told(text.replace("AT", "at: {H: 8}"), H=16, W=8) == []


def test_sizes_at_given_sizes() -> None:
    text = UNET.replace("EXPECTED", "{sizes: [H % 2 == 0, W % 4 == 0]}")
    assert told(text, H=4, W=8) == []
    assert [fault for fault, *_ in told(text, H=4)] == [
        Like(SizesMissed, works=("W % 2 == 0",), expected=("H % 2 == 0", "W % 4 == 0"))
    ]


def test_inputs_that_come_back() -> None:
    text = HALVED.replace("SHAPE", "[21, 30, 1]").replace("EXPECTED", "21, 30, 2")
    [(fault, _, helps)] = told(text)
    assert fault == Like(OutputMissed, output="mask", shape=(22, 30, 2), expected=(21, 30, 2))
    assert helps[1].endswith("`[20, 30, 1]` or `[22, 30, 1]`")
    for height in (20, 22):
        assert told(HALVED.replace("SHAPE", f"[{height}, 30, 1]").replace("EXPECTED", f"{height}, 30, 2")) == []


def test_padding_that_keeps_the_sizes() -> None:
    text = """
        input: [H, W, 1]
        layers:
          - conv: {filters: 2, size: 3, padding: valid, activation: relu}
          - conv: {filters: 2, size: 5, padding: valid, name: mask}
        expect: {outputs: {mask: [H, W, 2]}}
        """
    [(fault, notes, helps)] = told(text)
    assert fault == Like(OutputMissed, output="mask", shape=("H - 6", "W - 6", 2), expected=("H", "W", 2))
    assert notes == ("that holds for no size of the input",)
    assert helps == ["keep the sizes: `padding: same` in `conv_1` (line 4) and `mask` (line 5)"]
    assert told(text.replace("valid", "same")) == []


def test_the_batch_axis() -> None:
    text = """
        input: SHAPE
        layers: [conv: {filters: 2, size: 3}]
        expect: {outputs: EXPECTED}
        """
    [(_, _, helps)] = told(text.replace("SHAPE", "[null, 8, 8, 1]").replace("EXPECTED", "[8, 8, 2]"))
    assert helps == ["leave the batch axis out of the shape of `input` (line 2): `[8, 8, 1]`"]
    [(_, _, helps)] = told(text.replace("SHAPE", "[8, 8, 1]").replace("EXPECTED", "[null, 8, 8, 2]"))
    assert helps == ["leave the batch axis out of what is expected"]
