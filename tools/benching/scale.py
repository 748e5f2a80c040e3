"""What a layer costs in networks of 100 to 100,000 of them, each measured in a process of its own.

    python -m tools.benching.scale blocks 1000

prints the figures of one network as JSON. Times are of the processor: the work is that of one thread.
"""

import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median

from archspec.files import finder_for
from archspec.language.assemble import Assembly
from archspec.session import Analysis, Session
from archspec.syntax.tree import Mapping
from tools.benching.networks import LAYERS_OF_A_FILE, flat, flat_tree, of_blocks, tree
from tools.benching.processes import figures
from tools.benching.tables import Row, Table

SIZES = (100, 1_000, 10_000, 100_000)
FORMS = {"blocks": "out of blocks", "flat": "layer by layer"}
SHORTEST = 0.2
"""For how many seconds a network is checked over and over, at least once."""

WARMING = 100
"""The layers of a network that is checked before, so that everything is imported."""


def scale(sizes: Sequence[int], repeats: int, progress: Callable[[str], None]) -> Table:
    """Measures networks of all sizes, in both forms, turn by turn.

    Args:
        sizes: The numbers of layers.
        repeats: How often each is measured.
        progress: Is told what runs.
    """
    cases = [(form, size) for form in FORMS for size in sizes]
    runs: dict[tuple[str, int], list[dict[str, float]]] = {case: [] for case in cases}
    for turn in range(repeats):
        for form, size in cases:
            progress(f"turn {turn + 1} of {repeats}: {size:,} layers {FORMS[form]}")
            runs[form, size].append(figures("tools.benching.scale", form, str(size)))
    rows = [_row(form, size, runs[form, size], runs.get((form, 1_000))) for form, size in cases]
    return Table(f"From a tree to a checked graph, with advice: medians of {repeats} processes", rows)


def _row(form: str, size: int, taken: list[dict[str, float]], thousand: list[dict[str, float]] | None) -> Row:
    cells = {heading: median(one[heading] for one in taken) for heading in taken[0]}
    if thousand is not None and size > 1_000:
        pairs = zip(taken, thousand, strict=True)
        cells["× linear from 1,000"] = median(one["µs a layer"] / other["µs a layer"] for one, other in pairs)
    note = "the tree of several files" if _of_files(form, size) else ""
    return Row(f"{size:,} layers {FORMS[form]}", cells, note)


def _of_files(form: str, size: int) -> bool:
    return form == "flat" and size > LAYERS_OF_A_FILE


def measured(form: str, size: int) -> dict[str, float]:
    """Returns what a network costs: microseconds a layer from the tree on, and from the text on, and memory."""
    text = "" if _of_files(form, size) else of_blocks(size) if form == "blocks" else flat(size)
    _check(of_blocks(WARMING))
    _check(flat(WARMING))
    made = tree(text) if text else flat_tree(size)
    seconds = _seconds(lambda: _check(made))
    included = {"YAML included": _seconds(lambda: _check(text)) / size * 1e6} if text else {}
    return {"µs a layer": seconds / size * 1e6, **included, "bytes a layer": _bytes(lambda: _check(made)) / size}


def _check(network: Mapping | str) -> None:
    """Checks the network of a tree, or of a text, as `archspec check` does.

    Raises:
        ValueError: If it has a fault, and what is measured is something else.
    """
    if isinstance(network, str):
        checked = Session().analyse(network).report
    else:
        checked = Analysis(None, network, Assembly().open(network, finder_for(None)), ()).report
    if checked.graph is None:
        raise ValueError(f"the network has a fault: {checked}")


def _seconds(work: Callable[[], object]) -> float:
    """Returns the seconds that the processor works: the median of as many turns as fill a moment."""
    taken: list[float] = []
    while not taken or sum(taken) < SHORTEST:
        gc.collect()
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def _bytes(work: Callable[[], object]) -> int:
    """Returns the bytes that all objects made in between take at most."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
