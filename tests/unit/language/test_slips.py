from typing import Any

import pytest

from archspec.diagnostics.source import SourceFile, Span
from archspec.language.slips import value_helps
from archspec.layers import fields
from archspec.layers.fields import Accepts
from archspec.layers.words import NORMS

COUNT, PER_AXIS, PENALTY = (next(fields.accepted_in(one)) for one in (fields.Count, fields.PerAxis, fields.Regularizer))
RATE, FLAG = fields.FRACTION, fields.FLAG


def helped(
    accepts: Accepts, written: str, value: Any = None, *, takes: bool = True, **names: Any
) -> tuple[str, str | None]:
    """Returns the help for a value, and what its fix writes; None if nothing is certain."""
    place = Span(SourceFile("net.yaml", written), 1, 1, 1, len(written) + 1)
    value = written.strip("'\"") if value is None else value
    found = value_helps(accepts, value, place, names, lambda _: takes)
    if not found:
        return "", None
    (advice,) = found
    return advice.text, advice.edits[0].replacement if advice.edits and advice.is_certain else None


@pytest.mark.parametrize(
    ("accepts", "written", "becomes"),
    [
        (PER_AXIS, "(3, 5)", "[3, 5]"),
        (PER_AXIS, "3x5x5", "[3, 5, 5]"),
        (PER_AXIS, "3, 5", "[3, 5]"),
        (PER_AXIS, "((1, 2), (0, 1))", "[[1, 2], [0, 1]]"),
        (RATE, "25%", "0.25"),
        (RATE, "2.5 %", "0.025"),
        (RATE, "0,125", "0.125"),
        (COUNT, '"12"', "12"),
        (FLAG, "off", "false"),
        (NORMS.accepts, "None", "null"),
    ],
)
def test_what_has_one_reading(accepts: Accepts, written: str, becomes: str) -> None:
    assert helped(accepts, written)[1] == becomes
    assert helped(accepts, written, takes=False) == ("", None)


def test_what_is_computed() -> None:
    assert helped(COUNT, "width", width=8) == ("write `$width` for the value of a param", "$width")
    assert helped(COUNT, "width // 2", width=8) == ("write `$(width // 2)` for its value", "$(width // 2)")
    assert helped(COUNT, "width // 2") == ("write `$(width // 2)` for its value", None)
    assert helped(COUNT, "width", width=8, takes=False) == ("", None)


@pytest.mark.parametrize("written", ["50%%", "(3, 3", "3 +", "a..b", "%"])
def test_what_is_no_expression_is_not_made_one(written: str) -> None:
    assert helped(COUNT, written) == ("", None)


def test_what_has_two_readings_is_named_only() -> None:
    assert helped(RATE, "1,250") == ("write `1.250`", None)
    assert helped(PENALTY, "5e-4", 5e-4) == ("write `{l2: 5e-4}`", None)


def test_a_fraction_of_nothing() -> None:
    assert helped(COUNT, "8.0", 8.0)[1] == "8"
