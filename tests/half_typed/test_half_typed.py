"""What is half typed takes no more with it than what depends on it, and every fault is told."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.expect.faults import MissedExpectation
from archspec.files import Buffers
from archspec.session import Analysis, Session
from tests.half_typed.damage import Damage, Half, alone, knowable, made, other_keys

FILES = 400
SAMPLE = 60


class Outcome(NamedTuple):
    """What became of one damaged spec.

    Attributes:
        half: The spec.
        known: How many layers could be known.
        wrong: Those of them whose shape is not the right one.
        untold: The damages that are faults by themselves, and are not told.
        faults: How many damages are faults by themselves.
    """

    half: Half
    known: int
    wrong: list[str]
    untold: list[Damage]
    faults: int


def analysed(half: Half) -> Analysis:
    return Session(Buffers({half.path: half.text})).analyse(half.path, variant(half.path))


@cache
def variant(path: Path) -> str | None:
    """The variant that is looked at, where there is no network without one."""
    spec = Session().analyse(path).architecture
    assert spec is not None
    return next(iter(spec.variants)) if spec.needs_variant else None


@cache
def undamaged(path: Path) -> Analysis:
    return Session().analyse(path, variant(path))


def outcome(half: Half) -> Outcome:
    before, after = undamaged(half.path).network, analysed(half)
    shapes, oracle = after.network.shapes(), before.shapes()
    known = list(knowable(before, half))
    wrong = [name for name in known if shapes.get(name) != oracle[name]]
    faults = [(one, errors) for one in half.damages if (errors := _errors(analysed(alone(half, one))))]
    told = _errors(after)
    untold = [one for one, errors in faults if not _is_told(one, errors, told, half) and _is_independent(one, half)]
    return Outcome(half, len(known), wrong, untold, len(faults))


def _errors(analysis: Analysis) -> list[Diagnostic]:
    """Returns the errors but for those that say something of the whole network, which needs one without errors."""
    return [one for one in analysis.diagnostics if one.is_error and one.kind is not MissedExpectation]


def _is_told(damage: Damage, alone: list[Diagnostic], told: list[Diagnostic], half: Half) -> bool:
    """Returns whether what a damage leads to by itself is told, or something else in its item."""
    if any((one.subject, one.data) == (other.subject, other.data) for one in told for other in alone):
        return True
    gone = sum(one.text is None and one.line < damage.line for one in half.damages)
    spans = [span for one in told for span in (one.span, *(label.span for label in one.labels)) if span]
    return any(damage.item[0] - gone <= span.line <= damage.item[1] - gone for span in spans)


def _is_independent(damage: Damage, half: Half) -> bool:
    """Returns whether some layer that a damage takes depends on none of the others."""
    network = undamaged(half.path).network
    rest = half._replace(damages=tuple(one for one in half.damages if one is not damage))
    within = set(network.shapes()) - set(knowable(network, half._replace(damages=(damage,))))
    return not within.isdisjoint(knowable(network, rest))


def _figures(outcomes: list[Outcome]) -> Iterator[str]:
    right = sum(not one.wrong for one in outcomes)
    layers = sum(one.known for one in outcomes)
    wrong = sum(len(one.wrong) for one in outcomes)
    several = [one for one in outcomes if one.faults > 1]
    told = sum(not one.untold for one in several)
    yield f"{len(outcomes)} files, every knowable layer right in {right} ({right / len(outcomes):.1%})"
    yield f"{layers - wrong:,} of {layers:,} knowable layers right"
    yield f"{len(several)} files with two faults, both told in {told} ({told / max(len(several), 1):.1%})"
    by_sort = Counter(one.sort for each in outcomes if each.wrong for one in each.half.damages)
    yield f"not right: {dict(by_sort)}"


def _judge(outcomes: list[Outcome]) -> None:
    print("\n".join(_figures(outcomes)))
    assert sum(not one.wrong for one in outcomes) >= 0.97 * len(outcomes)
    several = [one for one in outcomes if one.faults > 1]
    assert sum(not one.untold for one in several) >= 0.95 * len(several)


def test_what_cannot_depend_on_the_damage_is_known() -> None:
    _judge([outcome(made(2026, number)) for number in range(SAMPLE)])


@pytest.mark.slow
def test_many_files(request: pytest.FixtureRequest) -> None:
    """The seed stands in the header of the run."""
    seed = int(request.config.option.fuzz_seed)
    _judge([outcome(made(seed, number)) for number in range(FILES)])


@pytest.mark.slow
def test_damage_elsewhere(request: pytest.FixtureRequest) -> None:
    """What is lost with another top-level key is told without a bar."""
    seed = int(request.config.option.fuzz_seed)
    outcomes = [outcome(made(seed, number, other_keys)) for number in range(100)]
    print("\n".join(_figures(outcomes)))
    assert any(not one.wrong for one in outcomes)
