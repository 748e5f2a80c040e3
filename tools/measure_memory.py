"""Measures how much memory Keras takes to train on a CPU: the table that the estimate is held to.

    python tools/measure_memory.py             # every case
    python tools/measure_memory.py unet vgg:16 # those of some networks

Each case runs in a process of its own, which imports Keras, trains a small network once so that TensorFlow has its
threads and tables, and notes the memory that it has. Then it makes the network, compiles it and trains it on three
batches of random numbers: the case is by how much the process has grown at its peak, weights, traced functions and all.
TensorFlow chooses its threads and the C library allocates as they do for everyone; only oneDNN is off, so that every
x86 processor computes with the same kernels. `tests/unit/estimate/measured.csv` is rewritten row by row.

`tests/conformance` measures forward passes too. There, what counts is what is in use and not what is kept for later:
one thread, and blocks that glibc gives back at once.
"""

# Keras and TensorFlow have no types, so that strict would complain about each of their names.
# pyright: standard

import csv
import gc
import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import archspec
from archspec.graph import Graph

TABLE = Path(__file__).parents[1] / "tests" / "unit" / "estimate" / "measured.csv"
STEPS = 3
PLAIN = {"TF_ENABLE_ONEDNN_OPTS": "0", "TF_CPP_MIN_LOG_LEVEL": "3"}
GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "65536", "MALLOC_TRIM_THRESHOLD_": "0"}


class Case(NamedTuple):
    """What is measured.

    Attributes:
        network: The network, as `archspec show` takes it.
        side: The number that open sizes are given; 0 where there are none.
        batch: The number of samples.
        precision: What it is trained in.
        optimizer: What trains it; `forward` for a forward pass alone.
    """

    network: str
    side: int
    batch: int
    precision: str
    optimizer: str

    def graph(self) -> Graph:
        """Returns the network with every size known."""
        graph = archspec.check(self.network).graph
        if graph is None:
            raise SystemExit(f"{self.network} has a fault")
        return graph.at(**dict.fromkeys(graph.open_sizes(), self.side))

    def measured(self) -> int:
        """Returns the bytes that Keras takes, measured in a process of its own."""
        command = [sys.executable, __file__, "--case", json.dumps(self)]
        environment = {**os.environ, **PLAIN, **(GIVEN_BACK if self.optimizer == "forward" else {})}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return int(done.stdout.split()[-1])


NETWORKS = {
    "float32": (("resnet:50", 0, 4), ("mobilenet_v2", 0, 8), ("unet", 128, 4), ("alexnet", 0, 32),
                ("densenet:121", 0, 2), ("ecg_resnet", 0, 32), ("vgg:16", 0, 2), ("squeezenet", 0, 8)),
    "mixed_bfloat16": (("resnet:50", 0, 1), ("mobilenet_v2", 0, 4), ("unet", 64, 1), ("alexnet", 0, 8),
                       ("densenet:121", 0, 1), ("ecg_resnet", 0, 8), ("vgg:16", 0, 1), ("squeezenet", 0, 4)),
}  # fmt: skip
"""What is trained in each precision: a network, the number for its open sizes, and a batch.

Processors without instructions for bfloat16 are slow with it, so that the batches are small.
"""
HELD_OUT = ("vgg:16", "squeezenet")
"""The networks that the estimate was not made with, but only compared with in the end."""
OPTIMIZERS = ("sgd", "adam", "momentum")


def main(names: list[str]) -> None:
    """Measures the cases of some networks, or all, and writes each into the table as it comes."""
    for precision, optimizer in product(NETWORKS, OPTIMIZERS):
        for network in NETWORKS[precision]:
            if names and network[0] not in names:
                continue
            case = Case(*network, precision, optimizer)
            measured = case.measured()
            write_table(read_table() | {case: measured})
            print(*case, f"{measured / 2**20:,.0f} MiB", flush=True)


def read_table() -> dict[Case, int]:
    """Returns the bytes measured so far, by case."""
    if not TABLE.exists():
        return {}
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {
            Case(network, int(side), int(batch), precision, optimizer): int(measured)
            for network, side, batch, precision, optimizer, measured in list(csv.reader(file))[1:]
        }


def write_table(table: dict[Case, int]) -> None:
    """Writes the bytes measured, in order of the cases."""
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*Case._fields, "bytes"))
        writer.writerows(sorted((*case, measured) for case, measured in table.items()))


def measure(case: Case) -> int:
    """Returns the bytes by which this process grows at most while Keras computes."""
    import keras
    import tensorflow as tf

    from archspec.convert.to_keras import to_keras

    forward = case.optimizer == "forward"
    if forward:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    small = keras.Sequential([keras.Input((16, 16, 3)), keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization()])
    graph = case.graph()
    if forward:
        _forward(small, 2)
        return _forward(to_keras(graph), case.batch)
    _train(small, 2, case.optimizer)
    gc.collect()
    before = _begin()
    _train(to_keras(graph, case.precision), case.batch, case.optimizer)  # pyright: ignore[reportArgumentType]  # one of the two
    return _resident("VmHWM") - before


def _forward(model: Any, batch: int) -> int:
    """Runs a model twice, and returns by how much the process grew at most in the second run, and the input."""
    import tensorflow as tf

    step = tf.function(lambda x: model(x, training=False))
    x = tf.ones((batch, *model.inputs[0].shape[1:]))
    step(x)
    gc.collect()
    before = _begin()
    step(x)
    return _resident("VmHWM") - before + 4 * x.numpy().size


def _train(model: Any, batch: int, optimizer: str) -> None:
    """Trains a model for some steps on random numbers."""
    import keras
    import numpy as np

    rule = keras.optimizers.SGD(momentum=0.9) if optimizer == "momentum" else optimizer
    model.compile(optimizer=rule, loss="mse")
    rng = np.random.default_rng(0)
    x, y = (
        [rng.standard_normal((batch, *one.shape[1:]), "float32") for one in ends]
        for ends in (model.inputs, model.outputs)
    )
    for _ in range(STEPS):
        model.train_on_batch(x if len(x) > 1 else x[0], y if len(y) > 1 else y[0])


def _begin() -> int:
    """Returns how many bytes of this process are in memory, from where its peak is told anew."""
    Path("/proc/self/clear_refs").write_text("5")
    return _resident("VmRSS")


def _resident(field: str) -> int:
    """Returns how many bytes of this process are in memory: now (`VmRSS`), or at most so far (`VmHWM`)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--case"]:
        print(measure(Case(*json.loads(sys.argv[2]))))
    else:
        main(sys.argv[1:])
