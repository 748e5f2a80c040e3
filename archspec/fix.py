"""Applies the fixes of a spec repeatedly, until none is left.

NOTE: Why check again after every round, if only plausible fixes are made? A correct word can still be wrong in its
context: a corrected kind may not fit its input. A fix is undone unless its diagnostic is gone, and unless its item of
`layers` has no new error. The fix of a warning must cause no error anywhere.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.sweep import Sweep
from archspec.syntax.edit import apply_edits, starts
from archspec.syntax.parse import parse, read
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar
from archspec.syntax.tree import Sequence as TreeSequence

Check = Callable[[bytes], Sweep]
_BOM = b"\xef\xbb\xbf"


class Outcome(NamedTuple):
    """What became of a spec.

    Attributes:
        data: The bytes of the file as they are to be now.
        report: What is left to find in it.
        done: What was fixed, each with the place that it had when its turn came.
        undone: What was not fixed because that would have led to another error.
    """

    data: bytes
    report: Sweep
    done: tuple[Diagnostic, ...] = ()
    undone: tuple[Diagnostic, ...] = ()


def apply_fixes(data: bytes, name: str, check: Check) -> Outcome:
    """Puts right in a spec what can be fixed.

    Args:
        data: The bytes of the file; what no fix is about stays as it is, byte by byte.
        name: The file as the user named it.
        check: Checks the bytes of a spec.
    """
    before = Outcome(data, check(data))
    together = _apply_all(before, name, check)
    if not _new_errors(before.report, together.report) and _all_gone(before, together):
        return together
    return _one_by_one(before, name, check)


def _new_errors(before: Sweep, after: Sweep) -> list[Diagnostic]:
    """Returns the errors that a network of a spec did not have before, nor the spec where the network is new."""
    found: list[Diagnostic] = []
    for network, report in after.reports.items():
        known = Counter(map(_identity, before.reports.get(network, before).errors))
        for one in report.errors:
            known[_identity(one)] -= 1
            if known[_identity(one)] < 0:
                found.append(one)
    return found


def _identity(finding: Diagnostic) -> tuple[str | None, str, DiagnosticKind]:
    return finding.layer, finding.subject, finding.data


def _all_gone(before: Outcome, after: Outcome) -> bool:
    """Returns whether every diagnostic that was fixed is reported less often."""
    were, are = (Counter(map(_identity, one.report.diagnostics)) for one in (before, after))
    return all(are[one] < max(were[one], 1) for one in map(_identity, after.done))


def _apply_all(outcome: Outcome, name: str, check: Check) -> Outcome:
    """Carries out all fixes at once, then those that this brought to light, and so on."""
    seen = {outcome.data}
    for _ in range(limits.FIX_ROUNDS):
        after = _apply(outcome, name, check, [one for one in outcome.report.diagnostics if one.fix])
        if after is None or after.data in seen:
            break
        seen.add(after.data)
        outcome = after
    return outcome


def _one_by_one(outcome: Outcome, name: str, check: Check) -> Outcome:
    """Carries out one fix at a time, from the first in the text to the last, and takes back what does not mend."""
    undone: list[Diagnostic] = []
    refused: set[tuple[int, int]] = set()  # what comes later in the text does not move them
    for _ in range(limits.FIX_TRIALS):
        places = {_place(one): one for one in outcome.report.diagnostics if one.fix and _place(one) not in refused}
        if not places:
            break
        place = min(places)
        after = _apply_one(outcome, name, check, places[place])
        if after is None:
            refused.add(place)
            undone.append(places[place])
        else:
            outcome = after
    return outcome._replace(undone=tuple(undone))


def _apply_one(outcome: Outcome, name: str, check: Check, finding: Diagnostic) -> Outcome | None:
    """Carries out a fix, and those that it brings to light in the same item; None if it does not mend it."""
    after, fix = outcome, finding
    for _ in range(1 + limits.FIX_CHAIN):
        step = _apply(after, name, check, [fix])
        if step is None:
            return None
        items = _items_of_fix(after.data, step.data, name, fix)
        new = _new_errors(outcome.report, step.report)
        here = [one for one in new if not finding.is_error or _is_in(step.data, name, one, items)]
        after = step
        if not here:
            is_worse = outcome.report.spec is not None and after.report.spec is None
            return None if is_worse or not _all_gone(outcome, after) else after
        fix = next((one for one in here if one.fix), None)
        if fix is None:
            return None
    return None


def _is_in(data: bytes, name: str, finding: Diagnostic, items: set[tuple[str | int, ...]]) -> bool:
    """Returns whether a diagnostic is about one of some items, or about no place in the text."""
    return finding.span is None or _item_at(data, name, finding.span[1:3]) in items


def _items_of_fix(before: bytes, after: bytes, name: str, finding: Diagnostic) -> set[tuple[str | int, ...]]:
    """Returns in which items of a spec a fix was carried out, as paths of keys and numbers."""
    (old, _), (new, _) = read(before, name), read(after, name)
    if old is None or new is None or finding.fix is None:
        return set()
    return {_item_at(after, name, new.place(start)) for start in starts(old, finding.fix.edits)}


def _item_at(data: bytes, name: str, place: tuple[int, int]) -> tuple[str | int, ...]:
    """Returns the path to the innermost item of a list of layers at a place; to the top-level key outside of any."""
    source, _ = read(data, name)
    tree = parse(source)[0] if source else None
    path: tuple[str | int, ...] = ()
    item = path
    while tree is not None and not isinstance(tree, Scalar):
        step = next((key for key, spans in _parts(tree) if _holds(spans, place)), None)
        if step is None:
            break
        path = (*path, step)
        is_item = isinstance(tree, TreeSequence) and any(isinstance(one, TreeMapping) for one in tree.items)
        item = path if is_item or not item else item
        tree = tree.entries[str(step)] if isinstance(tree, TreeMapping) else tree.items[int(step)]
    return item


def _parts(tree: TreeMapping | TreeSequence) -> Iterator[tuple[str | int, tuple[Span | None, ...]]]:
    """Yields what a list or a mapping is made of, with where each part is."""
    if isinstance(tree, TreeMapping):
        yield from ((key, (tree.keys[key], value.span)) for key, value in tree.entries.items())
    else:
        yield from ((number, (one.span,)) for number, one in enumerate(tree.items))


def _holds(spans: tuple[Span | None, ...], place: tuple[int, int]) -> bool:
    start, end = spans[0], spans[-1]
    return start is not None and end is not None and start[1:3] <= place <= end[3:]


def _apply(outcome: Outcome, name: str, check: Check, findings: list[Diagnostic]) -> Outcome | None:
    """Returns what fixes make of a spec; None if none of them can be carried out."""
    source, _ = read(outcome.data, name)
    if source is None:
        return None
    text, taken = apply_edits(source, [one.fix.edits for one in findings if one.fix])
    if text == source.text:
        return None
    data = (_BOM if outcome.data.startswith(_BOM) else b"") + text.encode()
    return Outcome(data, check(data), (*outcome.done, *(findings[number] for number in taken)))


def _place(finding: Diagnostic) -> tuple[int, int]:
    """Returns where the first edit of a fix begins."""
    return min(edit.span[1:3] for edit in finding.fix.edits) if finding.fix else (0, 0)


def describe(finding: Diagnostic) -> str:
    """Returns in words what the fix of a diagnostic changes: `covn` -> `conv`."""
    return ", ".join(_describe(finding))


def _describe(finding: Diagnostic) -> Iterator[str]:
    for edit in finding.fix.edits if finding.fix else ():
        before, after = (_short(text) for text in (edit.span.text, edit.replacement))
        yield f"{before} -> {after}" if before and after else f"{after} added" if after else f"{before} removed"


def _short(text: str) -> str:
    """Returns a text as one line shows it."""
    if text and not text.strip():
        return "a line break" if "\n" in text else "a space"
    first, *others = text.strip().splitlines() or [""]
    return f"`{first}`" + (" …" if others else "") if first else ""
