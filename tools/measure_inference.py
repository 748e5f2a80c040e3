"""Measures what `--for inference` saves on a CPU, against the same network in plain Keras, and where the saving is.

    python tools/measure_inference.py

Prints the tables of `BENCHMARKS.md`. Each figure is the CPU time of a forward pass on one thread, so that others on the
machine count little, and the median of rounds in which every model has its turn. One column is compiled with XLA, `jit:
true`; the others run as TensorFlow's own graphs, which is what Keras's `predict` does on a CPU.

No computation of a network is faster than the processor multiplies, which is told first: by the largest product of
matrices that TensorFlow is given. The column `at most` is how many times as fast as plain Keras that would be.
"""

# Keras and TensorFlow have no types, so that strict would complain about each of their names.
# pyright: standard

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import archspec
from archspec.convert.export import export
from archspec.convert.inference import to_inference
from archspec.convert.measure import in_turns
from archspec.convert.to_keras import to_keras
from archspec.estimate.costs import costs
from archspec.graph import Graph
from archspec.language.document import Precision
from archspec.passes.norms import fold_norms
from archspec.passes.padding import fold_padding
from archspec.passes.training_layers import without_training_layers

Step = Callable[[], Any]
PRECISIONS: tuple[Precision, ...] = ("float32", "mixed_bfloat16")
SIDE = 4096
"""The rows and columns of the matrices whose product tells how fast the processor multiplies."""

PADDED = """archspec: 1
input: [56, 56, 64]
layers: [repeat: {times: 16, layers: [pad: 1, conv: {filters: 64, size: 3, padding: valid, activation: relu}]}]
"""
"""A network that pads by hand; those of the zoo say `same` where they can, and have no padding to fold."""


class Case(NamedTuple):
    """What is measured.

    Attributes:
        network: A network of the zoo, or `padded`.
        batch: The number of samples.
        rounds: How often each model has its turn.
    """

    network: str
    batch: int
    rounds: int

    def graph(self) -> Graph:
        """Returns the network, with 256 for every open size."""
        graph = archspec.check(PADDED if self.network == "padded" else self.network).graph
        if graph is None:
            raise SystemExit(f"{self.network} has a fault")
        return graph.at(**dict.fromkeys(graph.open_sizes(), 256))


CASES = (
    Case("resnet:50", 1, 15),
    Case("resnet:50", 8, 7),
    Case("unet", 1, 7),
    Case("mobilenet_v2", 1, 25),
    Case("padded", 8, 25),
)


def main() -> None:
    """Prints how fast the processor multiplies, and the tables."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    rate = multiplications(tf)
    print(f"{rate / 1e9:.0f} G multiply-adds of float32 a second")
    wholes = ("plain", "at most", "with XLA", "inference", "mixed_bfloat16, plain", "inference, bfloat16")
    _print_table("whole", wholes, lambda case: _wholes(case, tf, rate))
    for precision in PRECISIONS:
        singles = (
            "plain",
            "no training layers",
            "and padding folded",
            "and norms folded",
            "and weights as computed with",
        )
        _print_table(f"pass by pass, {precision}", singles, lambda case, own=precision: _passes(case, tf, own))
    files = ("plain", "ONNX", "ONNX, inference", "LiteRT", "LiteRT, inference")
    _print_table("exported", files, lambda case: _files(case, tf))


def multiplications(tf: Any) -> float:
    """Returns how many multiply-adds of float32 a second one thread does on the largest matrices."""
    matrix = tf.random.stateless_normal((SIDE, SIDE), seed=(0, 0))
    product = tf.function(lambda a: tf.reduce_sum(tf.matmul(a, a)))
    (times,) = in_turns([lambda: product(matrix).numpy()], 5, clock=time.process_time)
    return SIDE**3 / min(times)


def _print_table(title: str, columns: Sequence[str], cells: Callable[[Case], list[str]]) -> None:
    print(f"\n| {title} | batch | {' | '.join(columns)} |\n|---|---|{'---|' * len(columns)}")
    for case in CASES:
        print(f"| `{case.network}` | {case.batch} | {' | '.join(cells(case))} |", flush=True)


def _wholes(case: Case, tf: Any, rate: float) -> list[str]:
    graph = case.graph()
    plain = to_keras(graph)
    models = [
        (plain, False),
        (plain, True),
        (to_inference(graph, plain), False),
        (to_keras(graph, "mixed_bfloat16"), False),
        (to_inference(graph, plain, "mixed_bfloat16"), False),
    ]
    times = _times(case, [_step(case, tf, model, jit=jit) for model, jit in models])
    macs = costs(graph).macs
    if not isinstance(macs, int):
        raise SystemExit(f"{case.network} has open sizes")
    return _row([times[0], [case.batch * macs / rate] * case.rounds, *times[1:]])


def _passes(case: Case, tf: Any, precision: Precision) -> list[str]:
    """Returns what the passes gain, each with those before it; the weights, which do not matter here, are random."""
    graph = case.graph()
    plain = to_keras(graph)
    untrained = without_training_layers(graph)
    padded = fold_padding(untrained)
    models = [to_keras(one, precision) for one in (graph, untrained, padded, fold_norms(padded).graph)]
    models.append(to_inference(graph, plain, precision))
    return _row(_times(case, [_step(case, tf, model) for model in models]))


def _files(case: Case, tf: Any) -> list[str]:
    graph = case.graph()
    plain = to_keras(graph)
    steps = [_step(case, tf, plain)]
    with TemporaryDirectory() as folder:
        for ending, runner in ((".onnx", _onnx_step), (".tflite", _litert_step)):
            for name, model in (("plain", plain), ("inference", to_inference(graph, plain))):
                file = Path(folder, f"{name}{ending}")
                export(model, file)
                steps.append(runner(file, _images(case, plain, tf)))
        return _row(_times(case, steps))


def _times(case: Case, steps: list[Step]) -> list[list[float]]:
    return in_turns(steps, case.rounds, clock=time.process_time)


def _row(times: list[list[float]]) -> list[str]:
    """Returns the milliseconds that the first takes, and how many times as fast the others are."""
    first, *others = times
    ratios = (median(a / b for a, b in zip(first, other, strict=True)) for other in others)
    return [f"{1000 * median(first):.0f} ms", *(f"{ratio:.2f} ×" for ratio in ratios)]


def _images(case: Case, model: Any, tf: Any) -> Any:
    return tf.random.stateless_normal((case.batch, *model.input_shape[1:]), seed=(0, 0))


def _step(case: Case, tf: Any, model: Any, *, jit: bool = False) -> Step:
    """Returns a forward pass of a model."""
    images = _images(case, model, tf)
    compute = tf.function(lambda batch: model(batch, training=False), jit_compile=jit)
    return lambda: compute(images).numpy()


def _onnx_step(file: Path, images: Any) -> Step:
    """Returns a forward pass of an ONNX file in onnxruntime."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    batch = {session.get_inputs()[0].name: images.numpy()}
    return lambda: session.run(None, batch)


def _litert_step(file: Path, images: Any) -> Step:
    """Returns a forward pass of a LiteRT file in its interpreter."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(str(file), num_threads=1)
    entry, result = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]
    interpreter.resize_tensor_input(entry, images.shape)
    interpreter.allocate_tensors()
    batch = images.numpy()

    def step() -> Any:
        interpreter.set_tensor(entry, batch)
        interpreter.invoke()
        return interpreter.get_tensor(result)

    return step


if __name__ == "__main__":
    main()
