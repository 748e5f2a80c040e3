"""Makes random specs and judges them, in one process or several: what comes out is the same."""

import os
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stderr, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from tests.fuzz import keras_side
from tests.fuzz.generate import generate
from tests.fuzz.judge import judge
from tests.fuzz.verdict import Verdict
from tools.runtimes import ENDINGS

Job = tuple[int, int]
"""A seed, and the number of a spec."""
DIED = "process-died"
"""How archspec and TensorFlow disagree over a spec that kills the process."""
CLEARED = 25
"""After how many specs Keras forgets the networks made so far, which takes a while."""
REPLACED = 500
"""After how many specs a worker is replaced: what Keras, TensorFlow and the runtimes never let go takes GBs in time."""
EXPORTED = 25
"""One spec in so many is exported too, to each format in turn."""


class Outcome(NamedTuple):
    """What came of one spec.

    Attributes:
        seed: The seed of the run.
        number: The spec's number in the run.
        text: The spec.
        verdict: What archspec and Keras make of it.
        seconds: What it took to make it and to judge it.
    """

    seed: int
    number: int
    text: str
    verdict: Verdict
    seconds: float


def run(count: int, seed: int, workers: int = 1, first: int = 0) -> Iterator[Outcome]:
    """Yields what comes of so many specs, in order.

    Args:
        count: How many.
        seed: The seed; each spec hangs on it and on its own number alone.
        workers: How many processes share the work; with 1, it is done in this one.
        first: The number of the first spec.
    """
    jobs = [(seed, number) for number in range(first, first + count)]
    if workers == 1:
        yield from map(_outcome, jobs)
        return
    while jobs:
        done = 0
        for outcome in _until_one_dies(jobs, workers):
            yield outcome
            done += 1
        jobs = jobs[done:]
        # One of those at work was it: the first that is left is tried alone, then the others go on.
        if jobs:
            yield next(_until_one_dies(jobs[:1], 1), _died(jobs[0]))
            jobs = jobs[1:]


def _until_one_dies(jobs: Sequence[Job], workers: int) -> Iterator[Outcome]:
    """Yields what comes of jobs, in order, until a process dies of one, as it may when TensorFlow does."""
    # Spawned, for a fork of a process in which TensorFlow has threads hangs.
    spawned = get_context("spawn")
    with ProcessPoolExecutor(workers, spawned, initializer=_hush, max_tasks_per_child=REPLACED) as pool:
        futures = [pool.submit(_outcome, job) for job in jobs]
        with suppress(BrokenProcessPool):
            for future in futures:
                yield future.result()


def _died(job: Job) -> Outcome:
    """Returns what is to be said of a spec that kills the process."""
    verdict = Verdict(disagreement=DIED, detail="Keras, or TensorFlow under it, killed the process")
    return Outcome(*job, generate(*job).text, verdict, 0.0)


def _outcome(job: Job) -> Outcome:
    start = time.perf_counter()
    case = generate(*job)
    verdict = judge(case.text, ending_of(case.number))
    if case.number % CLEARED == 0:
        keras_side.clear()
    return Outcome(*job, case.text, verdict, time.perf_counter() - start)


def ending_of(number: int) -> str | None:
    """Returns the ending of the format in which a spec is exported, if it is."""
    turn, left = divmod(number, EXPORTED)
    return None if left else ENDINGS[turn % len(ENDINGS)]


def _hush() -> None:
    """Sends a worker's stderr, on which TensorFlow talks, nowhere."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)


@contextmanager
def quiet() -> Generator[None]:
    """Keeps TensorFlow, which writes to the file descriptor itself, from talking meanwhile."""
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
