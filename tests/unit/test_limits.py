"""The table of limits, and the documents that are made from it."""

from collections.abc import Callable
from pathlib import Path

from archspec import limits
from archspec.diagnostics.catalogue import kinds

DOCUMENT = Path(__file__).parents[2] / "docs" / "language.md"


def test_a_limit_is_a_number() -> None:
    assert limits.LAYERS == 200_000
    assert f"{limits.LAYERS:,} {limits.LAYERS.unit}" == "200,000 layers"


def test_diagnostics_tell_of_limits() -> None:
    assert {one.kind for one in limits.reported().values()} <= kinds().keys()


def test_the_documents_have_the_table(matches_file: Callable[[Path, str], None]) -> None:
    begin, end = "<!-- limits -->\n", "<!-- end -->"
    head, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(begin)
    rows = [f"| {one.of} | {one:,} {one.unit} | `{one.kind}` |" for one in limits.reported().values()]
    table = "\n".join(["| of | at most | else |", "|---|---|---|", *rows])
    matches_file(DOCUMENT, f"{head}{begin}{table}\n{end}{rest.partition(end)[2]}")
