"""The grammar: where expressions end, what is no part of them, and what their trees hold."""

import pytest

from archspec import limits
from archspec.syntax.expression_faults import (
    ExpressionError,
    MissingOperator,
    MissingValue,
    NotClosed,
    NotPartOfExpressions,
    UnevenBrackets,
    UnreadableExpression,
)
from archspec.syntax.grammar import Node, extent, parse, read_bound, read_group
from tests.like import Like


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
    assert extent(text, 0) == end
    assert extent("é$" + text, 2) == end + 2


@pytest.mark.parametrize(
    ("text", "expected", "place"),
    [
        ("(a b)", Like(MissingOperator, before="b"), "b"),
        ("(1 2)", Like(MissingOperator, before="2"), "2"),
        ("(a 'b')", Like(MissingOperator, before="'b'"), "'b'"),
        ("(a not b)", Like(MissingOperator, before="not"), "not"),
        ("(a +)", Like(MissingValue, before=")"), ")"),
        ("(* a)", Like(MissingValue, before="*"), "*"),
        ("([1,])", Like(MissingValue, before="]"), "]"),
        ("(a and or b)", Like(MissingValue, before="or"), "or"),
        ("([a)", Like(UnevenBrackets, opened="[", closed=")"), ")"),
        ("(a", Like(NotClosed), "(a"),
        ("(", Like(NotClosed), "("),
        ("(a.b)", Like(NotPartOfExpressions, word="."), "."),
        ("(f(a=1))", Like(NotPartOfExpressions, word="="), "="),
        ("(a := 1)", Like(NotPartOfExpressions, word=":"), ":"),
        ("(a[1:2])", Like(NotPartOfExpressions, word=":"), ":"),
        ("(lambda: 1)", Like(NotPartOfExpressions, word="lambda"), "lambda"),
        ("(a for b)", Like(NotPartOfExpressions, word="for"), "for"),
        ("(a is b)", Like(NotPartOfExpressions, word="is"), "is"),
        ("(await a)", Like(NotPartOfExpressions, word="await"), "await"),
        ("(True)", Like(NotPartOfExpressions, word="True"), "True"),
        ("(1_000)", Like(NotPartOfExpressions, word="1_000"), "1_000"),
        ("(0x1F)", Like(NotPartOfExpressions, word="0x1F"), "0x1F"),
        ("(010)", Like(NotPartOfExpressions, word="010"), "010"),
        ("(1j)", Like(NotPartOfExpressions, word="1j"), "1j"),
        ("(1if a else 2)", Like(NotPartOfExpressions, word="1if"), "1if"),
        ("(1.2.3)", Like(NotPartOfExpressions, word="1.2.3"), "1.2.3"),
        ("(...)", Like(NotPartOfExpressions, word="."), "."),
        ("(b'x')", Like(NotPartOfExpressions, word="'"), "'"),
        ("(f'x')", Like(NotPartOfExpressions, word="'"), "'"),
        ("('a''b')", Like(NotPartOfExpressions, word="'"), "'"),
        ("('a)", Like(NotPartOfExpressions, word="'"), "'"),
        ("('a\\'b')", Like(NotPartOfExpressions, word="'"), "'"),
        ("(a # b)", Like(NotPartOfExpressions, word="#"), "#"),
        ("(a; b)", Like(NotPartOfExpressions, word=";"), ";"),
        ("(a @ b)", Like(NotPartOfExpressions, word="@"), "@"),
        ("(a & b)", Like(NotPartOfExpressions, word="&"), "&"),
        ("(~a)", Like(NotPartOfExpressions, word="~"), "~"),
        ("({})", Like(NotPartOfExpressions, word="{"), "{"),
        ("(é)", Like(NotPartOfExpressions, word="é"), "é"),
        ("(a\\\n)", Like(NotPartOfExpressions, word="\\"), "\\"),
        ("(a\xa0)", Like(NotPartOfExpressions, word="\xa0"), "\xa0"),
    ],
)
def test_what_is_not_part_of_expressions(text: str, expected: Like, place: str):
    with pytest.raises(ExpressionError) as caught:
        read_group("x" + text, 1)
    fault = caught.value
    assert fault.data == expected
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
        ("(a.b)", "nothing in an expression has attributes"),
        ("(a[1:])", "an element of a list is `x[i]`; there are no slices"),
        ("(1_000)", "write a number in plain digits, without leading zeros"),
        ("('a)", "close the quote; there may be no letter before it and no backslash inside it"),
        ("(min(a", "inside `{…}` and `[…]`, put a value that holds a comma or a bracket in quotes"),
    ],
)
def test_what_to_write_instead(text: str, advice: str):
    with pytest.raises(ExpressionError) as caught:
        read_group(text, 0)
    assert tuple(one.text for one in caught.value.data.helps()) == (advice,)


def test_length():
    longest = "(" + "1" * limits.EXPRESSION + ")"
    assert extent(longest, 0) == limits.EXPRESSION + 2
    with pytest.raises(ExpressionError) as caught:
        read_group("(1" + longest[1:], 0)
    assert caught.value.data.kind.name == "expression-too-long"
    with pytest.raises(ExpressionError) as caught:
        read_group("(" + "1+" * 1_000_000, 0)
    assert caught.value.data.kind.name == "expression-too-long"


def test_nesting():
    deepest = "(" * limits.EXPRESSION_NESTING + "a" + ")" * limits.EXPRESSION_NESTING
    assert extent(deepest, 0) == len(deepest)
    with pytest.raises(ExpressionError) as caught:
        read_group(f"({deepest})", 0)
    assert caught.value.data.kind.name == "nesting-too-deep"


# Trees ----------------------------------------------------------------------------------------------------------------


def shown(node: Node) -> str:
    """A tree in brackets: what it is, or its sign, and its parts."""
    word = node.text or node.form
    return f"({word} {' '.join(map(shown, node.parts))})" if node.parts else word


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("-a ** -b ** c", "(- (** a (- (** b c))))"),
        ("not a == b and c", "(and (not (comparison a == b)) c)"),
        ("a or b and c or d", "(or a (and b c) d)"),
        ("1 < a <= b not  in [2]", "(comparison 1 < a <= b not in (list 2))"),
        ("a if b else c if d else e", "(choice b a (choice d c e))"),
        ("-x[0] ** 2", "(- (** (element x 0) 2))"),
        ("⌈H/2⌉ + floor(H)", "(+ (⌈ (/ H 2)) (floor H))"),
        ("[a, (b, $c)]", "(list a (tuple b $c))"),
    ],
)
def test_trees(text: str, tree: str):
    assert shown(parse(text).tree) == tree


@pytest.mark.parametrize(
    ("text", "tree", "faults"),
    [
        ("(a + )", "(+ a hole)", [Like(MissingValue, before=")")]),
        ("(min(a, ", "(min a hole)", [Like(NotClosed)] * 2),
        ("(a if b)", "(choice b a hole)", [Like(UnreadableExpression)]),
        ("(widths[])", "(element widths hole)", [Like(MissingValue, before="]")]),
        ("(a. + 2)", "(+ a 2)", [Like(NotPartOfExpressions, word=".")]),
        ("(a b)", "a", [Like(MissingOperator, before="b")]),
    ],
)
def test_what_is_half_written_is_read_as_far_as_it_goes(text: str, tree: str, faults: list[Like]):
    found = parse(text, 0)
    assert (shown(found.tree), [one.data for one in found.faults]) == (tree, faults)


def test_every_node_knows_its_place():
    text = "$(x + min(1, [a][0]))"
    waiting = [read_group(text, 1).tree]
    places = list[str]()
    while waiting:
        node = waiting.pop()
        places.append(text[node.start : node.end])
        waiting += reversed(node.parts)
    assert places == ["x + min(1, [a][0])", "x", "min(1, [a][0])", "1", "[a][0]", "[a]", "a", "0"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [("<= 4.2G", ("<=", "4.2G", "")), ("12 GiB", ("==", "12", "GiB")), ("> 1_000", (">", "1_000", "")), ("-3", None)],
)
def test_bounds(text: str, bound: tuple[str, str, str] | None):
    assert read_bound(text) == bound
