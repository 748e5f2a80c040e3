"""Measures what `--for inference` saves on a CPU, against the same network in plain Keras.

    python tools/measure_inference.py

Prints the table of `BENCHMARKS.md`. Each figure is the CPU time of a forward pass on one thread, so that others on the
machine count little, and the median of rounds in which every model has its turn. `predict` compiles with XLA unless it
is told otherwise; the others run as TensorFlow's own graphs, `jit: false`.
"""

# Keras and TensorFlow have no types, so that strict would complain about each of their names.
# pyright: standard

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any, NamedTuple

import archspec
from archspec.convert.inference import to_inference
from archspec.convert.measure import in_turns
from archspec.convert.to_keras import to_keras
from archspec.graph import Graph


class Case(NamedTuple):
    """What is measured.

    Attributes:
        spec: The network.
        batch: The number of samples.
        rounds: How often each model has its turn.
    """

    spec: str
    batch: int
    rounds: int

    def graph(self) -> Graph:
        """Returns the network, with 256 for every open size."""
        graph = archspec.check(self.spec).graph
        if graph is None:
            raise SystemExit(f"{self.spec} has a fault")
        return graph.at(**dict.fromkeys(graph.open_sizes(), 256))


CASES = (Case("resnet:50", 1, 15), Case("resnet:50", 8, 7), Case("unet", 1, 7), Case("mobilenet_v2", 1, 25))
COLUMNS = ("plain", "`predict`", "float32", "mixed_bfloat16, plain", "bfloat16")


def main() -> None:
    """Prints a table: the milliseconds of the plain network, and how many times as fast the others are."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print(f"| network | batch | {' | '.join(COLUMNS)} |\n|---|---|{'---|' * len(COLUMNS)}")
    for case in CASES:
        plain, *others = in_turns(_steps(case, tf), case.rounds, clock=time.process_time)
        ratios = (f"{median(a / b for a, b in zip(plain, other, strict=True)):.2f} ×" for other in others)
        print(f"| `{case.spec}` | {case.batch} | {1000 * median(plain):.0f} ms | {' | '.join(ratios)} |", flush=True)


def _steps(case: Case, tf: Any) -> list[Callable[[], Any]]:
    """Returns a forward pass of each model, in the order of the columns."""
    graph = case.graph()
    plain = to_keras(graph)
    models = [
        (plain, False),
        (plain, True),
        (to_inference(graph, plain), False),
        (to_keras(graph, "mixed_bfloat16"), False),
        (to_inference(graph, plain, "mixed_bfloat16"), False),
    ]
    images = tf.random.stateless_normal((case.batch, *plain.input_shape[1:]), seed=(0, 0))

    def step(model: Any, jit: bool) -> Callable[[], Any]:
        compute = tf.function(lambda batch: model(batch, training=False), jit_compile=jit)
        return lambda: compute(images).numpy()

    return [step(model, jit) for model, jit in models]


if __name__ == "__main__":
    main()
