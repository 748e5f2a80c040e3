import pytest

from archspec.diagnostics.excerpt import Mark, excerpt
from archspec.diagnostics.source import SourceFile, Span
from archspec.diagnostics.terminal import Style

FILE = SourceFile("net.yaml", "")


def mark(column: int, length: int, text: str = "", *, primary: bool = False) -> Mark:
    style = Style.RED if primary else Style.BLUE
    return Mark(Span(FILE, 1, column, 1, column + length), text, primary, style)


def shown(line: str, *marks: Mark, room: int = 100) -> str:
    return "\n".join(excerpt(line, marks, room, color=False))


def test_one_mark_has_its_text_beside_it() -> None:
    assert shown("- add: [a, b]", mark(3, 3, "here", primary=True)) == "- add: [a, b]\n  ^^^ here"


def test_a_mark_without_text() -> None:
    assert shown("- add: [a, b]", mark(9, 1)) == "- add: [a, b]\n        -"


def test_of_several_marks_the_rightmost_has_its_text_beside_it_and_the_others_below() -> None:
    text = shown(
        "- add: [down, shortcut]",
        mark(9, 4, "has 128 channels"),
        mark(15, 8, "has 64 channels"),
        mark(3, 3, "these two", primary=True),
    )
    assert text == (
        "- add: [down, shortcut]\n"
        "  ^^^   ----  -------- has 64 channels\n"
        "  |     |\n"
        "  |     has 128 channels\n"
        "  these two"
    )


def test_a_mark_without_text_on_the_right_pushes_the_other_text_down() -> None:
    assert shown("add: [a, b]", mark(1, 3, "this"), mark(7, 1)) == "add: [a, b]\n---   -\n|\nthis"


def test_a_mark_without_text_on_the_left_needs_no_bar() -> None:
    assert shown("add: [a, b]", mark(1, 3), mark(7, 1, "this")) == "add: [a, b]\n---   - this"


def test_marks_inside_one_another_hang_and_the_primary_one_lies_on_top() -> None:
    text = shown("add: [a, b]", mark(1, 11, "whole"), mark(7, 1, "part", primary=True))
    assert text == "add: [a, b]\n------^----\n|     |\n|     part\nwhole"


def test_marks_at_the_same_place_share_a_bar() -> None:
    text = shown("add: [a, b]", mark(1, 3, "first", primary=True), mark(1, 3, "second"))
    assert text == "add: [a, b]\n^^^\n|\nfirst\nsecond"


def test_tabs_take_four_columns() -> None:
    assert shown("\tadd:\tx", mark(7, 1, "here")) == "    add:    x\n            - here"


def test_wide_and_combining_characters_are_aligned() -> None:
    assert shown("名: e\u0301 x", mark(7, 1, "here")) == "名: e\u0301 x\n      - here"
    assert shown("a: 漢字", mark(4, 2, "here")) == "a: 漢字\n   ---- here"


def test_escapes_in_the_line_and_the_text_are_harmless_and_aligned() -> None:
    assert shown("\x1b[2J x", mark(6, 1, "a\x1b\nb")) == "\\x1b[2J x\n        - a\\x1b\\nb"


def test_an_empty_span_and_one_past_the_end_still_show() -> None:
    assert shown("abc", mark(2, 0, "empty")) == "abc\n - empty"
    assert shown("abc", mark(9, 3, "past")) == "abc\n   - past"
    assert shown("", mark(1, 1, "empty line")) == "\n- empty line"


def test_a_span_of_several_lines_is_marked_on_its_first() -> None:
    mark = Mark(Span(FILE, 1, 3, 4, 2), "all of it", True, Style.RED)
    assert shown("  layers:  ", mark) == "  layers:\n  ^^^^^^^ all of it"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (3, "abcdefghi…\n  - here"),
        (13, "…ijklmnopq…\n     - here"),
        (26, "…rstuvwxyz\n         - here"),
    ],
)
def test_a_long_line_is_cut_around_the_mark(column: int, expected: str) -> None:
    assert shown("abcdefghijklmnopqrstuvwxyz", mark(column, 1, "here"), room=11) == expected


def test_a_mark_that_does_not_fit_beside_the_primary_one_points_at_the_cut() -> None:
    left, right = mark(2, 2, "far left"), mark(24, 1, "far right")
    primary = mark(13, 1, "here", primary=True)
    line = "abcdefghijklmnopqrstuvwxyz"
    assert shown(line, left, primary, room=11) == "…ijklmnopq…\n-    ^ here\n|\nfar left"
    assert shown(line, primary, right, room=11) == "…ijklmnopq…\n     ^    - far right\n     |\n     here"


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert shown("漢字漢字漢字", mark(1, 1, "here"), room=9) == "漢字漢…\n-- here"


def test_a_mark_longer_than_the_room_is_cut_with_its_line() -> None:
    assert shown("abcdefghijklmnop", mark(1, 16, "all"), room=10) == "abcdefgh…\n-------- all"


def test_colors_are_reset_before_the_end_of_each_line() -> None:
    rows = excerpt("add", [mark(1, 3, "here", primary=True)], 100, color=True)
    assert rows == ["add", "\x1b[1;31m^^^\x1b[0m \x1b[1;31mhere\x1b[0m"]


def test_of_a_very_long_line_what_is_near_the_mark_is_shown() -> None:
    line = "a" * 500_000 + "HERE" + "b" * 500_000
    first, second = shown(line, mark(500_001, 4, "this", primary=True), mark(7, 3), room=40).split("\n")
    assert len(first) == 40
    assert (first[0], first[-1]) == ("…", "…")
    at = first.index("HERE")
    assert second[at : at + 9] == "^^^^ this"
    assert second[0] == "-"  # a mark far away points at the cut
