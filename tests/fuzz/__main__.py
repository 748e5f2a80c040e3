"""Searches for specs over which archspec and Keras, or archspec and brute force, disagree, and for what breaks it.

    python -m tests.fuzz graphs --count 1000 --seed 1 --workers 4
    python -m tests.fuzz sizes --count 500 --seed 1
    python -m tests.fuzz text --count 10000 --seed 1
    python -m tests.fuzz guided --minutes 10

Each random spec is what its seed and its number make it, however many workers share the work. Half of them have a fault
put in on purpose. Keras must refuse what archspec refuses, and build and run what it accepts: one model predicts at two
sizes of the network's contract as it computes when it is called, trains a step at the second, and refuses sizes beside
the contract; one spec in 25 is exported to ONNX or LiteRT too, and the file computes the same. Disagreements are made
small and written to `tests/conformance/disagreements`, where the tests replay them; the program then returns 1.

`sizes` compares size contracts with brute force: for random specs with open sizes, and for those of `specs/`, every
size from 1 to 200 is followed through the network by formulas of its own, in plain integers. With `--keras` the
networks of `specs/` are run by Keras too, at sizes on both sides of the borders.

`text` changes the specs of the project at random, and checks each as the command does: none may end in a traceback, in
another exit code than 0, 1 or 2, or not at all. What does is made small and written to `tests/hostile/found`.
`guided` needs atheris, and lets the lines that are reached lead the changes.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.text.seeds import ROOT

FOLDER = ROOT / "tests" / "conformance" / "disagreements"
FOUND = ROOT / "tests" / "hostile" / "found"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns 1 if there is a disagreement, and 0 otherwise."""
    options = _parser().parse_args(argv)
    return options.run(options)


def _graphs(options: argparse.Namespace) -> int:
    """Compares whole networks with Keras."""
    from tests.fuzz.generate import generate

    if options.show:
        print(generate(options.seed, options.first).text, end="")
        return 0
    from tests.fuzz.minimise import save
    from tests.fuzz.report import Tally
    from tests.fuzz.run import quiet, run

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
    from tests.fuzz.open_specs import generate_open
    from tests.fuzz.sizes import Sum, judge_sizes, open_zoo

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
        from tests.fuzz.borders import disagreements

        for name, text in open_zoo(ROOT / "specs"):
            ran, found = disagreements(text)
            print(f"{name}: run by Keras at {ran} sizes on both sides of its borders, {len(found)} disagreements")
            print("".join(f"  {one}\n" for one in found), end="")
            wrong += len(found)
    return int(bool(wrong))


def _text(options: argparse.Namespace) -> int:
    """Checks specs that are changed at random."""
    from collections import Counter

    from tests.fuzz.text.mutate import mutant
    from tests.fuzz.text.run import keep, run

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


def _guided(options: argparse.Namespace) -> int:
    """Lets coverage lead the changes; the process ends inside."""
    from tests.fuzz.guided import run

    run(options.minutes, options.folder)
    return 0


def _tell(progress: str) -> None:
    """Says how far it has come, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    graphs = commands.add_parser("graphs", help="whole random networks")
    _add_draws(graphs, 300)
    _add_work(graphs, FOLDER)
    graphs.set_defaults(run=_graphs)
    sizes = commands.add_parser("sizes", help="size contracts; counts the specs that have one")
    _add_draws(sizes, 500)
    sizes.add_argument("--keras", action="store_true", help="run the specs of `specs/` in Keras too")
    sizes.set_defaults(run=_sizes)
    text = commands.add_parser("text", help="specs changed at random")
    _add_draws(text, 10_000)
    _add_work(text, FOUND)
    text.set_defaults(run=_text)
    guided = commands.add_parser("guided", help="specs changed as coverage leads; needs atheris")
    guided.add_argument("--minutes", type=float, default=10, help="processor time (default: %(default)s)")
    guided.add_argument(
        "--folder", type=Path, default=Path("guided"), help="where the corpus goes (default: %(default)s)"
    )
    guided.set_defaults(run=_guided)
    return parser


def _add_draws(parser: argparse.ArgumentParser, count: int) -> None:
    """Adds which specs are drawn."""
    parser.add_argument("--count", type=int, default=count, help="how many specs (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("--first", type=int, default=0, help="the number of the first spec (default: %(default)s)")
    parser.add_argument("--show", action="store_true", help="print the first spec and stop")


def _add_work(parser: argparse.ArgumentParser, folder: Path) -> None:
    """Adds how the work is shared, and where what is found goes."""
    parser.add_argument("--workers", type=int, default=1, help="how many processes (default: %(default)s)")
    parser.add_argument("--write", type=Path, default=folder, help="where what is found goes (default: %(default)s)")
    parser.add_argument("--no-write", dest="write", action="store_const", const=None, help="write nothing")


if __name__ == "__main__":
    sys.exit(main())
