import pytest

from archspec.syntax.characters import describe, forbidden_in_text, forbidden_in_value

EVERYWHERE = [0x00, 0x08, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0xD800, 0xDFFF, 0xFEFF, 0xFFFE, 0xFFFF]
NOWHERE = [0x09, 0x0A, 0x0D, 0x20, 0x7E, 0xA0, 0xE9, 0x2027, 0x202A, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x1F600, 0x10FFFF]


@pytest.mark.parametrize("code", EVERYWHERE)
def test_forbidden_characters(code: int):
    assert forbidden_in_text("ab" + chr(code)) == 2
    assert forbidden_in_text("é" + chr(code)) == 1
    assert forbidden_in_value("ab" + chr(code)) == 2


@pytest.mark.parametrize("code", [0x2028, 0x2029])
def test_line_ends_of_some_readers_only(code: int):
    assert forbidden_in_text("ab" + chr(code)) == 2
    assert forbidden_in_value("ab" + chr(code)) is None


@pytest.mark.parametrize("code", NOWHERE)
def test_allowed_characters(code: int):
    assert forbidden_in_text("ab" + chr(code)) is None
    assert forbidden_in_value("ab" + chr(code)) is None


@pytest.mark.parametrize(
    ("character", "words"),
    [
        ("\0", "the character U+0000 (null)"),
        ("\x01", "the character U+0001"),
        ("\u2028", "the character U+2028 (line separator)"),
        ("\udcff", "the character U+DCFF (half of a surrogate pair)"),
        ("\ufeff", "the character U+FEFF (byte-order mark)"),
    ],
)
def test_words(character: str, words: str):
    assert describe(character) == words
