from pathlib import Path
from textwrap import dedent

import pytest

import archspec

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
    ("expected", "message"),
    [
        ("{params: 21}", "missed-expectation: the network has 20 params, not 21"),
        ('{trainable_params: "> 1k"}', "missed-expectation: the network has 20 trainable params, not > 1k"),
        ("{outputs: {mask: [H, W, 4]}}", "missed-expectation: the network has no output `mask`"),
        (
            "{outputs: {concat_1: [H, W, 2]}}",
            "missed-expectation: output `concat_1` is (H, W, 4), not (H, W, 2)",
        ),
        ("{outputs: [H, 4]}", "missed-expectation: output `concat_1` is (H, W, 4), not (H, 4)"),
        ("{outputs: 4}", "wrong-value: `outputs` must be a shape, or shapes by name, not 4"),
        ("{outputs: {concat_1: 4}}", "wrong-value: the shape of `concat_1` must be a list of sizes, not 4"),
        ("{outputs: [D, W, 4]}", "wrong-value: the shape of `concat_1` names `D`, which is no open size"),
        ("{outputs: [H, W, 4.5]}", "wrong-value: the shape of `concat_1` cannot have `4.5` in it"),
        (
            "{sizes: [H % 4 == 0]}",
            "missed-expectation: the network works where `H % 2 == 0`, `W % 2 == 0`, "
            "not where `H % 4 == 0`",
        ),
        (
            "{sizes: []}",
            "missed-expectation: the network works where `H % 2 == 0`, `W % 2 == 0`, not for all sizes",
        ),
        ("{sizes: [H = 2]}", 'wrong-value: the condition "H = 2" cannot be read: `=` is not part of expressions'),
        ("{sizes: [3]}", 'wrong-value: the condition "3" compares nothing'),
        ("{sizes: all}", "wrong-value: `sizes` must be a list of conditions such as `H % 16 == 0`"),
        ("{at: 8}", "wrong-value: `at` must be numbers by the names of open sizes, as in `{H: 224}`"),
        ("{at: {D: 8}}", "wrong-value: the network has no open size `D`"),
        ("{at: {H: 8.5}}", "wrong-value: `H` must be an integer of at least 1, not 8.5"),
        ("{at: {H: 8, W: 9}}", "invalid-size: at H = 8, W = 9, `concat_1` merges (8, 9, 2) with (8, 8, 2)"),
        ("{params: few}", 'wrong-value: `params` must be a number, or a bound such as "<= 26M", not "few"'),
    ],
)  # fmt: skip
def test_what_does_not_hold(faults, expected: str, message: str) -> None:
    assert faults(UNET.replace("EXPECTED", expected)) == [message]


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
    assert faults(VARIANTS, "large") == ["missed-expectation: the network has 45 params, not 44"]
    assert faults(VARIANTS.replace("large: 44", "huge: 44")) == ["unknown-variant: the spec has no variant `huge`"]


def test_where_a_param_is_set_only_bounds_hold(shapes, faults) -> None:
    shapes(VARIANTS, "large", units=1)
    shapes(VARIANTS.replace("{small: 10, large: 44}", "15"), units=1)
    assert faults(VARIANTS, units=10) == ["missed-expectation: the network has 50 trainable params, not <= 45"]


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
    assert found.message == 'the condition "H >= 1" names `H`, which is no open size'
    assert found.notes == ("the open sizes are: none",)


def test_a_contract_of_two_sizes_by_meaning() -> None:
    text = "archspec: 1\ninputs: {a: [S, 1], b: [T, 1]}\nlayers: [add: [a, b], max_pool: 2]\nexpect: {sizes: [SIZES]}\n"
    assert not archspec.check(text.replace("SIZES", "T > 1, S - T == 0")).errors
    [found] = archspec.check(text.replace("SIZES", "T == S")).errors
    assert found.notes == ("it does not work for S = 1, which the conditions allow",)


def told(text: str, **sizes: int) -> list[tuple[str, tuple[str, ...], list[str]]]:
    report = archspec.check("archspec: 1\n" + dedent(text).lstrip("\n"))
    found = (report.at(**sizes) if sizes else report).errors
    return [(one.message, one.notes, [help_line.text for help_line in one.helps]) for one in found]


HALVED = """
    input: SHAPE
    layers:
      - conv: {filters: 4, size: 3, stride: 2, activation: relu}
      - up_conv: {filters: 2, size: 4, stride: 2, name: mask}
    expect: {outputs: [EXPECTED]}
    """


def test_sizes_for_which_a_shape_is_another() -> None:
    text = HALVED.replace("SHAPE", "[H, W, 1]").replace("EXPECTED", "H, W, 2")
    [(message, notes, helps)] = told(text)
    assert message == "output `mask` is (2*⌈H/2⌉, 2*⌈W/2⌉, 2), not (H, W, 2)"
    assert notes == ("it fails for H = 1", "it holds where `H % 2 == 0` and `W % 2 == 0`")
    assert helps == ["put `crop: {like: input}` after `mask` (line 5), and make that the output"]
    crop = text.replace("    expect", "      - crop: {like: input}\n    expect")
    assert told(crop) == []


def test_at_given_sizes() -> None:
    text = HALVED.replace("SHAPE", "[H, W, 1]").replace("EXPECTED", "H, W, 2")
    assert told(text, H=8, W=6) == []
    assert [message for message, *_ in told(text, H=8, W=5)] == ["output `mask` is (8, 6, 2), not (H, W, 2)"]
    assert [notes for _, notes, _ in told(text, H=8)] == [("it fails for W = 1", "it holds where `W % 2 == 0`")]
    assert told(text.replace("H, W, 2", "8, 6, 2"), H=8, W=6) == []


def test_amounts_at_given_sizes() -> None:
    # 3 * 3 * 1 * 2 multiplications at each position.
    text = """
        input: [H, W, 1]
        layers: [conv: {filters: 2, size: 3}]
        expect: {macs: 1_152, sizes: [], AT}
        """
    assert "depends on `H` and `W`" in told(text.replace(", AT", ""))[0][0]
    assert told(text.replace(", AT", ""), H=8, W=8) == []
    assert "takes 2,304 MACs" in told(text.replace(", AT", ""), H=16, W=8)[0][0]
    assert told(text.replace("AT", "at: {H: 8, W: 8}"), H=16, W=8) == []
    assert told(text.replace("AT", "at: {H: 8}"), H=16, W=8) == []


def test_sizes_at_given_sizes() -> None:
    text = UNET.replace("EXPECTED", "{sizes: [H % 2 == 0, W % 4 == 0]}")
    assert told(text, H=4, W=8) == []
    assert [message for message, *_ in told(text, H=4)] == [
        "the network works where `W % 2 == 0`, not where `H % 2 == 0`, `W % 4 == 0`"
    ]


def test_inputs_that_come_back() -> None:
    text = HALVED.replace("SHAPE", "[21, 30, 1]").replace("EXPECTED", "21, 30, 2")
    [(message, _, helps)] = told(text)
    assert message == "output `mask` is (22, 30, 2), not (21, 30, 2)"
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
    [(message, notes, helps)] = told(text)
    assert message == "output `mask` is (H - 6, W - 6, 2), not (H, W, 2)"
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
