"""Checks the corpus of hostile files, and measures what each takes.

    python -m tests.hostile
    python -m tests.hostile --only aliases

Each file is checked in a process of its own. The program returns 1 if one of them breaks archspec, or takes more than
a second of processor time or 256 MiB of memory.
"""

import argparse
import sys
from collections.abc import Sequence

from tests.hostile.corpus import CORPUS
from tests.hostile.run import MOST_MEMORY, MOST_SECONDS, run


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns 1 if a file breaks archspec or takes too much, and 0 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", default="", metavar="WORDS", help="those whose names hold these words")
    options = parser.parse_args(argv)
    failed = most_seconds = most_memory = 0
    cases = [case for case in CORPUS if options.only in case.name]
    for outcome in run(cases):
        too_much = outcome.seconds > MOST_SECONDS or outcome.memory > MOST_MEMORY
        failed += bool(outcome.wrong or too_much)
        most_seconds, most_memory = max(most_seconds, outcome.seconds), max(most_memory, outcome.memory)
        mark = "!" if outcome.wrong or too_much else " "
        took = f"{outcome.seconds:6.2f} s {outcome.memory / 2**20:5.0f} MiB"
        told = "; ".join(outcome.wrong) or outcome.first
        print(f"{mark} {outcome.case.name:60} {outcome.code!s:>4} {took}  {told}", flush=True)
    print(f"{len(cases)} files, {most_seconds:.2f} s and {most_memory / 2**20:.0f} MiB at most; failed: {failed}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
