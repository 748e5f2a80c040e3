"""Searches for specs over which archspec and Keras, or archspec and brute force, disagree, and for what breaks it.

    python tools/fuzz.py graphs --count 1000 --seed 1 --workers 4
    python tools/fuzz.py sizes --count 500 --seed 1
    python tools/fuzz.py text --count 10000 --seed 1
    python tools/fuzz.py hostile
    python tools/fuzz.py guided --minutes 10

Each random spec is what its seed and its number make it, however many workers share the work. Half of them have a fault
put in on purpose. Keras must refuse what archspec refuses, and build and run what it accepts: one model predicts at two
sizes of the network's contract as it computes when it is called, trains a step at the second, and refuses sizes beside
the contract; one spec in 25 is exported to ONNX or LiteRT too, and the file computes the same. Disagreements are made
small and written to `tests/conformance/disagreements`, where the tests replay them; the program then returns 1.

`sizes` compares size contracts with brute force: for random specs with open sizes, and for those of `specs/`, every
size from 1 to 200 is followed through the network by formulas of its own, in plain whole numbers. With `--keras` the
networks of `specs/` are run by Keras too, at sizes on both sides of the borders.

`text` changes the specs of the project at random, and checks each as the command does: none may end in a traceback, in
another exit code than 0, 1 or 2, or not at all. What does is made small and written to `tests/hostile/found`. `hostile`
checks a corpus of files that were written to break a checker, and measures what each takes. `guided` needs atheris, and
lets the lines that are reached lead the changes.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "conformance" / "disagreements"
FOUND = ROOT / "tests" / "hostile" / "found"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns 1 if there is a disagreement, and 0 otherwise."""
    options = _parser().parse_args(argv)
    sys.path.insert(0, str(ROOT))
    return options.run(options)


def _graphs(options: argparse.Namespace) -> int:
    """Compares whole networks with Keras."""
    from tools.fuzzing.generate import generate
    from tools.fuzzing.minimise import save
    from tools.fuzzing.report import Tally
    from tools.fuzzing.run import quiet, run

    if options.show:
        print(generate(options.seed, options.first).text, end="")
        return 0
    tally, start = Tally(), time.perf_counter()
    for outcome in run(options.count, options.seed, options.workers, options.first):
        tally.add(outcome)
        _tell(f"{tally.specs} of {options.count}, {len(tally.disagreements)} disagreements")
    _tell("")
    print(f"seed {options.seed}, {time.perf_counter() - start:.0f} s on {options.workers} workers")
    print("\n".join(tally.lines()))
    print(f"\ndisagreements: {len(tally.disagreements)}")
    for outcome in tally.disagreements:
        print(f"  {outcome.number}: {outcome.verdict.disagreement}: {outcome.verdict.detail}")
    folder: Path | None = options.write
    if folder is not None:
        for outcome in tally.disagreements:
            with quiet():
                path = save(outcome, folder)
            print(path, flush=True)
    return int(bool(tally.disagreements))


def _sizes(options: argparse.Namespace) -> int:
    """Compares size contracts with brute force."""
    from tools.fuzzing.open_specs import generate_open
    from tools.fuzzing.sizes import Sum, judge_sizes, open_zoo

    if options.show:
        print(generate_open(options.seed, options.first).text, end="")
        return 0
    total, start = Sum(), time.perf_counter()
    for name, text in open_zoo(ROOT / "specs"):
        total.add(name, text, judge_sizes(text))
    number = options.first
    while total.random < options.count:
        text = generate_open(options.seed, number).text
        total.add(f"--seed {options.seed} --first {number}", text, judge_sizes(text))
        number += 1
        _tell(f"{total.random} of {options.count}, {len(total.disagreements)} disagreements")
    _tell("")
    print(f"seed {options.seed}, {time.perf_counter() - start:.0f} s")
    print("\n".join(total.lines()))
    wrong = len(total.disagreements)
    if options.keras:
        from tools.fuzzing.borders import disagreements

        for name, text in open_zoo(ROOT / "specs"):
            ran, found = disagreements(text)
            print(f"{name}: run by Keras at {ran} sizes on both sides of its borders, {len(found)} disagreements")
            print("".join(f"  {one}\n" for one in found), end="")
            wrong += len(found)
    return int(bool(wrong))


def _text(options: argparse.Namespace) -> int:
    """Checks specs that are changed at random."""
    from collections import Counter

    from tools.fuzzing.text.mutate import mutant
    from tools.fuzzing.text.run import keep, run

    if options.show:
        sys.stdout.buffer.write(mutant(options.seed, options.first)[1])
        return 0
    codes, kinds, start, wrong = Counter[int | None](), Counter[str](), time.perf_counter(), 0
    for outcome in run(options.count, options.seed, options.workers, options.first):
        codes[outcome.verdict.code] += 1
        kinds.update(outcome.verdict.kinds)
        if outcome.verdict.wrong:
            wrong += 1
            print(f"  --seed {options.seed} --first {outcome.number}, of {outcome.origin}: {outcome.verdict.wrong}")
            if options.write is not None:
                print(f"  {keep(outcome, options.seed, options.write)}", flush=True)
        _tell(f"{codes.total()} of {options.count}, {wrong} break it")
    _tell("")
    print(f"seed {options.seed}, {time.perf_counter() - start:.0f} s on {options.workers} workers")
    print("exit codes: " + ", ".join(f"{count:,} times {code}" for code, count in codes.most_common()))
    most = ", ".join(f"{kind} {number:,}" for kind, number in kinds.most_common(5))
    print(f"{len(kinds)} kinds of findings; the most frequent: {most}")
    print(f"break it: {wrong}")
    return int(bool(wrong))


def _hostile(options: argparse.Namespace) -> int:
    """Checks files that were written to break a checker."""
    from tools.fuzzing.hostile.corpus import CORPUS
    from tools.fuzzing.hostile.run import MOST_MEMORY, MOST_SECONDS, run

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


def _guided(options: argparse.Namespace) -> int:
    """Lets coverage lead the changes; the process ends inside."""
    from tools.fuzzing.guided import run

    run(options.minutes, options.folder)
    return 0


def _tell(progress: str) -> None:
    """Says how far it has come, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    graphs = commands.add_parser("graphs", help="whole random networks")
    graphs.add_argument("--count", type=int, default=300, help="how many specs (default: %(default)s)")
    graphs.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    graphs.add_argument("--workers", type=int, default=1, help="how many processes (default: %(default)s)")
    graphs.add_argument("--first", type=int, default=0, help="the number of the first spec (default: %(default)s)")
    graphs.add_argument("--show", action="store_true", help="print the first spec and stop")
    graphs.add_argument("--write", type=Path, default=FOLDER, help="where disagreements go (default: %(default)s)")
    graphs.add_argument("--no-write", dest="write", action="store_const", const=None, help="write no disagreements")
    graphs.set_defaults(run=_graphs)
    sizes = commands.add_parser("sizes", help="size contracts")
    sizes.add_argument(
        "--count", type=int, default=500, help="how many specs that have a contract (default: %(default)s)"
    )
    sizes.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    sizes.add_argument("--first", type=int, default=0, help="the number of the first spec (default: %(default)s)")
    sizes.add_argument("--show", action="store_true", help="print the first spec and stop")
    sizes.add_argument("--keras", action="store_true", help="run the specs of `specs/` in Keras too")
    sizes.set_defaults(run=_sizes)
    text = commands.add_parser("text", help="specs changed at random")
    text.add_argument("--count", type=int, default=10_000, help="how many (default: %(default)s)")
    text.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    text.add_argument("--workers", type=int, default=1, help="how many processes (default: %(default)s)")
    text.add_argument("--first", type=int, default=0, help="the number of the first (default: %(default)s)")
    text.add_argument("--show", action="store_true", help="print the first and stop")
    text.add_argument("--write", type=Path, default=FOUND, help="where goes what breaks it (default: %(default)s)")
    text.add_argument("--no-write", dest="write", action="store_const", const=None, help="write nothing")
    text.set_defaults(run=_text)
    hostile = commands.add_parser("hostile", help="files written to break a checker")
    hostile.add_argument("--only", default="", metavar="WORDS", help="those whose names hold these words")
    hostile.set_defaults(run=_hostile)
    guided = commands.add_parser("guided", help="specs changed as coverage leads; needs atheris")
    guided.add_argument("--minutes", type=float, default=10, help="processor time (default: %(default)s)")
    guided.add_argument(
        "--folder", type=Path, default=Path("guided"), help="where the corpus goes (default: %(default)s)"
    )
    guided.set_defaults(run=_guided)
    return parser


if __name__ == "__main__":
    sys.exit(main())
