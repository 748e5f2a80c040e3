"""Measures how fast archspec is, beside what it is compared with.

    python tools/bench.py all
    python tools/bench.py check --repeats 20 -o check.json

`check` runs `archspec check` on ResNet-152, and others that do a similar job: Keras, PyTorch on its meta device, ONNX
shape inference, MLnode and narchi, as far as they are installed. `scale` checks networks of 100 to 100,000 layers, and
`build` builds models, beside the same ones written by hand. What is compared runs turn by turn, so that a busy machine
slows all of it; figures are medians, and ratios are medians of the ratios of pairs. Nothing here passes or fails.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SIZES = (100, 1_000, 10_000, 100_000)
WIDTH = 140
"""The columns of a table that no terminal shows."""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program."""
    options = _parser().parse_args(argv)
    sys.path.insert(0, str(ROOT))
    from rich.console import Console

    from tools.benching.build import NETWORKS, build
    from tools.benching.check import check
    from tools.benching.scale import scale
    from tools.benching.tables import Table, machine, show, write

    benchmarks = {
        "check": lambda: check(options.repeats or 20, options.repeats or 3, _tell),
        "scale": lambda: scale(options.sizes, options.repeats or 3, _tell),
        "build": lambda: build(options.networks or NETWORKS, options.repeats or 5, _tell),
    }
    where, tables = machine(), dict[str, Table]()
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    console.print(" · ".join(f"{name}: {value}" for name, value in where.items() if not isinstance(value, dict)))
    for name in benchmarks if options.benchmark == "all" else (options.benchmark,):
        tables[name] = benchmarks[name]()
        _tell("")
        show(tables[name], console)
    if options.output is not None:
        write(tables, where, options.output)
    return 0


def _tell(progress: str) -> None:
    """Says what runs, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("benchmark", choices=("check", "scale", "build", "all"))
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.add_argument(
        "--repeats", type=int, metavar="N", help="how often each is measured (default: 20, slow ones 3, `build` 5)"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="numbers of layers for `scale`"
    )
    parser.add_argument("--networks", nargs="+", metavar="SPEC", help="what `build` builds (default: all it can)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
