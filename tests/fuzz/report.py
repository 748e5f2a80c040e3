"""Counts what came of a run, and says it."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations, product

from archspec.layers import registry
from tests.fuzz.faults import SORTS
from tests.fuzz.known import REASONS
from tests.fuzz.recipes import GROUPS, PADDINGS, STEPS
from tests.fuzz.run import Outcome

FORMS: dict[str, tuple[str, ...]] = {
    "padding": PADDINGS,
    "stride": STEPS,
    "dilation": STEPS,
    "groups": GROUPS,
    "rank": ("1", "2", "3"),
}
"""The table of field combinations of a convolution: the forms of each field."""

Pair = tuple[tuple[str, str], tuple[str, str]]


def pairs() -> set[Pair]:
    """Returns all pairs of forms that a convolution may have."""
    every = {
        ((one, a), (other, b)) for one, other in combinations(FORMS, 2) for a, b in product(FORMS[one], FORMS[other])
    }
    never = {
        (("padding", "causal"), ("rank", "2")),
        (("padding", "causal"), ("rank", "3")),
        (("stride", "number"), ("dilation", "number")),  # a number here is one above 1
    }
    return every - never


class Tally:
    """Counts over all specs of a run.

    Attributes:
        specs: How many there were.
        verdicts: How many of each verdict: accepted, refused, or how the two disagree.
        kinds: In how many layers each kind stood, over all accepted graphs.
        graphs: In how many accepted graphs each kind stood.
        pairs: How often each pair of forms stood in a convolution.
        faults: How many faults were put in, by sort.
        located: For how many of them the first finding names the layer at fault, by sort.
        notes: What else happened, by name.
        seconds: The time of all processes together.
        disagreements: The specs over which the two disagree.
    """

    def __init__(self) -> None:
        self.specs = 0
        self.verdicts: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.graphs: Counter[str] = Counter()
        self.pairs: Counter[Pair] = Counter()
        self.faults: Counter[str] = Counter()
        self.located: Counter[str] = Counter()
        self.notes: Counter[str] = Counter()
        self.seconds = 0.0
        self.disagreements: list[Outcome] = []

    def add(self, outcome: Outcome) -> None:
        """Counts one spec."""
        verdict = outcome.verdict
        self.specs += 1
        self.seconds += outcome.seconds
        self.verdicts[verdict.disagreement or ("accepted by both" if verdict.accepted else "refused")] += 1
        self.kinds.update(verdict.kinds)
        self.graphs.update(set(verdict.kinds))
        self.notes.update(verdict.notes)
        for cell in verdict.cells:
            self.pairs.update(combinations(cell.items(), 2))
        if verdict.fault is not None:
            self.faults[verdict.fault] += 1
            self.located[verdict.fault] += bool(verdict.located)
        if verdict.disagreement is not None:
            self.disagreements.append(outcome)

    def lines(self) -> Iterator[str]:
        """Yields the report, line by line."""
        yield f"{self.specs} specs, {self.seconds:.0f} s of work, {self.specs / self.seconds:.1f} a second per core"
        yield from _section("verdicts", self.verdicts)
        yield from _section(
            "what else happened", Counter({name: n for name, n in self.notes.items() if "known: " not in name})
        )
        known = Counter({name.partition("known: ")[2]: n for name, n in self.notes.items() if "known: " in name})
        yield ""
        yield f"known differences: {known.total()} hits"
        yield from (f"  {known[name]:5}  {name}: {why}" for name, why in REASONS.items())
        yield from self._faults()
        yield from self._kinds()
        yield from self._pairs()

    def _faults(self) -> Iterator[str]:
        count, found = self.faults.total(), self.located.total()
        yield ""
        yield (
            f"faults: {count} put in, in {_percent(count, self.specs)} of the specs; "
            f"of {_percent(found, count)} the first finding names the layer"
        )
        for sort in SORTS:
            yield f"  {self.faults[sort]:5}  {_percent(self.located[sort], self.faults[sort]):>6}  {sort}"

    def _kinds(self) -> Iterator[str]:
        names = registry.names()
        yield ""
        yield f"kinds: {sum(name in self.kinds for name in names)} of {len(names)} stand in an accepted graph"
        yield "         graphs  layers"
        for name in names:
            yield f"  {self.graphs[name]:13}  {self.kinds[name]:6}  {name}"

    def _pairs(self) -> Iterator[str]:
        every = pairs()
        missing = sorted(every - set(self.pairs))
        yield ""
        yield f"convolutions: {len(every) - len(missing)} of {len(every)} pairs of {' x '.join(FORMS)}"
        yield from (f"  missing: {one} {a}, {other} {b}" for (one, a), (other, b) in missing)


def _section(title: str, counts: Counter[str]) -> Iterator[str]:
    yield ""
    yield f"{title}:"
    yield from (f"  {count:5}  {name}" for name, count in sorted(counts.items()))


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
