from dataclasses import replace

from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.help import Help
from archspec.diagnostics.render import render, render_all
from archspec.diagnostics.source import SourceFile, Span
from tests.said import Said


class Broken(Said):
    """It is broken."""


class Odd(Said):
    """It is odd."""

    severity = "warning"


class Remark(Said):
    """It is worth knowing."""

    severity = "note"


def test_a_finding_with_everything(mismatch: Diagnostic) -> None:
    assert render(mismatch, color=False) == (
        "error[channel-mismatch]: `add_2` adds 64 channels to 128\n"
        "  --> specs/mynet.yaml:31:9\n"
        "   |\n"
        "24 |       - conv: {filters: 128, size: 3, stride: 2, name: down}\n"
        "   |                         --- 128 channels come from here\n"
        "31 |       - add: [down, shortcut]\n"
        "   |         ^^^ (28, 28, 128) + (28, 28, 64)\n"
        "   |\n"
        "   = note: `shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52\n"
        "   = help (fixable): give the shortcut a projection: `- conv: {filters: 128, size: 1, from: shortcut}`"
    )


def test_a_finding_without_remarks_ends_with_its_snippet() -> None:
    file = SourceFile("net.yaml", "layers: 3\n")
    finding = Diagnostic(Odd("`layers` is a number"), Span(file, 1, 9, 1, 10))
    assert render(finding, color=False) == (
        "warning[odd]: `layers` is a number\n --> net.yaml:1:9\n  |\n1 | layers: 3\n  |         ^"
    )


def test_labels_in_other_files_are_snippets_of_their_own() -> None:
    base = SourceFile("base.yaml", "blocks:\n  stem: []\n")
    net = SourceFile("net.yaml", "\n" * 9 + "- stem\n")
    finding = Diagnostic(
        Broken("`stem` is empty", advice=(Help("fill it"),)),
        Span(net, 10, 3, 10, 7),
        label="called here",
        labels=(Label(Span(base, 2, 9, 2, 11), "no layers"),),
    )
    assert render(finding, color=False) == (
        "error[broken]: `stem` is empty\n"
        "  --> net.yaml:10:3\n"
        "   |\n"
        "10 | - stem\n"
        "   |   ^^^^ called here\n"
        "   |\n"
        "  ::: base.yaml:2:9\n"
        "   |\n"
        " 2 |   stem: []\n"
        "   |         -- no layers\n"
        "   |\n"
        "   = help: fill it"
    )


def test_a_network_written_in_python_has_layers_instead_of_lines() -> None:
    finding = Diagnostic(Broken("it is broken", causes=("so it is",)), layer="stage3.conv_2")
    assert render(finding, color=False) == (
        "error[broken]: it is broken\n --> layer `stage3.conv_2`\n  = note: so it is"
    )


def test_a_finding_about_nothing_in_particular_is_one_line() -> None:
    assert render(Diagnostic(Broken("it is broken")), color=False) == "error[broken]: it is broken"


def test_remarks_are_wrapped_with_a_hanging_indent() -> None:
    note = " ".join(["word"] * 30)
    finding = Diagnostic(Remark("long", causes=(note,)))
    assert render(finding, color=False) == (
        f"note[remark]: long\n  = note: {' '.join(['word'] * 22)}\n          {' '.join(['word'] * 8)}"
    )


def test_nothing_hostile_reaches_the_terminal() -> None:
    file = SourceFile("\x1b]0;title\x07.yaml", "name: \x1b[2J\r\n")
    finding = Diagnostic(
        Broken("`\x1b[2J\nerror[fake]: no` is not a name", causes=("\u202eetoN\n\x1b",), advice=(Help("\x00"),)),
        Span(file, 1, 7, 1, 11),
        label="\x1b[31m",
    )
    text = render(finding, color=False)
    assert text == (
        "error[broken]: `\\x1b[2J\\nerror[fake]: no` is not a name\n"
        " --> \\x1b]0;title\\x07.yaml:1:7\n"
        "  |\n"
        "1 | name: \\x1b[2J\n"
        "  |       ^^^^^^^ \\x1b[31m\n"
        "  |\n"
        "  = note: \\u202eetoN\\n\\x1b\n"
        "  = help: \\x00"
    )


def test_hostile_layer_names_are_harmless() -> None:
    finding = Diagnostic(Broken("it is broken"), layer="\x1b")
    assert render(finding, color=False).endswith(" --> layer `\\x1b`")


def test_a_line_is_never_wider_than_the_screen() -> None:
    file = SourceFile("net.yaml", "x" * 500 + "here" + "y" * 500)
    lines = render(Diagnostic(Broken("long"), Span(file, 1, 501, 1, 505)), color=False).split("\n")
    assert [len(line) for line in lines[2:4]] == [3, 120]
    assert lines[3][lines[4].index("^") :].startswith("here")


def test_a_line_beyond_the_end_of_the_file_is_empty() -> None:
    file = SourceFile("net.yaml", "")
    assert render(Diagnostic(Broken("too short"), Span(file, 2, 1, 2, 1), label="here"), color=False).endswith(
        "2 |\n  | ^ here"
    )


def test_colors_paint_the_words_and_not_the_text_of_the_file(mismatch: Diagnostic) -> None:
    lines = render(replace(mismatch, labels=(), remedies=()), color=True).split("\n")
    assert lines == [
        "\x1b[1;31merror[channel-mismatch]\x1b[0m\x1b[1m: `add_2` adds 64 channels to 128\x1b[0m",
        "  \x1b[1;34m-->\x1b[0m specs/mynet.yaml:31:9",
        "   \x1b[1;34m|\x1b[0m",
        "\x1b[1;34m31 |\x1b[0m       - add: [down, shortcut]",
        "   \x1b[1;34m|\x1b[0m         \x1b[1;31m^^^\x1b[0m \x1b[1;31m(28, 28, 128) + (28, 28, 64)\x1b[0m",
        "   \x1b[1;34m|\x1b[0m",
        "   \x1b[1;34m=\x1b[0m \x1b[1mnote\x1b[0m: "
        "`shortcut` has 64 channels since `pool1` (line 18), in block `stage` called at line 52",
    ]


def test_findings_come_by_place_and_those_without_last() -> None:
    file = SourceFile("net.yaml", "a: b\nc: d\n")
    findings = [
        Diagnostic(Broken("nowhere")),
        Diagnostic(Broken("third"), Span(file, 2, 1, 2, 2)),
        Diagnostic(Odd("second"), Span(file, 1, 4, 1, 5)),
        Diagnostic(Broken("first"), Span(file, 1, 1, 1, 2)),
    ]
    assert render_all(findings, color=False) == (
        "error[broken]: first\n --> net.yaml:1:1\n  |\n1 | a: b\n  | ^\n"
        "\n"
        "warning[odd]: second\n --> net.yaml:1:4\n  |\n1 | a: b\n  |    ^\n"
        "\n"
        "error[broken]: third\n --> net.yaml:2:1\n  |\n2 | c: d\n  | ^\n"
        "\n"
        "error[broken]: nowhere"
    )
