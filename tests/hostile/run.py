"""Checks hostile files, each in a process of its own, and measures what that takes."""

import json
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.hostile.corpus.case import Case

ROOT = Path(__file__).parents[2]
LONGEST = 60
"""How many seconds, by the clock, a check may take before it counts as one that never ends."""

MOST_SECONDS = 1.0
"""How many seconds of processor time a check is to take, start-up included."""

MOST_MEMORY = 256 << 20
"""How many bytes it may keep resident."""


class Outcome(NamedTuple):
    """What became of a hostile file.

    Attributes:
        case: The file.
        code: The exit code; None if it was ended.
        seconds: Processor time, start-up included.
        wall: Seconds by the clock.
        memory: The most memory resident at once, in bytes.
        output: What was printed.
        wrong: What must not be, empty if nothing is wrong.
    """

    case: Case
    code: int | None
    seconds: float
    wall: float
    memory: int
    output: bytes
    wrong: tuple[str, ...]

    @property
    def first(self) -> str:
        """The first line of what was printed, as far as it is short."""
        return self.output.decode(errors="replace").partition("\n")[0][:100]


def run(cases: Iterable[Case], longest: float = LONGEST) -> Iterator[Outcome]:
    """Yields what becomes of each file."""
    for case in cases:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place, "specs")
            folder.mkdir()
            Path(place, "secret.yaml").write_text("archspec: 1\nname: SECRET\ninput: [8]\nlayers: [relu]\n")
            case.write(folder)
            yield _checked(case, folder, Path(place, "result"), longest)


def _checked(case: Case, folder: Path, result: Path, longest: float) -> Outcome:
    command = [sys.executable, "-m", "tests.hostile.child", str(result), "check", *case.arguments, case.spec]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            command, cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}, timeout=longest,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        code, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired as expired:
        code, output = None, expired.output or b""
    wall = time.perf_counter() - start
    seconds, memory = json.loads(result.read_text()) if result.exists() else (wall, 0)
    return Outcome(case, code, seconds, wall, memory, output, tuple(wrongs(code, output)))


def wrongs(code: int | None, output: bytes) -> Iterator[str]:
    """Yields what is wrong with the outcome of any check, whatever the file."""
    if code is None:
        yield "it does not end"
    elif code not in (0, 1, 2):
        yield f"exit code {code}"
    if b"Traceback" in output or b"internal error" in output:
        yield "a traceback, or an internal error"
    if b"SECRET" in output or b"root:x:" in output:
        yield "what stands outside of the folder is shown"
    try:
        text = output.decode()
    except UnicodeDecodeError:
        yield "it prints what is no UTF-8"
        return
    if odd := {one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")}:
        yield f"it prints {', '.join(f'U+{ord(one):04X}' for one in sorted(odd))}"
