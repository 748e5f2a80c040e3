"""Measures the time and memory of a Keras model, for inference and training."""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

Maker = Callable[[], Any]
"""What makes a Keras model."""
Shapes = Sequence[Sequence[int]]
"""The shapes of inputs, without the batch."""

WARM_UP = 2
"""How often a step is done before it is timed: the first compiles it, and fills caches."""


class Measured(NamedTuple):
    """What became of one model.

    Attributes:
        build: The seconds that it took to make it, each time that it was made.
        inference: The seconds of each forward pass on a batch.
        training: The seconds of each step of training on a batch.
        memory: The bytes that it took at most while it was trained; None where that cannot be told.
    """

    build: list[float]
    inference: list[float]
    training: list[float]
    memory: int | None


def measure(makers: Sequence[Maker], shapes: Shapes, batch: int, repeats: int) -> list[Measured]:
    """Measures models in turns, so that what slows the machine down for a while slows all of them down.

    Args:
        makers: What makes them; the memory is measured in processes of their own, so that they can be pickled.
        shapes: The shapes of one sample of each input, which are the same for all.
        batch: How many samples a step takes.
        repeats: How often each is made, and each step done.

    Returns:
        What became of each, in order.
    """
    memory = [_apart(make, shapes, batch) for make in makers]  # before this process takes the device
    built = in_turns(makers, repeats, warm_up=1)
    models = [make() for make in makers]
    inference = in_turns([forward_step(model, shapes, batch) for model in models], repeats)
    training = in_turns([training_step(model, shapes, batch) for model in models], repeats)
    return [Measured(*one) for one in zip(built, inference, training, memory, strict=True)]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Returns how many times as fast the one is as the other: the median over pairs that were measured together."""
    return median(b / a for a, b in zip(ours, theirs, strict=True))


def in_precision(precision: str, make: Maker) -> Any:
    """Returns a model that is made while Keras's own policy says in what precision."""
    keras: Any = import_module("keras")
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        return make()
    finally:
        keras.config.set_dtype_policy(before)


def device() -> str:
    """Returns what Keras computes on, in words."""
    keras: Any = import_module("keras")
    backend = keras.backend.backend()
    return f"{backend} on {_accelerator(backend) or f'{os.cpu_count()} CPU cores'}"


def _accelerator(backend: str) -> str | None:
    """Returns the name of the GPU or TPU that a backend computes on, if there is one."""
    framework: Any = import_module(backend)
    if backend == "torch":
        return framework.cuda.get_device_name(0) if framework.cuda.is_available() else None
    if backend == "jax":
        first = framework.devices()[0]
        return None if first.platform == "cpu" else first.device_kind
    found = framework.config.list_physical_devices("GPU")
    return framework.config.experimental.get_device_details(found[0]).get("device_name", "a GPU") if found else None


def in_turns(
    steps: Sequence[Callable[[], object]],
    repeats: int,
    warm_up: int = WARM_UP,
    clock: Callable[[], float] = time.perf_counter,
) -> list[list[float]]:
    """Returns for each step how long it took each time; they are done one after the other, again and again.

    Args:
        steps: The steps.
        repeats: How often each is timed.
        warm_up: How often each is done before.
        clock: What tells the seconds: of the day, or those that the processor worked.
    """
    for step in steps:
        for _ in range(warm_up):
            step()
    taken: list[list[float]] = [[] for _ in steps]
    for _ in range(repeats):
        for step, times in zip(steps, taken, strict=True):
            start = clock()
            step()
            times.append(clock() - start)
    return taken


def forward_step(model: Any, shapes: Shapes, batch: int) -> Callable[[], object]:
    """Returns what runs a model on a batch."""
    inputs = _inputs(model, shapes, batch)
    return lambda: model.predict_on_batch(inputs)  # gives arrays, so that it waits for the device


def training_step(model: Any, shapes: Shapes, batch: int) -> Callable[[], object]:
    """Returns what trains a model on a batch, by gradient descent, compiled if the model is to be."""
    keras: Any = import_module("keras")
    inputs = _inputs(model, shapes, batch)
    targets = model.predict_on_batch(inputs)  # as good as any, and of the right shape
    model.compile(optimizer=keras.optimizers.SGD(), loss="mse", jit_compile=model.jit_compile)
    return lambda: model.train_on_batch(inputs, targets)  # gives a number, likewise


def _inputs(model: Any, shapes: Shapes, batch: int) -> Any:
    """Returns a batch for a model: random numbers, or zeros where they are whole."""
    keras: Any = import_module("keras")
    numpy: Any = import_module("numpy")
    rng = numpy.random.default_rng(0)
    made: list[Any] = []
    for tensor, shape in zip(model.inputs, shapes, strict=True):
        size, dtype = (batch, *shape), keras.backend.standardize_dtype(tensor.dtype)
        made.append(rng.normal(size=size).astype("float32") if "float" in dtype else numpy.zeros(size, dtype))
    return made[0] if len(made) == 1 else made


def _apart(make: Maker, shapes: Shapes, batch: int) -> int | None:
    """Returns the most memory that training takes, in a process that does nothing else."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(peak_of_training, (make, shapes, batch))


def peak_of_training(make: Maker, shapes: Shapes, batch: int) -> int | None:
    """Returns the bytes that training a model on a batch takes at most, in a process that did nothing before.

    On a CPU that is by how much the process grows, with what the framework keeps for later; on a GPU it is what the
    framework has counted.
    """
    keras: Any = import_module("keras")
    backend = keras.backend.backend()
    keras.ops.convert_to_numpy(keras.ops.ones(1))  # so that the framework is there, with all that it keeps
    before = _counted(backend)
    step = training_step(make(), shapes, batch)
    for _ in range(WARM_UP):
        step()
    after = _counted(backend)
    return None if before is None or after is None else after - before


def _resident() -> int | None:
    """Returns the most bytes of this process that were in memory so far."""
    status = Path("/proc/self/status")
    if (
        status.exists()
    ):  # on Linux, where what `getrusage` tells begins with the peak of the process that started this one
        lines = status.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:"))
    if sys.platform == "win32":
        return None
    resource: Any = import_module("resource")
    # macOS counts in bytes, others in KiB.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _counted(backend: str) -> int | None:
    """Returns the most bytes that were in use so far, on the accelerator or else in this process."""
    framework: Any = import_module(backend)
    if _accelerator(backend) is None:
        return _resident()
    if backend == "torch":
        return framework.cuda.max_memory_allocated()
    if backend == "jax":
        return framework.devices()[0].memory_stats()["peak_bytes_in_use"]
    return framework.config.experimental.get_memory_info("GPU:0")["peak"]
