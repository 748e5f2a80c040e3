import pytest

from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tokens import MAX_EXPRESSION, MAX_NESTING, end_of_expression, extent


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("(a)", 3),
        ("(a) b)", 3),
        ("(min(a, b) + [1, 2][0])x", 23),
        ("(')' + \")\")", 11),
        ("( \n a\t)", 7),
        ("(not -a ** +b)", 14),
        ("(f())", 5),
        ("([])", 4),
        ("(1.5e3 + .5 + 1.)", 17),
        ("(a if b else c)", 15),
    ],
)
def test_where_an_expression_ends(text: str, end: int):
    assert end_of_expression(text, 0) == end
    assert extent("é$" + text, 2) == end + 2


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("(a b)", "an operator is missing before `b`", "b"),
        ("(1 2)", "an operator is missing before `2`", "2"),
        ("(a 'b')", "an operator is missing before `'b'`", "'b'"),
        ("(a not b)", "an operator is missing before `not`", "not"),
        ("(a +)", "a value is missing before `)`", ")"),
        ("(* a)", "a value is missing before `*`", "*"),
        ("([1,])", "a value is missing before `]`", "]"),
        ("(a and or b)", "a value is missing before `or`", "or"),
        ("([a)", "`)` cannot close `[`", ")"),
        ("(a", "the expression is not closed", "(a"),
        ("(", "the expression is not closed", "("),
        ("(a.b)", "`.` is not part of expressions", "."),
        ("(f(a=1))", "`=` is not part of expressions", "="),
        ("(a := 1)", "`:` is not part of expressions", ":"),
        ("(a[1:2])", "`:` is not part of expressions", ":"),
        ("(lambda: 1)", "`lambda` is not part of expressions", "lambda"),
        ("(a for b)", "`for` is not part of expressions", "for"),
        ("(a in b)", "`in` is not part of expressions", "in"),
        ("(a is b)", "`is` is not part of expressions", "is"),
        ("(await a)", "`await` is not part of expressions", "await"),
        ("(True)", "`True` is not part of expressions", "True"),
        ("(1_000)", "`1_000` is not part of expressions", "1_000"),
        ("(0x1F)", "`0x1F` is not part of expressions", "0x1F"),
        ("(010)", "`010` is not part of expressions", "010"),
        ("(1j)", "`1j` is not part of expressions", "1j"),
        ("(1if a else 2)", "`1if` is not part of expressions", "1if"),
        ("(1.2.3)", "`1.2.3` is not part of expressions", "1.2.3"),
        ("(...)", "`.` is not part of expressions", "."),
        ("(b'x')", "`'` is not part of expressions", "'"),
        ("(f'x')", "`'` is not part of expressions", "'"),
        ("('a''b')", "`'` is not part of expressions", "'"),
        ("('a)", "`'` is not part of expressions", "'"),
        ("('a\\'b')", "`'` is not part of expressions", "'"),
        ("(a # b)", "`#` is not part of expressions", "#"),
        ("(a; b)", "`;` is not part of expressions", ";"),
        ("(a @ b)", "`@` is not part of expressions", "@"),
        ("(a & b)", "`&` is not part of expressions", "&"),
        ("(~a)", "`~` is not part of expressions", "~"),
        ("({})", "`{` is not part of expressions", "{"),
        ("(é)", "`é` is not part of expressions", "é"),
        ("($a)", "`$` is not part of expressions", "$"),
        ("(a\\\n)", "`\\` is not part of expressions", "\\"),
        ("(a\xa0)", "`\xa0` is not part of expressions", "\xa0"),
    ],
)
def test_what_is_not_part_of_expressions(text: str, message: str, place: str):
    with pytest.raises(ExpressionError) as caught:
        end_of_expression("x" + text, 1)
    fault = caught.value
    assert (fault.kind.name, fault.message) == ("invalid-expression", message)
    assert ("x" + text)[fault.start : fault.start + fault.length] == place
    assert extent(text, 0) is None


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("(True)", "write `true`"),
        ("(None)", "write `null`"),
        ("(a = 1)", "write `==` to compare"),
        ("(a && b)", "write `and`"),
        ("(a || b)", "write `or`"),
        ("(!a)", "write `not`"),
        ("(2 ^ 3)", "write `**` for a power"),
        ("($a)", "inside an expression a name stands without `$`"),
        ("(a.b)", "nothing in an expression has attributes"),
        ("(a[1:])", "an element of a list is `x[i]`; there are no slices"),
        ("(1_000)", "write a number in plain digits, without leading zeros"),
        ("('a)", "close the quote; no letter stands before it, and no backslash inside it"),
        ("(min(a", "inside `{…}` and `[…]`, put a value that holds a comma or a bracket in quotes"),
    ],
)
def test_what_to_write_instead(text: str, advice: str):
    with pytest.raises(ExpressionError) as caught:
        end_of_expression(text, 0)
    assert caught.value.helps == (advice,)


def test_length():
    longest = "(" + "1" * MAX_EXPRESSION + ")"
    assert extent(longest, 0) == MAX_EXPRESSION + 2
    with pytest.raises(ExpressionError) as caught:
        end_of_expression("(1" + longest[1:], 0)
    assert caught.value.kind.name == "expression-too-long"
    with pytest.raises(ExpressionError) as caught:
        end_of_expression("(" + "1+" * 1_000_000, 0)
    assert caught.value.kind.name == "expression-too-long"


def test_nesting():
    deepest = "(" * MAX_NESTING + "a" + ")" * MAX_NESTING
    assert extent(deepest, 0) == len(deepest)
    with pytest.raises(ExpressionError) as caught:
        end_of_expression(f"({deepest})", 0)
    assert caught.value.kind.name == "expression-too-deep"
