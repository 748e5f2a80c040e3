"""Text in, tree and findings out: bytes, characters, places."""

import pytest
import yaml

from archspec import limits
from archspec.diagnostics.source import SourceFile, Span
from archspec.syntax.faults import FileTooLarge, ForbiddenCharacter, NotUtf8
from archspec.syntax.parse import parse, read
from archspec.syntax.tree import Mapping, Scalar, Sequence, plain
from tests.like import Like


def places(text: str) -> dict[str, tuple[int, int, int, int]]:
    """The places of the values of a mapping, by key."""
    tree, found = parse(SourceFile("f", text))
    assert not found
    assert isinstance(tree, Mapping)
    return {key: span[1:] for key, value in tree.entries.items() if (span := value.span)}


def test_read():
    source, found = read(b"a: \xc3\xa9\n", "spec.yaml")
    assert not found
    assert source is not None
    assert (source.name, source.text) == ("spec.yaml", "a: é\n")


def test_read_drops_the_byte_order_mark():
    source, found = read(b"\xef\xbb\xbfa: 1", "f")
    assert not found
    assert source is not None
    assert source.text == "a: 1"


def test_read_bounds_the_size():
    assert read(b"#" * limits.FILE, "f")[0] is not None
    source, [fault] = read(b"#" * (limits.FILE + 1), "f")
    assert source is None
    assert fault.kind.name == "file-too-large"
    assert fault == Like(FileTooLarge, most=1048576, unit="bytes")


@pytest.mark.parametrize(
    ("data", "expected", "line", "column"),
    [
        (b"a: 1\nb: caf\xe9\n", Like(NotUtf8, byte=233, offset=11), 2, 7),
        (b"\xef\xbb\xbfa: \xff", Like(NotUtf8, byte=255, offset=6), 1, 4),
        (b"\xc3\xa9: \xed\xa0\x80", Like(NotUtf8, byte=237, offset=4), 1, 4),
        (b"a: \xc3", Like(NotUtf8, byte=195, offset=3), 1, 4),
    ],
)
def test_read_tells_what_is_not_utf8(data: bytes, expected: Like, line: int, column: int):
    source, [fault] = read(data, "f")
    assert source is None
    assert fault == expected
    assert fault.span is not None
    assert fault.span[1:] == (line, column, line, column + 1)


def test_read_recognises_utf16():
    _, [fault] = read("a: 1".encode("utf-16"), "f")
    assert fault.notes == ("the file begins as UTF-16 does",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\nb: x\0", (2, 5)),
        ("\x1b[31m", (1, 1)),
        ("é\x85", (1, 2)),
        ("a: 1\r\nb\u2028", (2, 2)),
        ("\ufeffa: 1", (1, 1)),
    ],
)
def test_forbidden_characters_are_found_by_read_and_by_parse(text: str, place: tuple[int, int]):
    for result, found in (read(text.replace("\ufeff", "\ufeff\ufeff").encode(), "f"), parse(SourceFile("f", text))):
        assert result is None
        [fault] = found
        assert fault.kind.name == "forbidden-character"
        assert fault.span is not None
        assert fault.span[1:3] == place


def test_parse_refuses_lone_surrogates():
    tree, [fault] = parse(SourceFile("f", "a: \ud800"))
    assert tree is None
    assert fault == Like(ForbiddenCharacter, character="\ud800")


def test_parse_bounds_the_size_too():
    tree, [fault] = parse(SourceFile("f", "#" * (limits.FILE + 1)))
    assert tree is None
    assert fault.kind.name == "file-too-large"


def test_tag_directives_are_refused_before_they_cost_quadratic_time():
    text = "# a comment\n" + "".join(f"%TAG !{number}! x\n" for number in range(40_000)) + "---\na: 1"
    tree, [fault] = parse(SourceFile("f", text))
    assert tree is None
    assert fault.kind.name == "unknown-tag"
    assert fault.span is not None
    assert fault.span[1:] == (2, 1, 2, 11)


def test_a_spec():
    text = """\
archspec: 1
params: {base: 64, depths: [3, 4], classes: }
blocks:
  double:
    layers:
      - conv: {filters: $filters, size: 3, bias: false}
      - relu
expect:
  params: 31_030_658
"""
    tree, found = parse(SourceFile("f", text))
    assert not found
    assert tree is not None
    assert plain(tree) == {
        "archspec": 1,
        "params": {"base": 64, "depths": [3, 4], "classes": None},
        "blocks": {"double": {"layers": [{"conv": {"filters": "$filters", "size": 3, "bias": False}}, "relu"]}},
        "expect": {"params": "31_030_658"},
    }


def test_places_of_single_values():
    text = "a: é\nb: 'it''s'\n\"c\":   $(x + 1)  # c\nd:\ne: [\n]\nf: 😀x\n"
    assert places(text) == {
        "a": (1, 4, 1, 5),
        "b": (2, 4, 2, 11),
        "c": (3, 8, 3, 16),
        "d": (4, 3, 4, 3),
        "e": (5, 4, 6, 2),
        "f": (7, 4, 7, 6),
    }


def test_places_of_text_over_several_lines():
    text = "a: one\n  two\nb: |\n  one\n  two\n\n\n# c\nc: >\n  one\nd: |+\n  x"
    assert places(text) == {"a": (1, 4, 2, 6), "b": (3, 4, 5, 6), "c": (9, 4, 10, 6), "d": (11, 4, 12, 4)}


def test_places_of_blocks_end_with_their_last_value():
    text = "a:\n  b: 1\n  c:\n    - 2\n    - {d: 3}\n\n# comment\ne:\n- 1\n-\n\nf: {g: 1,\n  h: 2}\n"
    assert places(text) == {"a": (2, 3, 5, 13), "e": (9, 1, 10, 2), "f": (12, 4, 13, 8)}


def test_places_of_pairs_in_lists():
    tree, _ = parse(SourceFile("f", "[a: {b: 1} ,\n c: 2\n]"))
    assert isinstance(tree, Sequence)
    assert [item.span and item.span[1:] for item in tree.items] == [(1, 2, 1, 11), (2, 2, 2, 6)]


def test_places_of_keys():
    tree, _ = parse(SourceFile("f", "a: 1\n'b c': 2\n50: 3\n"))
    assert isinstance(tree, Mapping)
    assert {key: span and span[1:] for key, span in tree.keys.items()} == {
        "a": (1, 1, 1, 2),
        "b c": (2, 1, 2, 6),
        "50": (3, 1, 3, 3),
    }


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_the_source_counts_them(end: str):
    text = end.join(["a: 1", "", "b: é", "c: 'x", "  y'", "d: z"])
    source = SourceFile("f", text)
    assert places(text) == {"a": (1, 4, 1, 5), "b": (3, 4, 3, 5), "c": (4, 4, 5, 5), "d": (6, 4, 6, 5)}
    assert source.lines[5] == "d: z"


@pytest.mark.parametrize("text", ["a: {b: 1, c: [2, 3]}\nd: [e: f, {g: h}]\n", "- a: 1\n  b: 2\n- - 3\n  - 4\n- 'x'\n"])
def test_both_readers_agree(text: str, monkeypatch: pytest.MonkeyPatch):
    def spans(tree: object) -> list[Span | None]:
        match tree:
            case Scalar(span=span):
                return [span]
            case Sequence(items, span):
                return [span, *(inner for item in items for inner in spans(item))]
            case Mapping(entries, keys, span):
                return [span, *keys.values(), *(inner for item in entries.values() for inner in spans(item))]
            case _:
                raise AssertionError

    source = SourceFile("f", text)
    with_libyaml, _ = parse(source)
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    without, found = parse(source)
    assert not found
    assert spans(with_libyaml) == spans(without)
