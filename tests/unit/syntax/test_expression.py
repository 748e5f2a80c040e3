"""Templates: what is evaluated, what is pasted, and where a fault stands."""

import sys
from collections.abc import Callable

import pytest

from archspec import budget, limits
from archspec.diagnostics.diagnostic import Help
from archspec.syntax.expression import ExpressionError, Template, template
from archspec.syntax.expression_faults import NotPartOfExpressions, TooMuchWork, WrongArguments
from archspec.syntax.operations import Value


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


def fault(text: str) -> tuple[str, str, str]:
    """The fault of a text: its kind, its message and the text that it points at."""
    with pytest.raises(ExpressionError) as caught:
        value(text)
    error = caught.value
    assert error.length > 0
    return error.data.kind.name, error.data.message(), text[error.start : error.start + error.length]


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
    with budget.start_check(), pytest.raises(ExpressionError, match="more than 1,000,000 steps"):
        for text in texts:
            try:
                template(text)
            except ExpressionError as error:
                if isinstance(error.data, TooMuchWork):
                    raise


@pytest.mark.parametrize(("text", "where"), [("$", "$"), ("a $ b", "$"), ("${i}", "$"), ("$5", "$"), ("$$$", "$")])
def test_stray_dollars(text: str, where: str):
    assert fault(text) == ("stray-dollar", "`$` stands before neither a name nor a parenthesis", where)


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
    ("text", "kind", "message", "where"),
    [
        ("x$(1 + nope)", "invalid-expression", "`nope` is not part of expressions", "nope"),
        ("$nope", "invalid-expression", "`nope` is not part of expressions", "$nope"),
        ("$('é' + 'é' + nope)", "invalid-expression", "`nope` is not part of expressions", "nope"),
        ("$('a$nope')", "invalid-expression", "`nope` is not part of expressions", "'a$nope'"),
        ("$('a$')", "stray-dollar", "`$` stands before neither a name nor a parenthesis", "'a$'"),
        ("$(1 in widths)", "invalid-expression", "`in` is not part of expressions", "in"),
        ("$(1 + $i)", "invalid-expression", "`$` is not part of expressions", "$"),
        ("$(⌊half⌋)", "invalid-expression", "`⌊` is not part of expressions", "⌊"),
        ("$()", "invalid-expression", "there is nothing between the parentheses", "()"),
        ("$(1, 2)", "invalid-expression", "a list of values has no brackets", "(1, 2)"),
        ("$(widths[0, 1])", "invalid-expression", "a list of values has no brackets", "0, 1"),
        ("$(1 if on)", "invalid-expression", "the expression cannot be read", "(1 if on)"),
        ("$(1 + not on)", "invalid-expression", "the expression cannot be read", "(1 + not on)"),
        ("$(widths[0](1))", "invalid-expression", "only a function can be called, by its name", "widths[0](1)"),
        ("$(1 + 'a')", "wrong-type", "the text `a` is not a number", "1 + 'a'"),
        ("$(on + 1)", "wrong-type", "`true` is not a number", "on + 1"),
        ("$(-on)", "wrong-type", "`true` is not a number", "-on"),
        ("$(nothing * 2)", "wrong-type", "`null` is not a number", "nothing * 2"),
        ("$(widths * 2)", "wrong-type", "a list of 3 is not a number", "widths * 2"),
        ("$('a' * 2)", "wrong-type", "the text `a` is not a number", "'a' * 2"),
        ("$(name < 'x')", "wrong-type", "the text `stem` is not a number", "name < 'x'"),
        (
            "$(1 + h // 2)",
            "wrong-type",
            "`H` is not a number: open sizes are known only when the network runs",
            "h // 2",
        ),
        (
            "$(spatial == [224, 224])",
            "wrong-type",
            "`H` cannot be compared: open sizes are known only when the network runs",
            "spatial == [224, 224]",
        ),
        ("$(not i)", "wrong-type", "`3` is neither true nor false", "not i"),
        ("$(on and i)", "wrong-type", "`3` is neither true nor false", "i"),
        ("$(1 if name else 2)", "wrong-type", "the text `stem` is neither true nor false", "name"),
        ("$(i[0])", "wrong-type", "`3` is not a list", "i[0]"),
        ("$(name[0])", "wrong-type", "the text `stem` is not a list", "name[0]"),
        ("$(widths[3])", "index-out-of-range", "there is no position 3 of a list of 3", "widths[3]"),
        ("$(widths[-4])", "index-out-of-range", "there is no position -4 of a list of 3", "widths[-4]"),
        ("$([][0])", "index-out-of-range", "there is no position 0 of an empty list", "[][0]"),
        ("$(widths[half])", "wrong-type", "`0.5` is not an integer", "widths[half]"),
        ("$(widths[on])", "wrong-type", "`true` is not a number", "widths[on]"),
        ("x$widths", "wrong-type", "a list of 3 cannot be pasted into text", "$widths"),
        ("x$(nothing)", "wrong-type", "`null` cannot be pasted into text", "(nothing)"),
        ("x$h", "wrong-type", "`H` cannot be pasted into text", "$h"),
        ("$(1 / 0)", "division-by-zero", "`1` is divided by zero", "1 / 0"),
        ("$(1.5 % (1 - 1))", "division-by-zero", "`1.5` is divided by zero", "1.5 % (1 - 1)"),
        ("$(sqrt(4))", "unknown-function", "there is no function `sqrt`", "sqrt(4)"),
        ("$(abs(1, 2))", "wrong-arguments", "`abs` cannot be called with 2 values", "abs(1, 2)"),
        (
            "$(99999999999999999999 + 1)",
            "number-too-large",
            "the number has more than 20 digits",
            "99999999999999999999 + 1",
        ),
        (
            "$(1 + 100000000000000000000)",
            "number-too-large",
            "the number has more than 20 digits",
            "100000000000000000000",
        ),
        ("$(1e999)", "number-too-large", "the number is larger than 1.8e308", "1e999"),
        ("$(big * big)", "number-too-large", "the number has more than 20 digits", "big * big"),
        ("$(1e200 * 1e200)", "number-too-large", "the number is larger than 1.8e308", "1e200 * 1e200"),
    ],
)
def test_faults(text: str, kind: str, message: str, where: str):
    # The place of an expression in parentheses may or may not include them.
    found = fault(text)
    assert found[:2] == (kind, message)
    assert found[2].strip("()") == where.strip("()")


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
    assert fault(f"$({text})")[0] == kind


def test_depth_that_is_allowed():
    assert value(f"$({'-' * 62}1)") == 1
    assert value(f"$({'+'.join('1' * 64)})") == 64
    assert value(f"$({'1 if on else ' * 30}2)") == 1


def test_lists_count_together():
    assert len(value("$(range(100000))")) == 100_000  # pyright: ignore[reportArgumentType] - a list
    for text in ("range(100001)", "[range(50000), range(50000)]", "range(60000) + range(60000)", "range(10 ** 18)"):
        assert fault(f"$({text})")[0] == "too-much-work"


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
    assert fault("$i" * 201)[0] == "expression-too-long"


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
