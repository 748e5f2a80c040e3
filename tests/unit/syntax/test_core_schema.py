"""Plain scalars against tables made by hand from YAML 1.2.2, section 10.3.2, and from https://yaml.org/type/."""

import math

import pytest

from archspec.syntax.core_schema import by_yaml_1_1, has_underscores, obey, resolve

TEXT = [
    *("yes", "no", "on", "off", "Yes", "NO", "On", "y", "n", "nULL", "tRUE", "True!", "nil", "none", "None", "=", "<<"),
    *("1_000", "1:30", "0b11", "2020-01-01", "0o8", "0O7", "0X1f", "-0x1F", "+0o7", "0x", "0o", "1e", "e3", "1e3.5"),
    *(".", "-", "+", "..5", "1..", "1.2.3", "--1", "+-1", "- 1", "1 ", "Infinity", "inf", "nan", ".iNF", "+.nan"),
    *("٣", "１２", "1,000", "12 GiB", "26M", "<= 26M", "x", "relu", "$(i)", "~~"),  # noqa: RUF001 - digits, but not ASCII
]


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null(text: str):
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [(spelling, spelling.lower() == "true") for spelling in ["true", "True", "TRUE", "false", "False", "FALSE"]],
)
def test_booleans(text: str, value: bool):
    assert resolve(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[
            ("0", 0),
            ("-0", 0),
            ("+12", 12),
            ("-7", -7),
            ("010", 10),
            ("-010", -10),
            ("08", 8),
            ("0o17", 15),
            ("0o0", 0),
        ],
        *[("0x1F", 31), ("0xff", 255), ("0x00A", 10), ("9" * 20, 10**20 - 1), ("-" + "9" * 20, 1 - 10**20)],
        *[("0" * 5000 + "7", 7), ("0xFFFFFFFFFFFFFFFF", 2**64 - 1)],
    ],
)
def test_integers(text: str, value: int):
    assert type(resolve(text)) is int
    assert resolve(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("1e-3", 0.001), ("1E3", 1000.0), ("1e+3", 1000.0), ("1.", 1.0), (".5", 0.5), ("-.5e1", -5.0), ("0.10", 0.1)],
        *[("+1.5", 1.5), ("01.5", 1.5), (".inf", math.inf), ("+.Inf", math.inf), ("-.INF", -math.inf), ("1e-999", 0.0)],
    ],
)
def test_floats(text: str, value: float):
    assert type(resolve(text)) is float
    assert resolve(text) == value


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str):
    value = resolve(text)
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize("text", TEXT)
def test_text(text: str):
    assert resolve(text) == text


@pytest.mark.parametrize(
    "text", ["1" + "0" * 20, "-1" + "0" * 20, "9" * 60_000, "0x" + "f" * 17, "0o7" + "7" * 30, "1e999", "-1e400"]
)
def test_too_large(text: str):
    with pytest.raises(OverflowError):
        resolve(text)


@pytest.mark.parametrize(
    ("tag", "text", "value"),
    [
        *[("str", "5", "5"), ("str", "", ""), ("int", "5", 5), ("int", "0x10", 16), ("float", "5", 5.0)],
        *[("float", "1e3", 1000.0), ("bool", "True", True), ("null", "~", None), ("null", "", None)],
    ],
)
def test_core_tags_are_obeyed(tag: str, text: str, value: object):
    assert type(obey(tag, text)) is type(value)
    assert obey(tag, text) == value


@pytest.mark.parametrize(
    ("tag", "text"),
    [("int", "5.0"), ("int", "two"), ("int", "true"), ("float", "true"), ("bool", "yes"), ("bool", "1"), ("null", "x")],
)
def test_core_tags_are_held_to(tag: str, text: str):
    with pytest.raises(ValueError, match=text):
        obey(tag, text)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *[("yes", "true"), ("Yes", "true"), ("ON", "true"), ("no", "false"), ("off", "false"), ("Off", "false")],
        *[
            ("010", "8"),
            ("-017", "-15"),
            ("0b11", "3"),
            ("-0x1F", "-31"),
            ("0x_1F", "31"),
            ("0_1", "1"),
        ],
        *[("1_000", "1000"), ("-25_557_032", "-25557032")],
        *[("1_0.5", "10.5"), ("2020-01-01", "a date"), ("2020-1-1T10:00:00Z", "a date")],
        *[("2020-01-01 10:00:00 +1", "a date")],
    ],
)
def test_what_yaml_1_1_reads_otherwise(text: str, meaning: str):
    assert by_yaml_1_1(text) == meaning


@pytest.mark.parametrize(
    "text",
    [
        *("", "~", "true", "5", "-5", "0", "00", "07", "08", "0x1F", "1.5", ".5", "1e-3", "0o17", "y", "n", "relu"),
        *("2020-01", "1:30", "-1:30:00", "_1", "0_9", "1_000 MiB", "3x3", "same"),
    ],
)
def test_what_yaml_1_1_reads_the_same_or_nobody_means(text: str):
    assert by_yaml_1_1(text) is None


def test_underscores():
    assert has_underscores("25_557_032")
    assert has_underscores("1_0.5")
    assert not has_underscores("25557032")
    assert not has_underscores("0x_1F")
    assert not has_underscores("a_b")
