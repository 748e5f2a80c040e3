"""Templates: what is evaluated, what is pasted, and where a fault stands."""

import sys
from collections.abc import Callable

import pytest

from archspec import budget, limits
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.syntax.expression import ExpressionError, Template, template
from archspec.syntax.expression_faults import (
    BeyondFloats,
    DivisionByZero,
    EmptyParentheses,
    IndexOutOfRange,
    NotACondition,
    NotAFunction,
    NotAList,
    NotAnInteger,
    NotANumber,
    NotComparable,
    NotPartOfExpressions,
    NotText,
    StrayDollar,
    TooManyDigits,
    TooMuchWork,
    TupleInExpression,
    UnknownFunction,
    UnreadableExpression,
    WrongArguments,
)
from archspec.syntax.operations import Value
from tests.like import Like


class OpenSize:
    """An object that only the caller knows."""

    def __str__(self) -> str:
        return "H"


H = OpenSize()
VALUES: dict[str, Value] = {
    **{"i": 3, "base": 64, "depth": 4, "half": 0.5, "name": "stem", "on": True, "nothing": None},
    **{"widths": [8, 16, 32], "spatial": [H, 224], "h": H, "big": 10**19, "_x1": 1},
}


def scope(name: str) -> Value:
    if name not in VALUES:
        raise ExpressionError(NotPartOfExpressions(name), remedies=(Help("look again"),))
    return VALUES[name]


def read(text: str) -> Template:
    found = template(text)
    assert found is not None
    return found


def value(text: str) -> Value:
    return read(text).evaluate(scope)


def fault(text: str) -> tuple[DiagnosticKind, str]:
    """The fault of a text: what is wrong, and the text that it points at."""
    with pytest.raises(ExpressionError) as caught:
        value(text)
    error = caught.value
    assert error.length > 0
    return error.data, text[error.start : error.start + error.length]


# Templates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "relu", "(a + b)", "1 + 2", "{}"])
def test_text_without_a_dollar_is_no_template(text: str):
    assert template(text) is None


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("$i", 3),
        ("$(i)", 3),
        ("$_x1", 1),
        ("$widths", [8, 16, 32]),
        ("$nothing", None),
        ("$on", True),
        ("$true", True),
        ("enc$i", "enc3"),
        ("$i$i", "33"),
        ("$i ", "3 "),
        ("stage$(i + 1)", "stage4"),
        ("$name.conv", "stem.conv"),
        ("$half/$on", "0.5/true"),
        ("é$(i)é", "é3é"),
        ("$$", "$"),
        ("$$i", "$i"),
        ("$$$i", "$3"),
        ("5$$ $(1)", "5$ 1"),
    ],
)
def test_pasting(text: str, result: Value):
    assert value(text) == result
    assert type(value(text)) is type(result)


def test_what_a_template_tells_of_itself():
    assert read("$i").is_expression
    assert read("$(i)").is_expression
    assert not read("$$").is_expression
    assert not read("x$i").is_expression
    assert not read("$i$i").is_expression
    assert read("$i-$(min(base, depth) + widths[j] if true else null)").names == {"i", "base", "depth", "widths", "j"}
    assert read("$(min(min, 'x$y'))").names == {"min", "y"}


def test_in_a_check_a_template_is_read_once():
    with budget.start_check() as budgets:
        assert template("$(i + 1)") is template("$(i + 1)")
        assert budgets.expressions.share == 8 * len("(i + 1)") / limits.EXPRESSION_WORK


def test_what_all_expressions_take_to_be_read_is_bounded():
    _assert_too_much([f"$({'1+' * 60}{number})" for number in range(1_100)])


def test_expressions_that_cannot_be_parsed_count_too():
    _assert_too_much([f"$({'1+' * 60}{number}" for number in range(1_100)])


def _assert_too_much(texts: list[str]) -> None:
    found: list[DiagnosticKind] = []
    with budget.start_check():
        for text in texts:
            try:
                template(text)
            except ExpressionError as error:
                found.append(error.data)
    assert Like(TooMuchWork, most=1_000_000) in found


@pytest.mark.parametrize(("text", "where"), [("$", "$"), ("a $ b", "$"), ("${i}", "$"), ("$5", "$"), ("$$$", "$")])
def test_stray_dollars(text: str, where: str):
    assert fault(text) == (Like(StrayDollar), where)


# The language ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "result"),
    [
        *[("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("-2 ** 2", -4), ("2 ** 3 ** 2", 512), ("2 ** -1", 0.5), ("-i", -3)],
        *[("7 / 2", 3.5), ("8 / 2", 4.0), ("7 // 2", 3), ("-7 // 2", -4), ("-7 % 3", 2), ("7.5 // 2", 3.0), ("+i", 3)],
        *[("base * 2**i", 512), ("1e3", 1000.0), (".5 + 1.", 1.5), ("1 < 2 < 3", True), ("1 < 3 < 2", False)],
        *[("1 == 1.0", True), ("true == 1", False), ("0 == false", False), ("null == null", True), ("1 != 2", True)],
        *[("'a' == 'a'", True), ("'1' == 1", False), ("[1, [2]] == [1, [2]]", True), ("[true] == [1]", False)],
        *[
            ("[1] == [1, 2]", False),
            ("nothing == null", True),
            ("i != null", True),
            ("3 >= i", True),
            ("3 <= 2", False),
        ],
        *[("true and false", False), ("false or true", True), ("not true", False), ("not i == 3", False)],
        *[("true or 1 / 0 == 1", True), ("false and 1 / 0 == 1", False), ("1 if true else 1 / 0", 1)],
        *[("1 if false else 2 if false else 3", 3), ("2 > 1 > 1 / 0 if false else 4", 4), ("3 < 2 < 1 / 0", False)],
        *[("[]", []), ("[1, 'a', null, [true]]", [1, "a", None, [True]]), ("widths[0]", 8), ("widths[-1]", 32)],
        *[("[[1, 2], [3]][0][1]", 2), ("widths + [64]", [8, 16, 32, 64]), ("name + '_' + name", "stem_stem")],
        *[("'it' + \"'s\"", "it's"), ("'é'", "é"), ("spatial[1] // 16", 14), ("len(spatial)", 2), ("len(name)", 4)],
        *[("[h, 1][1]", 1), ("reversed(range(depth))", [3, 2, 1, 0]), ("'x$i'", "x3"), ("'$i'", 3), ("'$$'", "$")],
        *[("'$(i + 1)' + 'b' if false else '$(\"$i\" + 1)'", 4), (" \n i\t", 3), ("[1,\n2]", [1, 2])],
    ],
)
def test_values(text: str, result: Value):
    assert value(f"$({text})") == result
    assert type(value(f"$({text})")) is type(result)


def test_foreign_objects_are_handed_on():
    assert value("$h") is H
    assert value("$(spatial[0])") is H
    assert value("$([h][0] if true else 1)") is H
    assert value("$(reversed([1, h])[0])") is H


def test_functions_of_the_caller():
    channels = {"stem": 64, "enc3": 256}
    functions: dict[str, Callable[..., Value]] = {"channels_of": lambda name: channels[name]}
    assert read("$(channels_of('stem') // 16)").evaluate(scope, functions) == 4
    assert read("$(channels_of('enc$i') // 16)").evaluate(scope, functions) == 16
    with pytest.raises(ExpressionError) as caught:
        read("$(channels_of())").evaluate(scope, functions)
    assert caught.value.data == WrongArguments("channels_of", 0, ("name",))
    assert caught.value.data.helps() == (Help("write `channels_of(name)`"),)


# Faults ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected", "where"),
    [
        ("x$(1 + nope)", Like(NotPartOfExpressions, word="nope"), "nope"),
        ("$nope", Like(NotPartOfExpressions, word="nope"), "$nope"),
        ("$('é' + 'é' + nope)", Like(NotPartOfExpressions, word="nope"), "nope"),
        ("$('a$nope')", Like(NotPartOfExpressions, word="nope"), "'a$nope'"),
        ("$('a$')", Like(StrayDollar), "'a$'"),
        ("$(1 in widths)", Like(NotPartOfExpressions, word="in"), "in"),
        ("$(1 + $i)", Like(NotPartOfExpressions, word="$"), "$"),
        ("$(⌊half⌋)", Like(NotPartOfExpressions, word="⌊"), "⌊"),
        ("$()", Like(EmptyParentheses), "()"),
        ("$(1, 2)", Like(TupleInExpression), "(1, 2)"),
        ("$(widths[0, 1])", Like(TupleInExpression), "0, 1"),
        ("$(1 if on)", Like(UnreadableExpression), "(1 if on)"),
        ("$(1 + not on)", Like(UnreadableExpression), "(1 + not on)"),
        ("$(widths[0](1))", Like(NotAFunction), "widths[0](1)"),
        ("$(1 + 'a')", Like(NotANumber, value="the text `a`"), "1 + 'a'"),
        ("$(on + 1)", Like(NotANumber, value="`true`"), "on + 1"),
        ("$(-on)", Like(NotANumber, value="`true`"), "-on"),
        ("$(nothing * 2)", Like(NotANumber, value="`null`"), "nothing * 2"),
        ("$(widths * 2)", Like(NotANumber, value="a list of 3"), "widths * 2"),
        ("$('a' * 2)", Like(NotANumber, value="the text `a`"), "'a' * 2"),
        ("$(name < 'x')", Like(NotANumber, value="the text `stem`"), "name < 'x'"),
        (
            "$(1 + h // 2)",
            Like(NotANumber, value="`H`", is_open=True),
            "h // 2",
        ),
        (
            "$(spatial == [224, 224])",
            Like(NotComparable, value="`H`"),
            "spatial == [224, 224]",
        ),
        ("$(not i)", Like(NotACondition, value="`3`"), "not i"),
        ("$(on and i)", Like(NotACondition, value="`3`"), "i"),
        ("$(1 if name else 2)", Like(NotACondition, value="the text `stem`"), "name"),
        ("$(i[0])", Like(NotAList, value="`3`"), "i[0]"),
        ("$(name[0])", Like(NotAList, value="the text `stem`"), "name[0]"),
        ("$(widths[3])", Like(IndexOutOfRange, position=3, length=3), "widths[3]"),
        ("$(widths[-4])", Like(IndexOutOfRange, position=-4, length=3), "widths[-4]"),
        ("$([][0])", Like(IndexOutOfRange, position=0, length=0), "[][0]"),
        ("$(widths[half])", Like(NotAnInteger, value=0.5), "widths[half]"),
        ("$(widths[on])", Like(NotANumber, value="`true`"), "widths[on]"),
        ("x$widths", Like(NotText, value="a list of 3"), "$widths"),
        ("x$(nothing)", Like(NotText, value="`null`"), "(nothing)"),
        ("x$h", Like(NotText, value="`H`"), "$h"),
        ("$(1 / 0)", Like(DivisionByZero, dividend=1), "1 / 0"),
        ("$(1.5 % (1 - 1))", Like(DivisionByZero, dividend=1.5), "1.5 % (1 - 1)"),
        ("$(sqrt(4))", Like(UnknownFunction, function="sqrt"), "sqrt(4)"),
        ("$(abs(1, 2))", Like(WrongArguments, function="abs", given=2), "abs(1, 2)"),
        (
            "$(99999999999999999999 + 1)",
            Like(TooManyDigits, most=20),
            "99999999999999999999 + 1",
        ),
        (
            "$(1 + 100000000000000000000)",
            Like(TooManyDigits, most=20),
            "100000000000000000000",
        ),
        ("$(1e999)", Like(BeyondFloats), "1e999"),
        ("$(big * big)", Like(TooManyDigits, most=20), "big * big"),
        ("$(1e200 * 1e200)", Like(BeyondFloats), "1e200 * 1e200"),
    ],
)
def test_faults(text: str, expected: Like, where: str):
    # The place of an expression in parentheses may or may not include them.
    found, place = fault(text)
    assert found == expected
    assert place.strip("()") == where.strip("()")


def test_helps_of_the_scope_are_kept():
    with pytest.raises(ExpressionError) as caught:
        value("$nope")
    assert tuple(one.text for one in caught.value.remedies or ()) == ("look again",)


def test_an_unknown_function_tells_the_known_ones():
    with pytest.raises(ExpressionError) as caught:
        value("$(sqrt(2))")
    assert tuple(one.text for one in caught.value.data.helps()) == (
        "the functions are `min`, `max`, `abs`, `round`, `floor`, `ceil`, `int`, `len`, `range`, `reversed`, `sum`, "
        "`log2`, `round_to`",
    )


# Limits ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["-" * 64 + "1", "+".join("1" * 65), "not " * 64 + "on", "1 if on else " * 64 + "2"])
def test_depth_of_operators(text: str):
    kind = "expression-too-long" if len(text) > 500 else "nesting-too-deep"
    assert fault(f"$({text})")[0].kind.name == kind


def test_depth_that_is_allowed():
    assert value(f"$({'-' * 62}1)") == 1
    assert value(f"$({'+'.join('1' * 64)})") == 64
    assert value(f"$({'1 if on else ' * 30}2)") == 1


def test_lists_count_together():
    assert len(value("$(range(100000))")) == 100_000  # pyright: ignore[reportArgumentType] - a list
    for text in ("range(100001)", "[range(50000), range(50000)]", "range(60000) + range(60000)", "range(10 ** 18)"):
        assert fault(f"$({text})")[0].kind.name == "too-much-work"


def test_lists_in_lists_count_with_all_they_hold():
    def shared(name: str) -> Value:
        return [["x"] * 300] * 300 if name == "a" else []

    assert read("$a").evaluate(shared) == shared("a")
    with pytest.raises(ExpressionError) as caught:
        read("$([a, a])").evaluate(shared)
    assert caught.value.data.kind.name == "too-much-work"


def test_length_of_text():
    long = "x" * 60_000

    def shared(_: str) -> Value:
        return long

    assert read("a$b").evaluate(shared) == "a" + long
    for text in ("$a$b", "$(a + b)", "$a" * 90):
        with pytest.raises(ExpressionError) as caught:
            read(text).evaluate(shared)
        assert caught.value.data.kind.name == "too-much-work"
        assert caught.value.length > 0


def test_number_of_expressions():
    assert value("$i" * 100) == "3" * 100
    assert fault("$i" * 201)[0].kind.name == "expression-too-long"


def test_a_deep_stack_of_the_caller_is_no_accident():
    limit = sys.getrecursionlimit()

    def descend(depth: int) -> Value:
        return value("$(((((((((1 + (2 + (3 + (4 + (5 + 6)))))))))))))") if depth == 0 else descend(depth - 1)

    seen: set[str] = set()
    for depth in range(0, limit, 7):
        try:
            assert descend(depth) == 21
        except ExpressionError as error:
            seen.add(error.data.kind.name)
        except RecursionError:
            break  # of `descend` itself
    assert seen <= {"nesting-too-deep", "invalid-expression"}
