"""Programs, run turn by turn and measured."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
"""The folder of the project, in which programs run."""

QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}
NOT_PASSED_ON = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONVERBOSE")
"""What would make Python do other work than is measured: bytecode is to be warm."""


class Program(NamedTuple):
    """A program to measure.

    Attributes:
        label: What it is called in the table.
        command: Its arguments, the program first.
        exit_code: What it must return.
        slow: Whether it takes seconds, and is run a few times only.
    """

    label: str
    command: tuple[str, ...]
    exit_code: int = 0
    slow: bool = False


class Measured(NamedTuple):
    """What one run took.

    Attributes:
        wall: Seconds that passed.
        cpu: Seconds that processors worked for it, in all its threads.
    """

    wall: float
    cpu: float


class WrongExitError(Exception):
    """A program did not do what is to be measured; the message has its output."""


def python(*arguments: str) -> tuple[str, ...]:
    """Returns the command that runs this Python."""
    return (sys.executable, *arguments)


def environment() -> dict[str, str]:
    """Returns the environment of what is measured."""
    passed = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    return {**passed, **QUIET, "PYTHONPATH": str(ROOT)}


def figures(*arguments: str) -> dict[str, float]:
    """Returns the figures that a module, run by this Python, prints as the last line of its output."""
    done = subprocess.run(
        python("-m", *arguments), cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def measure(program: Program) -> Measured:
    """Runs a program once.

    Raises:
        WrongExitError: If it returns another exit code than it must.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        program.command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != program.exit_code:
        words = output.decode("utf-8", errors="replace")
        raise WrongExitError(f"{program.label} returned {process.returncode}, not {program.exit_code}:\n{words}")
    return Measured(wall, used.ru_utime + used.ru_stime)


def compare(
    programs: Sequence[Program], repeats: int, slow_repeats: int, progress: Callable[[str], None]
) -> list[list[Measured]]:
    """Runs programs turn by turn, each turn all of them, after a first turn that warms caches and is not counted.

    Args:
        programs: The programs.
        repeats: How many turns.
        slow_repeats: In how many of them the slow programs take part; they are warmed too.
        progress: Is told what runs.

    Returns:
        What each program took in each of its turns.
    """
    found: list[list[Measured]] = [[] for _ in programs]
    for turn in range(repeats + 1):
        for program, runs in zip(programs, found, strict=True):
            if program.slow and turn > slow_repeats:
                continue
            progress(f"turn {turn} of {repeats}: {program.label}")
            measured = measure(program)
            if turn:
                runs.append(measured)
    return found


def ratio(runs: Sequence[Measured], base: Sequence[Measured], of: Callable[[Measured], float]) -> float:
    """Returns the median of the ratios of pairs: each run is compared with that of the base in the same turn."""
    return median(of(one) / of(other) for one, other in zip(runs, base, strict=False))
