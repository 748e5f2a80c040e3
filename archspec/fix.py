"""Follows the advice that text edits can carry out, again and again until none is left.

NOTE: Why check again after every round, if the edits are certain? What is certain about one word can still be wrong
for the whole: a kind put right may turn out to have other fields. What leaves more errors than it found, in any network
of the spec, is taken back.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.sweep import Sweep
from archspec.syntax.edit import carried_out
from archspec.syntax.parse import read

MOST_ROUNDS = 20
"""How often fixes may lead to further fixes."""

MOST_TRIALS = 100
"""How many fixes are tried one by one where all together made a spec worse."""

Check = Callable[[bytes], Sweep]
_BOM = b"\xef\xbb\xbf"


class Outcome(NamedTuple):
    """What became of a spec.

    Attributes:
        data: The bytes of the file as they are to be now.
        report: What is left to find in it.
        done: What was put right, each with the place that it had when its turn came.
        undone: What was not put right because that would have led to more errors.
    """

    data: bytes
    report: Sweep
    done: tuple[Diagnostic, ...] = ()
    undone: tuple[Diagnostic, ...] = ()


def mended(data: bytes, name: str, check: Check) -> Outcome:
    """Puts right in a spec what can be put right.

    Args:
        data: The bytes of the file; what no fix is about stays as it is, byte by byte.
        name: The file as the user named it.
        check: Checks the bytes of a spec.
    """
    before = Outcome(data, check(data))
    together = _rounds(before, name, check)
    if _is_worse(together.report, before.report):
        return _one_by_one(before, name, check)
    return together


def _is_worse(after: Sweep, before: Sweep) -> bool:
    """Returns whether a network has more errors than before; a text that cannot be read is worse than any number."""
    if after.spec is None or before.spec is None:
        return after.spec is None and (before.spec is not None or len(after.errors) > len(before.errors))
    most = {network: len(one.errors) for network, one in before.reports.items()}
    return any(len(one.errors) > most.get(network, len(before.errors)) for network, one in after.reports.items())


def _rounds(outcome: Outcome, name: str, check: Check) -> Outcome:
    """Carries out all fixes at once, then those that this brought to light, and so on."""
    seen = {outcome.data}
    for _ in range(MOST_ROUNDS):
        after = _after(outcome, name, check, [one for one in outcome.report.diagnostics if one.fix])
        if after is None or after.data in seen:
            break
        seen.add(after.data)
        outcome = after
    return outcome


def _one_by_one(outcome: Outcome, name: str, check: Check) -> Outcome:
    """Carries out one fix at a time, from the last in the text to the first, and takes back what makes it worse."""
    undone: list[Diagnostic] = []
    below: tuple[int, int] | None = None  # fixes from here on have been tried; what stands above has not moved
    for _ in range(MOST_TRIALS):
        places = {_place(one): one for one in outcome.report.diagnostics if one.fix}
        above = [place for place in places if below is None or place < below]
        if not above:
            break
        below = max(above)
        after = _after(outcome, name, check, [places[below]])
        if after is None:
            continue
        if _is_worse(after.report, outcome.report):
            undone.insert(0, places[below])
        else:
            outcome = after
    return outcome._replace(undone=tuple(undone))


def _after(outcome: Outcome, name: str, check: Check, findings: list[Diagnostic]) -> Outcome | None:
    """Returns what fixes make of a spec; None if none of them can be carried out."""
    source, _ = read(outcome.data, name)
    if source is None:
        return None
    text, taken = carried_out(source, [one.fix.edits for one in findings if one.fix])
    if text == source.text:
        return None
    data = (_BOM if outcome.data.startswith(_BOM) else b"") + text.encode()
    return Outcome(data, check(data), (*outcome.done, *(findings[number] for number in taken)))


def _place(finding: Diagnostic) -> tuple[int, int]:
    """Returns where the first edit of a fix begins."""
    return min(edit.span[1:3] for edit in finding.fix.edits) if finding.fix else (0, 0)


def changes(finding: Diagnostic) -> str:
    """Returns in words what the fix of a finding changes: `covn` -> `conv`."""
    return ", ".join(_changes(finding))


def _changes(finding: Diagnostic) -> Iterator[str]:
    for edit in finding.fix.edits if finding.fix else ():
        before, after = (_short(text) for text in (edit.span.text, edit.replacement))
        yield f"{before} -> {after}" if before and after else f"{after} added" if after else f"{before} removed"


def _short(text: str) -> str:
    """Returns a text as one line shows it."""
    if text and not text.strip():
        return "a line break" if "\n" in text else "a space"
    first, *others = text.strip().splitlines() or [""]
    return f"`{first}`" + (" …" if others else "") if first else ""
