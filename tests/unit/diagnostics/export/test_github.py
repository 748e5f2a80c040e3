from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.export.common import FileResult, Origin
from archspec.diagnostics.export.github import export
from archspec.diagnostics.source import SourceFile, Span
from tests.said import Said


class Wrong(Said):
    """It is wrong."""


class Odd(Said):
    """It is odd."""

    severity = "warning"


class Remark(Said):
    """It is to be known."""

    severity = "note"


def commands(*findings: FileResult) -> list[str]:
    return export(findings, Origin()).splitlines()


def test_a_finding_with_everything_in_it(mismatch: Diagnostic) -> None:
    assert commands(FileResult("specs/mynet.yaml", [mismatch])) == [
        "::error file=specs/mynet.yaml,line=31,endLine=31,col=9,endColumn=12,title=archspec channel-mismatch"
        "::`add_2` adds 64 channels to 128"
        "%0Anote: `shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52"
        "%0Ahelp: give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`"
    ]


def test_columns_are_left_out_where_lines_differ() -> None:
    finding = Diagnostic(Odd("odd"), Span(SourceFile("net.yaml", ""), 1, 2, 3, 4))
    assert commands(FileResult("net.yaml", [finding])) == [
        "::warning file=net.yaml,line=1,endLine=3,title=archspec odd::odd"
    ]


def test_commands_cannot_be_forged() -> None:
    finding = Diagnostic(Odd("100%\n::error::forged\x1b"))
    assert commands(FileResult("a:b,c%\n\udcff.yaml", [finding])) == [
        "::warning file=a%3Ab%2Cc%25%0A\ufffd.yaml,title=archspec odd::100%25\\n::error::forged\\x1b"
    ]


def test_errors_come_first() -> None:
    found = [
        Diagnostic(Remark("c")),
        Diagnostic(Odd("b")),
        Diagnostic(Wrong("a")),
    ]
    assert [one.split(" ")[0] for one in commands(FileResult("net.yaml", found))] == [
        "::error",
        "::warning",
        "::notice",
    ]


def test_what_is_above_the_limits_is_counted_in_one_line() -> None:
    many = [Diagnostic(kind(str(number))) for number in range(12) for kind in (Odd, Wrong)]
    found = commands(FileResult("a.yaml", many), FileResult("b.yaml", [*many, Diagnostic(Remark("r"))]))
    heads = [one.split(" ")[0] for one in found]
    assert heads == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 2
    assert found[-1] == (
        "::notice title=archspec::14 errors, 14 warnings more: GitHub shows 10 of each in a step; "
        "`archspec check` prints all of them"
    )


def test_ten_of_each_need_no_count() -> None:
    assert len(commands(FileResult("a.yaml", [Diagnostic(kind("x")) for kind in (Wrong, Odd)] * 10))) == 20


def test_ten_notices_leave_room_for_the_count() -> None:
    found = commands(FileResult("a.yaml", [Diagnostic(Remark(str(number))) for number in range(12)]))
    assert len(found) == 10
    assert found[-1].startswith("::notice title=archspec::3 notices more: ")


def test_a_long_message_is_cut() -> None:
    (found,) = commands(FileResult("a.yaml", [Diagnostic(Odd("x" * 5000))]))
    assert found.partition("odd::")[2] == "x" * 4095 + "…"


def test_a_file_that_cannot_be_checked() -> None:
    assert commands(FileResult("a.yaml", problem="there is no file `a.yaml`")) == [
        "::error file=a.yaml::there is no file `a.yaml`"
    ]


def test_nothing_to_say() -> None:
    assert export([FileResult("a.yaml")], Origin()) == ""
