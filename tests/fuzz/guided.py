"""Random bytes that coverage leads: atheris changes the project's specs, and keeps what reaches new lines of archspec.

It ends at the first input that makes archspec break, run for more than `LONGEST` seconds or take more than `MEMORY`
megabytes, and leaves that beside its corpus as `crash-…`, `timeout-…` or `oom-…`. A check whose lines are counted is
many times slower than others, so that the limits on what is unfolded and computed are lowered.

Source: https://github.com/google/atheris, and libFuzzer's options, https://llvm.org/docs/LibFuzzer.html
"""

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from tests.fuzz.text.seeds import DICTIONARY, ROOT, seeds

LONGEST = 300
MEMORY = 1024
LOWERED = (
    ("archspec.limits", "LAYERS", 2000), ("archspec.limits", "STEPS", 5000),
    ("archspec.limits", "EXPRESSION_WORK", 10_000),
)  # fmt: skip
"""Limits, with what they are here."""


def run(minutes: float, folder: Path) -> None:
    """Fuzzes for some minutes of processor time; ends the process.

    Args:
        minutes: How long.
        folder: Where the corpus is, and what makes archspec break.
    """
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["archspec"]):
        for module in _modules():
            import_module(module)
    for module, limit, value in LOWERED:
        setattr(import_module(module), limit, value)
    for name in ("corpus", "seeds"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (folder / "seeds" / f"{number:05}").write_bytes(seed.data)
    words = folder / "words.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in DICTIONARY))
    options = [
        f"-timeout={LONGEST}", f"-rss_limit_mb={MEMORY}", f"-dict={words}", f"-artifact_prefix={folder}/",
        "-max_len=8192", str(folder / "corpus"), str(folder / "seeds"),
    ]  # fmt: skip
    checked = count(1)

    def check_in_time(data: bytes) -> None:
        if time.process_time() > 60 * minutes:
            print(f"{next(checked):,} inputs in {minutes:g} minutes of processor time, and nothing broke", flush=True)
            os._exit(0)
        next(checked)
        check(data)

    atheris.Setup([sys.argv[0], *options], check_in_time)
    atheris.Fuzz()


def check(data: bytes) -> None:
    """Checks bytes as `archspec check` does, and prints what is found.

    Raises:
        Exception: If archspec breaks.
    """
    from archspec.diagnostics.render import render_all
    from archspec.files import Text
    from archspec.session import Session

    checked = Session().analyse(Text(data, "spec.yaml"))
    with contextlib.redirect_stdout(io.StringIO()):
        print(render_all(checked.diagnostics, color=True))


def _modules() -> Iterable[str]:
    """Yields the modules that a check may load."""
    for file in sorted((ROOT / "archspec").rglob("*.py")):
        steps = file.relative_to(ROOT).with_suffix("").parts
        if steps[1] not in ("convert", "__main__"):
            yield ".".join(steps).removesuffix(".__init__")


def _escaped(word: str) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())
