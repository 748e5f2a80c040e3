"""How long it takes to build a network of a spec, beside the same network written by hand in the Keras functional API.

    python -m tools.benching.build unet.yaml 5

prints the figures of one network as JSON. Both are built turn by turn in one process, in which Keras and all that
builds them is imported and warm.
"""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from tools.benching.processes import ROOT, figures
from tools.benching.tables import Row, Table

NETWORKS = ("resnet.yaml:50", "efficientnet.yaml:b0", "unet.yaml", "densenet.yaml:121")
"""Those of which `tests/conformance/reference` has one that is written by hand."""

PAIRS = 7
"""How often a process builds a network in either way."""


def build(networks: Sequence[str], repeats: int, progress: Callable[[str], None]) -> Table:
    """Measures the networks, each in processes of its own.

    Args:
        networks: The specs.
        repeats: How many processes measure each of them: one of them may be a few hundredths off in all that it does.
        progress: Is told what runs.
    """
    rows: list[Row] = []
    for network in networks:
        runs: list[dict[str, float]] = []
        for turn in range(repeats):
            progress(f"turn {turn + 1} of {repeats}: {network}, {PAIRS} pairs")
            runs.append(figures("tools.benching.build", network, str(PAIRS)))
        rows.append(Row(network, {name: median(run[name] for run in runs) for name in runs[0]}))
    return Table(f"Building a model, the check included, and by hand: medians of {repeats} processes", rows)


def measured(network: str, repeats: int) -> dict[str, float]:
    """Returns what it takes to build a network in both ways, and the ratios.

    Raises:
        ValueError: If they are not the same network.
    """
    import keras

    import archspec
    from tests.conformance.reference.hand_written import HAND_WRITTEN

    def clean() -> None:
        keras.backend.clear_session()
        gc.collect()

    ways: tuple[Callable[[], Any], ...] = (lambda: archspec.build(ROOT / "specs" / network), HAND_WRITTEN[network])
    params = {way().count_params() for way in ways}
    if len(params) > 1:
        raise ValueError(f"{network} has other weights than the one that is written by hand: {params}")
    taken: list[list[tuple[float, float]]] = [[], []]
    for turn in range(repeats):
        for number in (0, 1) if turn % 2 else (1, 0):
            clean()
            start = time.perf_counter(), time.process_time()
            model = ways[number]()
            taken[number].append((time.perf_counter() - start[0], time.process_time() - start[1]))
            del model
    built, written = taken
    return {
        "s": median(wall for wall, _ in built),
        "s by hand": median(wall for wall, _ in written),
        "× by hand": median(one[0] / other[0] for one, other in zip(built, written, strict=True)),
        "× by hand, CPU": median(one[1] / other[1] for one, other in zip(built, written, strict=True)),
    }


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
