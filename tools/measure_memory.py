"""Measures how much memory Keras takes on a CPU, and compares it with what archspec estimates.

    python tools/measure_memory.py

Prints the table of `docs/costs.md`. Each figure is measured in a process of its own: the growth of its resident memory
to its peak, over a forward pass or over two steps of training (model, optimizer and all). TensorFlow's plain kernels
run on one thread; oneDNN is off because it keeps memory that is given back, XLA because it computes another program.
"""

# Keras and TensorFlow have no types, so that strict would complain about each of their names.
# pyright: standard

import gc
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import archspec
from archspec.estimate.memory import activation_memory, training_memory
from archspec.graph import Graph

MIB = 2**20
SPECS = Path(__file__).parents[1] / "specs"
PLAIN = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "MALLOC_MMAP_THRESHOLD_": "65536",  # glibc gives large blocks back at once, and what is in use is seen
    "MALLOC_TRIM_THRESHOLD_": "0",
}


class Case(NamedTuple):
    """What is measured.

    Attributes:
        spec: The network.
        batch: The number of samples.
        optimizer: What trains it; `forward` for a forward pass alone.
        side: The number that open sizes are given.
    """

    spec: str
    batch: int
    optimizer: str
    side: int = 256

    def graph(self) -> Graph:
        """Returns the network with every size known."""
        graph = archspec.check(f"{SPECS}/{self.spec}").graph
        if graph is None:
            raise SystemExit(f"{self.spec} has a fault")
        return graph.at(**dict.fromkeys(graph.open_sizes(), self.side))

    def estimate(self) -> int:
        """Returns the bytes that archspec estimates."""
        if self.optimizer == "forward":
            return activation_memory(self.graph(), self.batch).peak
        return training_memory(self.graph(), self.batch, optimizer=self.optimizer).total  # pyright: ignore[reportArgumentType]  # one of the three

    def measured(self) -> int:
        """Returns the bytes that Keras takes, measured in a process of its own."""
        command = [sys.executable, __file__, json.dumps(self)]
        done = subprocess.run(command, env={**os.environ, **PLAIN}, capture_output=True, text=True, check=True)
        return int(done.stdout.split()[-1])


NETWORKS = (("alexnet.yaml", 32), ("vgg.yaml:11", 16), ("resnet.yaml:18", 16), ("resnet.yaml:50", 8), ("unet.yaml", 2))


def main() -> None:
    """Prints a table of all cases."""
    ways = ("forward", "sgd", "momentum", "adam")
    print(f"| network, batch | {' | '.join(ways)} |\n|---|{'---|' * len(ways)}")
    for spec, batch in NETWORKS:
        cells: list[str] = []
        for way in ways:
            case = Case(spec, batch, way)
            estimate, measured = case.estimate(), case.measured()
            cells.append(f"{estimate / MIB:,.0f} / {measured / MIB:,.0f} MiB, {estimate / measured - 1:+.0%}")
        print(f"| `{spec.replace('.yaml', '')}`, {batch} | {' | '.join(cells)} |", flush=True)


def measure(case: Case) -> int:
    """Returns the bytes by which this process grows at most while Keras computes."""
    import numpy as np
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    import keras

    warm = [keras.Input((32, 32, 3)), keras.layers.Conv2D(4, 3), keras.layers.BatchNormalization()]
    _run(keras.Sequential(warm), np.zeros((2, 32, 32, 3), "float32"), case.optimizer)
    graph = case.graph()
    shape = graph.nodes[graph.inputs[0]].shape
    batch = np.zeros((case.batch, *(size for size in shape if isinstance(size, int))), "float32")
    _reset_peak()
    before = _resident("VmRSS")
    from archspec.convert.to_keras import to_keras

    model = to_keras(graph)
    if case.optimizer == "forward":
        return _run(model, batch, "forward") + batch.nbytes
    _run(model, batch, case.optimizer)
    return _resident("VmHWM") - before


def _run(model: Any, batch: Any, optimizer: str) -> int:
    """Runs a model twice, and returns by how much the process grew at most in the second run."""
    import keras
    import numpy as np
    import tensorflow as tf

    if optimizer == "forward":
        step = tf.function(lambda x: model(x, training=False))
        tensor = tf.constant(batch)
        step(tensor)
    else:
        rule = keras.optimizers.SGD(momentum=0.9) if optimizer == "momentum" else optimizer
        model.compile(optimizer=rule, loss="mse", jit_compile=False)
        step, tensor = lambda x: model.train_on_batch(x, target), batch
        target = np.zeros((len(batch), *model.output_shape[1:]), "float32")
        step(tensor)
    gc.collect()
    if optimizer == "forward":
        _reset_peak()
    before = _resident("VmRSS")
    step(tensor)
    return _resident("VmHWM") - before


def _reset_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _resident(field: str) -> int:
    """Returns how many bytes of this process are in memory: now (`VmRSS`), or at most so far (`VmHWM`)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(measure(Case(*json.loads(sys.argv[1]))))
    else:
        main()
