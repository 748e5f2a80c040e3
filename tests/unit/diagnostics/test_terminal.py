import io

import pytest

from archspec.diagnostics.terminal import ColorChoice, Style, paint, use_color, visible, width


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.mark.parametrize(
    ("stream", "choice", "environment", "expected"),
    [
        (Terminal(), "auto", {}, True),
        (io.StringIO(), "auto", {}, False),
        (io.StringIO(), "always", {}, True),
        (Terminal(), "never", {}, False),
        (Terminal(), "auto", {"TERM": "dumb"}, False),
        (Terminal(), "auto", {"NO_COLOR": "1"}, False),
        (Terminal(), "auto", {"NO_COLOR": ""}, True),
        (io.StringIO(), "auto", {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), "auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        (Terminal(), "auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (Terminal(), "always", {"NO_COLOR": "1"}, True),
        (Terminal(), "never", {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors_follow_the_user_then_the_environment_then_the_stream(
    monkeypatch: pytest.MonkeyPatch,
    stream: io.StringIO,
    choice: ColorChoice,
    environment: dict[str, str],
    expected: bool,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert use_color(stream, choice) is expected


def test_paint_resets_after_itself() -> None:
    assert paint("error", Style.RED, color=True) == "\x1b[1;31merror\x1b[0m"
    assert paint("error", Style.RED, color=False) == "error"
    assert paint("error", Style.PLAIN, color=True) == "error"
    assert paint("", Style.RED, color=True) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain `text`, ümlaut, 漢字, 😀", "plain `text`, ümlaut, 漢字, 😀"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\r\nb\tc\x00", "a\\r\\nb\\tc\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eright to left", "\\u202eright to left"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("hard\xa0space", "hard\\xa0space"),
        ("\u2028", "\\u2028"),
        ("\udc80", "\\udc80"),
    ],
)
def test_visible_escapes_what_a_reader_cannot_see_or_a_terminal_obeys(text: str, expected: str) -> None:
    assert visible(text) == expected


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("漢字", 4), ("e\u0301", 1), ("、", 2), ("é", 1)])
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns
