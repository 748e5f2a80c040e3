"""Makes a spec over which archspec and Keras disagree as small as it can be with the same disagreement."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import yaml

from tests.fuzz.judge import judge
from tests.fuzz.run import DIED, Outcome, ending_of
from tests.fuzz.spec import end_of, flow
from tests.fuzz.verdict import Verdict

MOST_TRIALS = 120
"""How many smaller specs are tried at most."""
NEED_THE_MARK = ("fault-accepted", "several-findings")
"""The disagreements over a fault that was put in: the comment that marks it must stay."""


def minimised(outcome: Outcome) -> str:
    """Returns a smaller spec of the same disagreement, or the spec itself; always the spec if it kills the process."""
    if outcome.verdict.disagreement == DIED:
        return outcome.text
    trials = iter(range(MOST_TRIALS))
    wanted = _essence(outcome.verdict)
    ending = ending_of(outcome.number)

    def persists(text: str) -> bool:
        return next(trials, None) is not None and _essence(judge(text, ending)) == wanted

    text = _smallest(outcome.text, _without_lines, persists)
    if outcome.verdict.disagreement in NEED_THE_MARK:
        return text
    try:
        return _smallest(_written(yaml.safe_load(text)), _without_parts, persists, begin=persists) or text
    except yaml.YAMLError:
        return text


def save(outcome: Outcome, folder: Path) -> Path:
    """Writes the minimised spec of a disagreement into a folder, and returns where."""
    verdict = outcome.verdict
    path = folder / f"{verdict.disagreement}-{outcome.seed}-{outcome.number}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    detail = " ".join(verdict.detail.split())[:200]
    head = f"# Seed {outcome.seed}, number {outcome.number}: {verdict.disagreement}\n# {detail}\n"
    path.write_text(head + minimised(outcome), encoding="utf-8")
    return path


def _essence(verdict: Verdict) -> tuple[str | None, str | None, str]:
    """Returns what must stay the same: how they disagree, over which finding, and which error, if it is one."""
    error = verdict.detail.partition(":")[0] if verdict.disagreement in ("crash", "build-refused") else ""
    return verdict.disagreement, verdict.finding, error


def _smallest(
    text: str,
    shorter: Callable[[str], Iterator[str]],
    persists: Callable[[str], bool],
    begin: Callable[[str], bool] = bool,
) -> str:
    """Returns what is left when no step, the largest first, keeps it; nothing if it does not begin to."""
    if not begin(text):
        return ""
    while (found := next((one for one in sorted(shorter(text), key=len) if persists(one)), None)) is not None:
        text = found
    return text


def _without_lines(text: str) -> Iterator[str]:
    """Yields a text without each of its items and keys in turn."""
    lines = text.splitlines()
    for start in range(len(lines)):
        kept = lines[:start] + lines[end_of(lines, start) :]
        if kept:
            yield "\n".join(kept) + "\n"


def _without_parts(text: str) -> Iterator[str]:
    """Yields a spec without each entry of its mappings and lists in turn, however deep."""
    spec = yaml.safe_load(text)
    seen = {_written(one) for one in _reduced(spec) if isinstance(one, dict) and one}
    yield from (one for one in sorted(seen) if len(one) < len(text))


def _reduced(value: Any) -> Iterator[Any]:
    """Yields a value with one part of it left out, or taken for the whole."""
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        for key in entries:
            yield {other: one for other, one in entries.items() if other != key}
            yield from ({**entries, key: less} for less in _reduced(entries[key]))
            if key in ("layers", "branches"):
                yield from _flattened(entries, key)
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        for index, item in enumerate(items):
            yield items[:index] + items[index + 1 :]
            yield from ([*items[:index], less, *items[index + 1 :]] for less in _reduced(item))
            inner = _layers_of(item)
            if inner:
                yield items[:index] + inner + items[index + 1 :]


def _flattened(entries: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """Yields a mapping whose list of lists is one list."""
    items = entries[key]
    if isinstance(items, list) and len(items) == 1 and isinstance(items[0], list):  # pyright: ignore[reportUnknownArgumentType]  # any spec
        yield {**entries, key: items[0]}


def _layers_of(item: Any) -> list[Any]:
    """Returns the layers inside an item that is a structure."""
    if not isinstance(item, dict) or len(cast("dict[str, Any]", item)) != 1:
        return []
    fields = next(iter(cast("dict[str, Any]", item).values()))
    inner = cast("dict[str, Any]", fields).get("layers") if isinstance(fields, dict) else None
    return cast("list[Any]", inner) if isinstance(inner, list) else []


def _written(spec: Any) -> str:
    """Returns a spec as YAML, one item a line."""
    lines: list[str] = []
    for key, value in cast("dict[str, Any]", spec).items():
        if key == "layers" and isinstance(value, list) and value:
            lines += ["layers:", *(f"  - {_item(item)}" for item in cast("list[Any]", value))]
        else:
            lines.append(f"{key}: {flow(value)}")
    return "\n".join(lines) + "\n"


def _item(item: Any) -> str:
    if isinstance(item, dict) and len(cast("dict[str, Any]", item)) == 1:
        kind, value = next(iter(cast("dict[str, Any]", item).items()))
        return f"{kind}: {flow(value)}"
    return flow(item)
