"""Goes through many mutants, in one process or several, and makes small what archspec breaks at."""

import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.text.judge import Verdict, judge, way
from tests.fuzz.text.mutate import mutant
from tests.fuzz.text.seeds import ROOT

BESIDE = ROOT / "tests" / "ui" / "reuse"
"""Files that specs of the project take."""

TOGETHER = 200
"""How many mutants a process is given at once."""


class Outcome(NamedTuple):
    """What became of a mutant.

    Attributes:
        number: Its number.
        origin: The spec that it comes from.
        verdict: What became of it.
    """

    number: int
    origin: str
    verdict: Verdict


def run(count: int, seed: int, workers: int, first: int = 0) -> Iterator[Outcome]:
    """Yields what becomes of each mutant."""
    batches = [range(start, min(start + TOGETHER, first + count)) for start in range(first, first + count, TOGETHER)]
    if workers == 1:
        for batch in batches:
            yield from _batch(seed, batch)
        return
    with ProcessPoolExecutor(workers) as pool:
        for outcomes in pool.map(partial(_batch, seed), batches):
            yield from outcomes


def _batch(seed: int, numbers: range) -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder:
        path = prepared(Path(folder))
        return [_one(seed, number, path) for number in numbers]


def prepared(folder: Path) -> Path:
    """Returns the file for mutants in a folder, beside which stand the files that specs take."""
    shutil.copytree(BESIDE, folder, dirs_exist_ok=True)
    return folder / "mutant.yaml"


def _one(seed: int, number: int, path: Path) -> Outcome:
    origin, data = mutant(seed, number)
    return Outcome(number, origin, judge(path, data, way(seed, number)))


def smaller(data: bytes, arguments: tuple[str, ...], wrong: str, tries: int = 300) -> bytes:
    """Returns a smaller text at which the same goes wrong."""
    with tempfile.TemporaryDirectory() as folder:
        path = prepared(Path(folder))
        left = iter(range(tries))
        size = max(len(data.splitlines()) // 2, 1)
        while size:
            lines = data.splitlines(keepends=True)
            for start in reversed(range(0, len(lines), size)):
                if not any(True for _ in islice(left, 1)):
                    return data
                fewer = lines[:start] + lines[start + size :]
                if judge(path, b"".join(fewer), arguments).wrong == wrong:
                    lines = fewer
            data = b"".join(lines)
            size //= 2
    return data


def keep(outcome: Outcome, seed: int, folder: Path) -> Path:
    """Writes what archspec broke at to a folder, made small."""
    _, data = mutant(seed, outcome.number)
    path = folder / f"text_{seed}_{outcome.number}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(smaller(data, way(seed, outcome.number), outcome.verdict.wrong))
    return path
