"""Runs every network of `specs/` that has open sizes at several sizes of its contract, and prints what came of it.

    python -m tools.measure_sizes
    python -m tools.measure_sizes attention_unet deeplab_v3plus

The smallest variant of each is built once; then this one model predicts at five sizes and is trained at two, and the
ONNX and the LiteRT file made of it are run at three. What is predicted, and what the files compute, must be what a
plain call does. The program returns 1 if something is not.
"""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")  # off by default on some processors
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras

import archspec
from archspec.graph import Graph
from archspec.tensors.dim import Dim
from archspec.tensors.domain import Domain
from tools import runtimes

SPECS = Path(__file__).parents[1] / "specs"
PREDICTED, TRAINED, EXPORTED = 5, 2, 3
"""At how many sizes each is done."""
WORKS = [f"{count} of {count}" for count in (PREDICTED, TRAINED, EXPORTED)]
TOLERANCE = 1e-3
"""By how much two ways to compute an output may differ, as a part of its largest value."""

Sizes = dict[str, int]


class LacksError(Exception):
    """A format cannot hold some layers."""


def main(names: Sequence[str]) -> int:
    """Prints the table; returns 1 if something did not work, and 0 otherwise."""
    failed = 0
    print("| network | sizes | `predict` | `fit` | ONNX | LiteRT |\n| --- | --- | --- | --- | --- | --- |", flush=True)
    for path in sorted(SPECS.glob("*.yaml")):
        name, graph = smallest(path)
        if (not names or path.stem in names) and graph.open_sizes():
            start = time.perf_counter()
            cells = row(name, graph)
            failed += any(cell not in WORKS and not cell.startswith("lacks ") for cell in cells[1:])
            print(f"| {name} | {' | '.join(cells)} |", flush=True)
            print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
            keras.backend.clear_session()
    return int(bool(failed))


def smallest(path: Path) -> tuple[str, Graph]:
    """Returns the variant of a spec that has the fewest weights, with its name."""
    found: list[tuple[int, str, Graph]] = []
    for variant in [*archspec.load(path).variants] or [None]:
        graph = archspec.check(path, variant).graph
        assert graph is not None, "a network that is shipped"
        found.append((graph.params(), f"{path.stem}:{variant}" if variant else path.stem, graph))
    return min(found, key=lambda one: one[0])[1:]


def row(name: str, graph: Graph) -> list[str]:
    """Returns the cells of a network: the sizes, and at how many of them each way of running it works."""
    chosen = sizes_of(graph)
    model: Any = archspec.build(name, seed=0)
    told = ", ".join(" × ".join(map(str, sizes.values())) for sizes in chosen)
    return [
        told,
        _counted(PREDICTED, lambda: _predicted(graph, model, chosen)),
        _counted(TRAINED, lambda: _trained(graph, model, chosen[-TRAINED:])),
        *(_counted(EXPORTED, lambda ending=one: _exported(graph, model, chosen, ending)) for one in runtimes.ENDINGS),
    ]


def sizes_of(graph: Graph) -> list[Sizes]:
    """Returns the smallest sizes of a contract, and larger ones: each time another axis grows."""
    names = graph.open_sizes()
    chosen: list[Sizes] = []
    least = dict.fromkeys(names, 1)
    while len(chosen) < PREDICTED:
        larger = graph.sizes
        for name, size in least.items():
            larger &= Domain.at_least(Dim.symbol(name).term, size)
        found = larger.example(names)
        assert found is not None, "a contract without an upper bound"
        chosen.append(found)
        grown = names[len(chosen) % len(names)]
        least = {**found, grown: found[grown] + 1}
    return chosen


def _counted(count: int, agree: Callable[[], Iterator[bool]]) -> str:
    """Returns at how many sizes something agrees, or why it fails."""
    try:
        return f"{sum(agree())} of {count}"
    except LacksError as error:
        return f"lacks {error}"
    except Exception as error:
        return f"fails: {type(error).__name__}: {' '.join(str(error).split())[:160]}"


def _predicted(graph: Graph, model: Any, chosen: Sequence[Sizes]) -> Iterator[bool]:
    for sizes in chosen:
        arrays = _bare(runtimes.arrays(graph, sizes))
        pairs = zip(
            keras.tree.flatten(model.predict(arrays, verbose=0)), keras.tree.flatten(model(arrays)), strict=True
        )
        yield not any(runtimes.difference(one, other, TOLERANCE) for one, other in pairs)


def _trained(graph: Graph, model: Any, chosen: Sequence[Sizes]) -> Iterator[bool]:
    model.compile("sgd", "mse")
    for sizes in chosen:
        arrays = _bare(runtimes.arrays(graph, sizes))
        outputs = model(arrays)
        targets = keras.tree.map_structure(lambda one: one * 0, outputs)
        model.fit(arrays, targets, verbose=0)
        yield True


def _exported(graph: Graph, model: Any, chosen: Sequence[Sizes], ending: str) -> Iterator[bool]:
    lacking = sorted({node.plain.kind for node in graph.nodes if node.plain and runtimes.lacks(ending, graph, node)})
    if lacking:
        raise LacksError(", ".join(f"`{kind}`" for kind in lacking))
    batch = runtimes.samples(ending, graph)
    fed = [runtimes.arrays(graph, one, batch) for one in chosen[:EXPORTED]]
    for arrays, made in zip(fed, runtimes.run_exported(model, ending, graph, fed), strict=True):
        expected = runtimes.named(graph, model(_bare(arrays)))
        yield not any(runtimes.difference(made[name], expected[name], TOLERANCE) for name in expected)


def _bare(arrays: dict[str, Any]) -> Any:
    """Returns the inputs of a model as it takes them: a list, or the only one."""
    listed = list(arrays.values())
    return listed if len(listed) > 1 else listed[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
