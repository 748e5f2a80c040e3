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
    """The result of fixing a spec.

    Attributes:
        data: The new bytes of the file.
        report: The diagnostics that remain.
        done: The diagnostics that were fixed, with their places at that time.
        undone: The diagnostics that were not fixed, because that would have caused another error.
    """

    data: bytes
    report: Sweep
    done: tuple[Diagnostic, ...] = ()
    undone: tuple[Diagnostic, ...] = ()


def apply_fixes(data: bytes, name: str, check: Check) -> Outcome:
    """Applies all fixes of a spec.

    Args:
        data: The bytes of the file; all bytes outside of the fixes are kept.
        name: The file as the user named it.
        check: Checks the bytes of a spec.
    """
    before = Outcome(data, check(data))
    together = _apply_all(before, name, check)
    if not _new_errors(before.report, together.report) and _all_gone(before, together):
        return together
    return _one_by_one(before, name, check)


def _new_errors(before: Sweep, after: Sweep) -> list[Diagnostic]:
    """Returns the errors that a network, or, if the network is new, the whole spec, did not have before."""
    found: list[Diagnostic] = []
    for network, report in after.reports.items():
        known = Counter(map(_identity, before.reports.get(network, before).errors))
        for one in report.errors:
            known[_identity(one)] -= 1
            if known[_identity(one)] < 0:
                found.append(one)
    return found


def _identity(diagnostic: Diagnostic) -> tuple[str | None, str, DiagnosticKind]:
    return diagnostic.layer, diagnostic.subject, diagnostic.data


def _all_gone(before: Outcome, after: Outcome) -> bool:
    """Returns whether every diagnostic that was fixed occurs less often."""
    were, are = (Counter(map(_identity, one.report.diagnostics)) for one in (before, after))
    return all(are[one] < max(were[one], 1) for one in map(_identity, after.done))


def _apply_all(outcome: Outcome, name: str, check: Check) -> Outcome:
    """Applies all fixes at once, then the fixes of the resulting text, and so on."""
    seen = {outcome.data}
    for _ in range(limits.FIX_ROUNDS):
        after = _apply(outcome, name, check, [one for one in outcome.report.diagnostics if one.fix])
        if after is None or after.data in seen:
            break
        seen.add(after.data)
        outcome = after
    return outcome


def _one_by_one(outcome: Outcome, name: str, check: Check) -> Outcome:
    """Applies one fix at a time, in the order of the text, and undoes those that do not help."""
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


def _apply_one(outcome: Outcome, name: str, check: Check, diagnostic: Diagnostic) -> Outcome | None:
    """Applies a fix, and those that it leads to in the same item; returns None if that does not help."""
    after, fix = outcome, diagnostic
    for _ in range(1 + limits.FIX_CHAIN):
        step = _apply(after, name, check, [fix])
        if step is None:
            return None
        items = _items_of_fix(after.data, step.data, name, fix)
        new = _new_errors(outcome.report, step.report)
        here = [one for one in new if not diagnostic.is_error or _is_in(step.data, name, one, items)]
        after = step
        if not here:
            is_worse = outcome.report.spec is not None and after.report.spec is None
            return None if is_worse or not _all_gone(outcome, after) else after
        fix = next((one for one in here if one.fix), None)
        if fix is None:
            return None
    return None


def _is_in(data: bytes, name: str, diagnostic: Diagnostic, items: set[tuple[str | int, ...]]) -> bool:
    """Returns whether a diagnostic is about one of some items, or about no place in the text."""
    return diagnostic.span is None or _item_at(data, name, diagnostic.span[1:3]) in items


def _items_of_fix(before: bytes, after: bytes, name: str, diagnostic: Diagnostic) -> set[tuple[str | int, ...]]:
    """Returns the items of a spec that a fix changes, as paths of keys and numbers."""
    (old, _), (new, _) = read(before, name), read(after, name)
    if old is None or new is None or diagnostic.fix is None:
        return set()
    return {_item_at(after, name, new.place(start)) for start in starts(old, diagnostic.fix.edits)}


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


def _apply(outcome: Outcome, name: str, check: Check, diagnostics: list[Diagnostic]) -> Outcome | None:
    """Applies fixes to a spec; returns None if none of them can be applied."""
    source, _ = read(outcome.data, name)
    if source is None:
        return None
    text, taken = apply_edits(source, [one.fix.edits for one in diagnostics if one.fix])
    if text == source.text:
        return None
    data = (_BOM if outcome.data.startswith(_BOM) else b"") + text.encode()
    return Outcome(data, check(data), (*outcome.done, *(diagnostics[number] for number in taken)))


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    """Returns where the first edit of a fix begins."""
    return min(edit.span[1:3] for edit in diagnostic.fix.edits) if diagnostic.fix else (0, 0)


def describe(diagnostic: Diagnostic) -> str:
    """Describes what a fix changes: `covn` -> `conv`."""
    return ", ".join(_describe(diagnostic))


def _describe(diagnostic: Diagnostic) -> Iterator[str]:
    for edit in diagnostic.fix.edits if diagnostic.fix else ():
        before, after = (_short(text) for text in (edit.span.text, edit.replacement))
        yield f"{before} -> {after}" if before and after else f"{after} added" if after else f"{before} removed"


def _short(text: str) -> str:
    """Returns a text as one line shows it."""
    if text and not text.strip():
        return "a line break" if "\n" in text else "a space"
    first, *others = text.strip().splitlines() or [""]
    return f"`{first}`" + (" …" if others else "") if first else ""
