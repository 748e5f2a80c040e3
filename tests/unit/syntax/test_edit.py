import random

import pytest

from archspec.diagnostics.help import Edit
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.edit import apply_edits, insert, key_before, respell, rewrite, starts, wrap

LINE = SourceFile("net.yaml", "- conv: {size: 'smae', n: 16}\n")


def on_line(source: SourceFile, start: int, end: int, line: int = 1) -> Span:
    return Span(source, line, start, line, end)


def test_a_word_is_respelled_where_it_stands_and_keeps_its_quotes():
    assert respell(on_line(LINE, 3, 7), "conv", "dense") == (Edit(on_line(LINE, 3, 7), "dense"),)
    assert respell(on_line(LINE, 16, 22), "smae", "same") == (Edit(on_line(LINE, 17, 21), "same"),)


@pytest.mark.parametrize("span", [None, on_line(LINE, 3, 6), on_line(LINE, 3, 99), on_line(LINE, 1, 1, line=9)])
def test_nothing_is_respelled_where_another_text_stands(span: Span | None):
    assert respell(span, "conv", "dense") == ()
    assert rewrite(span, "conv", "dense") == ()


@pytest.mark.parametrize(
    "word", ["true", "no", "1e3", "a, b", "a: b", "a #b", "{a}", "", "- a", "a\nb", "'a", "2020-01-01"]
)
def test_a_word_that_needs_quotes_is_not_put_in(word: str):
    assert respell(on_line(LINE, 3, 7), "conv", word) == ()


@pytest.mark.parametrize("word", ["$width", "$(width * 2)", "max_pool", "stage.conv_1"])
def test_names_and_expressions_need_no_quotes(word: str):
    assert respell(on_line(LINE, 3, 7), "conv", word) != ()


def test_a_value_is_rewritten_with_its_quotes():
    quotes = on_line(LINE, 16, 22)
    assert rewrite(quotes, "smae", "3") == (Edit(quotes, "3"),)


def test_what_stands_on_a_command_line_is_not_edited():
    given = SourceFile("--set n", "16", editable=False)
    assert respell(on_line(given, 1, 3), "16", "x") == ()
    assert rewrite(on_line(given, 1, 3), "16", "32") == ()
    assert wrap(on_line(given, 1, 3), "[", "]") == ()
    assert insert(on_line(given, 1, 3), "x") == ()


def test_wrapping_takes_one_line():
    assert wrap(on_line(LINE, 3, 7), "[", "]") == (Edit(on_line(LINE, 3, 3), "["), Edit(on_line(LINE, 7, 7), "]"))
    two = SourceFile("net.yaml", "a\nb")
    assert wrap(Span(two, 1, 1, 2, 2), "[", "]") == ()


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ("{pading: same}", 10, (2, 8)),
        ("pading: same", 9, (1, 7)),
        ('  "pading" :  same', 15, (3, 11)),
        ("{x, pading: same}", 13, (5, 11)),
        ("unpading: same", 11, None),
        ("pading: 3 + same", 13, None),
        ("  same", 3, None),
    ],
)
def test_the_key_before_a_value(line: str, column: int, found: tuple[int, int] | None):
    source = SourceFile("net.yaml", line)
    place = key_before(on_line(source, column, column + 4), "pading")
    assert place == (found and on_line(source, *found))


# Carrying out ---------------------------------------------------------------------------------------------------------


def carry(text: str, *fixes: list[tuple[int, int, int, int, str]]) -> tuple[str, list[int]]:
    source = SourceFile("net.yaml", text)
    return apply_edits(source, [[Edit(Span(source, *edit[:4]), edit[4]) for edit in edits] for edits in fixes])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_nothing_else_moves(end: str):
    text = f"# ü\t🙂  {end}{end}a: covn{end}b:\t1 {end}c"
    after, done = carry(text, [(3, 4, 3, 8, "conv")], [(5, 1, 5, 1, "x: 1\n")])
    assert after == f"# ü\t🙂  {end}{end}a: conv{end}b:\t1 {end}x: 1{end}c"
    assert done == [0, 1]


def test_columns_count_characters():
    assert carry("🙂é = covn", [(1, 6, 1, 10, "conv")])[0] == "🙂é = conv"


def test_order_does_not_matter():
    assert carry("abc", [(1, 3, 1, 4, "C")], [(1, 1, 1, 2, "A")]) == ("AbC", [0, 1])


def test_of_two_that_meet_the_first_is_carried_out():
    assert carry("abcd", [(1, 1, 1, 3, "X")], [(1, 2, 1, 4, "Y")]) == ("Xcd", [0])
    assert carry("abcd", [(1, 1, 1, 1, "X")], [(1, 1, 1, 1, "Y")]) == ("Xabcd", [0])
    assert carry("abcd", [(1, 2, 1, 3, "X")], [(1, 2, 1, 2, "Y")], [(1, 3, 1, 3, "Z")]) == ("aXcd", [0])
    assert carry("abcd", [(1, 1, 1, 5, "X")], [(1, 3, 1, 3, "Y")]) == ("X", [0])
    assert carry("abcd", [(1, 1, 1, 2, "X")], [(1, 2, 1, 3, "Y")]) == ("XYcd", [0, 1])


def test_a_fix_is_carried_out_whole_or_not_at_all():
    assert carry("abcd", [(1, 2, 1, 3, "X")], [(1, 1, 1, 2, "Y"), (1, 2, 1, 4, "Z")]) == ("aXcd", [0])
    assert carry("abcd", [(1, 1, 1, 3, "Y"), (1, 2, 1, 4, "Z")]) == ("abcd", [])


@pytest.mark.parametrize("edit", [(0, 1, 1, 1, "x"), (1, 6, 1, 6, "x"), (2, 1, 2, 1, "x"), (1, 3, 1, 2, "x")])
def test_an_edit_outside_of_the_text_is_not_carried_out(edit: tuple[int, int, int, int, str]):
    assert carry("abcd", [edit]) == ("abcd", [])


def test_an_edit_of_another_file_is_not_carried_out():
    other = SourceFile("other.yaml", "abcd")
    assert apply_edits(SourceFile("net.yaml", "abcd"), [[Edit(Span(other, 1, 1, 1, 2), "X")]]) == ("abcd", [])


def test_a_fix_without_edits_does_nothing():
    assert carry("abcd", []) == ("abcd", [])


@pytest.mark.parametrize("seed", range(50))
def test_against_a_list_of_characters(seed: int):
    draw = random.Random(seed)
    length = draw.randint(0, 12)
    text = "".join(draw.choice("abc é\n") for _ in range(length))
    lines = text.split("\n")
    places = [(line + 1, column + 1) for line, one in enumerate(lines) for column in range(len(one) + 1)]
    ranges = [sorted((draw.randint(0, length), draw.randint(0, length))) for _ in range(5)]
    words = [draw.choice(["", "X", "YY"]) for _ in ranges]

    taken: list[int] = []
    for number, (start, end) in enumerate(ranges):
        if not any(clash(start, end, *ranges[one]) for one in taken):
            taken.append(number)
    cells = [*text, ""]
    for number in taken:
        start, end = ranges[number]
        kept = cells[start] if start == end else ""
        cells[start:end] = [""] * (end - start)
        cells[start] = words[number] + kept

    fixes = [[(*places[start], *places[end], word)] for (start, end), word in zip(ranges, words, strict=True)]
    assert carry(text, *fixes) == ("".join(cells), taken)


def clash(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two edits take a character from each other, or one inserts within or beside the other."""
    if start == end or other_start == other_end:
        return start <= other_end and other_start <= end
    return bool({*range(start, end)} & {*range(other_start, other_end)})


def test_where_edits_begin_in_the_new_text():
    source = SourceFile("net.yaml", "abc\ndef")
    edits = [
        Edit(Span(source, 2, 2, 2, 3), "E"),
        Edit(Span(source, 1, 2, 1, 4), ""),
        Edit(Span(source, 1, 1, 1, 1), "xy"),
    ]
    assert starts(source, edits) == [0, 3, 5]
    assert source.place(0) == (1, 1)
    assert source.place(5) == (2, 2)
