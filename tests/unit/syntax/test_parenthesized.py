import pytest

from archspec.syntax.parenthesized import as_list, list_at


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("(2, 3)", "[2, 3]"),
        ("(2,)", "[2]"),
        ("( -1, .5 )", "[-1, .5]"),
        ("($w, 3)", "[$w, 3]"),
        ("((1, 0), (2, 2))", "[[1, 0], [2, 2]]"),
    ],
)
def test_a_tuple_is_a_list(text: str, listed: str) -> None:
    assert as_list(text) == listed


@pytest.mark.parametrize(
    "text",
    ["", "3", "(3)", "()", "(,)", "(1 2)", "(1,,2)", "(1, 2", "(1, ())", "(a, b)", "($f(1), 2)", "(1, 2)x", "1, 2"],
)
def test_what_is_none(text: str) -> None:
    assert as_list(text) is None


def test_it_ends_where_its_parenthesis_is_closed() -> None:
    assert list_at("(1, 2), stride: (2, 2)") == ("[1, 2]", 6)
