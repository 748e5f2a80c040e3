import pytest

from archspec.compiler.name_faults import UnknownKind
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Edit, Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from archspec.files import Text
from archspec.fix import apply_fixes, describe
from archspec.language.document import Architecture
from archspec.report import Report
from archspec.session import Session
from archspec.sweep import ORIGINAL, Sweep, sweep
from tests.like import Like
from tests.said import Said

NAME = "net.yaml"


def check(data: bytes) -> Sweep:
    return sweep(Session().analyse(Text(data, NAME)))


def spec(*layers: str, first: str = "archspec: 1") -> bytes:
    return "\n".join([first, "params: {width: 8}", "input: [8, 8, 3]", "layers:", *layers, ""]).encode()


def test_a_clean_spec_stays():
    data = spec("  - relu")
    outcome = apply_fixes(data, NAME, check)
    assert (outcome.data, outcome.done, outcome.undone) == (data, (), ())
    assert outcome.report.valid


def test_what_one_fix_brings_to_light_is_fixed_too():
    outcome = apply_fixes(spec("  - covn: {filters: width, size: 3}"), NAME, check)
    assert outcome.data == spec("  - conv: {filters: $width, size: 3}")
    assert [describe(one) for one in outcome.done] == [
        "`covn` -> `conv`",
        "`width` -> `$width`",
    ]
    assert outcome.report.diagnostics == ()


def test_a_misspelt_version_is_one_fault_and_put_right():
    outcome = apply_fixes(spec("  - relu", first="archpsec: 1"), NAME, check)
    assert outcome.data == spec("  - relu")
    assert len(outcome.done) == 1


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_other_byte_stays(mark: bytes, end: bytes):
    before = mark + "# ü\t\n\n# 🙂 \nnaem: u  # é\ninput: [4]\nlayers: [denes: 2]".encode().replace(b"\n", end)
    after = mark + "# ü\t\n\n# 🙂 \narchspec: 1\nname: u  # é\ninput: [4]\nlayers: [dense: 2]".encode().replace(
        b"\n", end
    )
    assert apply_fixes(before, NAME, check).data == after


def test_what_leads_to_another_error_is_taken_back():
    data = spec("  - global_pool", "  - maxpool: 2", "  - denes: 4")
    outcome = apply_fixes(data, NAME, check)
    assert outcome.data == data.replace(b"denes", b"dense")
    assert list(outcome.done) == [Like(UnknownKind, word="denes")]
    assert list(outcome.undone) == [Like(UnknownKind, word="maxpool")]
    assert len(outcome.report.errors) == 1


def test_an_error_elsewhere_that_comes_to_light_does_not_matter():
    data = spec("  - covn: {filters: 8, size: 3}", "  - max_pool: 2", "  - add: [conv_1, .]")
    outcome = apply_fixes(data, NAME, check)
    assert outcome.data == data.replace(b"covn", b"conv")
    assert [one.kind.name for one in outcome.report.errors] == ["shape-mismatch"]


def test_a_fix_goes_with_those_that_it_brings_to_light():
    data = spec("  - covn: {filters: width, size: '3'}", "  - maxpool: 2", "  - global_pool", "  - max_pol: 2")
    outcome = apply_fixes(data, NAME, check)
    assert outcome.data == data.replace(
        b"covn: {filters: width, size: '3'}", b"conv: {filters: $width, size: 3}"
    ).replace(b"maxpool", b"max_pool")
    assert len(outcome.done) == 4


def test_a_text_that_can_be_read_at_last_may_have_more_errors():
    data = spec("  - dense: {units: $(max(width, 2))}", "  - foo", "  - bar")
    outcome = apply_fixes(data, NAME, check)
    assert outcome.data == data.replace(b"$(max(width, 2))", b"'$(max(width, 2))'")
    assert len(outcome.report.errors) == 2


class Odd(Said):
    """It is odd."""


class Even(Said):
    """It is even."""


def judged(*findings: Diagnostic, readable: bool = True) -> Sweep:
    architecture = Architecture(input=(4,), layers=[]) if readable else None
    return Sweep({ORIGINAL: Report(None, findings, architecture)}, findings, architecture)


def finding(kind: type[DiagnosticKind], data: bytes, column: int, new: str) -> Diagnostic:
    source = SourceFile(NAME, data.decode())
    span = Span(source, 1, column, 1, column + 1)
    return Diagnostic(kind("a fault", advice=(Help("mend it", (Edit(span, new),)),)), span)


def test_fixes_that_undo_each_other_come_to_an_end():
    checks: list[bytes] = []

    def flips(data: bytes) -> Sweep:
        checks.append(data)
        return judged(finding(Odd, data, 1, "b" if data == b"a" else "a"))

    assert apply_fixes(b"a", NAME, flips).data in (b"a", b"b")
    assert len(checks) <= 4


def test_a_fix_that_mends_nothing_is_taken_back():
    def grows(data: bytes) -> Sweep:
        return judged(finding(Odd, data, 1, data.decode()[0] * 2))

    outcome = apply_fixes(b"a", NAME, grows)
    assert (outcome.data, len(outcome.done), len(outcome.undone)) == (b"a", 0, 1)


def test_a_fix_that_makes_the_text_unreadable_is_taken_back():
    def fragile(data: bytes) -> Sweep:
        if b"{" in data:
            return judged(Diagnostic(Even("unreadable")), readable=False)
        found = [finding(Odd, data, 1, "{"), finding(Even, data, 3, "C")]
        return judged(*(one for one in found if one.span and one.span.text in "ac"))

    outcome = apply_fixes(b"abc", NAME, fragile)
    assert outcome.data == b"abC"
    assert [one.kind for one in outcome.done] == [Even]
    assert [one.kind for one in outcome.undone] == [Odd]


def test_a_fix_that_breaks_a_variant_is_taken_back():
    data = (
        b"archspec: 1\nparams: {block: one}\nvariants: {two: {block: two}}\ninput: [8]\nblocks:\n"
        b"  one: {params: {width: }, layers: [dense: $width]}\n"
        b"  two: {params: {widths: , widthy: 1}, layers: [dense: $(sum(widths)), dense: $widthy]}\n"
        b"layers: [softmx, $block: {widths: [3, 4]}]\n"
    )
    outcome = apply_fixes(data, NAME, check)
    assert outcome.data == data.replace(b"softmx", b"softmax")
    assert [describe(one) for one in outcome.done] == ["`softmx` -> `softmax`"]
    assert [describe(one) for one in outcome.undone] == ["`widths` -> `width`"]


def test_changes_in_words():
    source = SourceFile(NAME, "a b\nc")

    def words(edit: tuple[int, int, int, int, str]) -> str:
        span = Span(source, *edit[:4])
        return describe(Diagnostic(Odd("a fault", advice=(Help("", (Edit(span, edit[4]),)),))))

    assert words((1, 1, 1, 2, "x")) == "`a` -> `x`"
    assert words((1, 1, 1, 1, "x: 1\n")) == "`x: 1` added"
    assert words((1, 1, 1, 2, "")) == "`a` removed"
    assert words((1, 2, 1, 2, " ")) == "a space added"
    assert words((1, 1, 2, 2, "x")) == "`a b` … -> `x`"
    assert describe(Diagnostic(Odd("a fault"))) == ""
