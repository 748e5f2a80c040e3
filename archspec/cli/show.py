"""`archspec show FILE`."""

import argparse
import shutil
import sys

from archspec.cli.main import CommandError
from archspec.cli.options import (
    add_at,
    add_color,
    add_spec,
    apply_sizes,
    examine,
    parse_sizes,
    print_diagnostics,
    refuse_library,
)
from archspec.compiler.network import Network
from archspec.diagnostics.terminal import use_color
from archspec.estimate.memory import has_open_sizes, largest_batch, training_memory
from archspec.estimate.overhead import OPTIMIZERS
from archspec.graph import Graph
from archspec.language.quantities import parse_bound
from archspec.report import Report
from archspec.views.table import table
from archspec.views.training import Training


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser)
    add_at(parser, "show it at these open sizes")
    parser.add_argument("--depth", type=int, metavar="N", help="show N levels of blocks, and deeper ones as one row")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown", "csv"), default="text", help="the output format"
    )
    parser.add_argument("--train-memory", action="store_true", help="estimate the memory that training takes")
    parser.add_argument("--batch", type=int, default=32, metavar="N", help="the batch size for training: 32 by default")
    parser.add_argument(
        "--precision", choices=("float32", "mixed_bfloat16", "mixed_float16"), help="the precision to train in"
    )
    parser.add_argument(
        "--memory", metavar="AMOUNT", help="like --train-memory, and print the largest batch that fits into `24GiB`"
    )
    parser.add_argument(
        "--optimizer", choices=tuple(OPTIMIZERS), default="adam", help="the optimizer for training: adam by default"
    )
    add_color(parser)
    parser.set_defaults(target=None)  # a network costs the same on every backend


def run(options: argparse.Namespace) -> int:
    """Prints a network as a table, then its errors; shapes that are unknown because of them are `?`."""
    for name in ("depth", "batch"):
        if getattr(options, name) is not None and getattr(options, name) < 1:
            raise CommandError(f"`--{name}` must be at least 1, not {getattr(options, name)}")
    report = examine(options.file, options)
    refuse_library(report, options.file)
    report = apply_sizes(options.file, report, parse_sizes(options))
    graph = report.graph or report.unexpected
    shown = graph or report.network
    wants_training = graph is not None and (options.train_memory or options.memory)
    training = _training(graph, report, options) if graph is not None and wants_training else None
    if options.format != "text" or not report.network.is_empty:
        _print(shown, report, training, options)
    if report.graph is not None:
        return 0
    print_diagnostics(report, options, sys.stderr)
    return 1


def _print(shown: Graph | Network, report: Report, training: Training | None, options: argparse.Namespace) -> None:
    """Prints a network, or as much of it as is known."""
    if options.format == "text":
        columns = shutil.get_terminal_size((80, 24)).columns
        color = use_color(sys.stdout, options.color)
        print(table(shown, depth=options.depth, columns=columns, color=color, budget=report.budget,
                    training=training))  # fmt: skip
    elif options.format == "markdown":
        from archspec.views.table import markdown

        print(markdown(shown, options.depth))
    else:
        from archspec.views import export

        print(export.as_csv(shown) if options.format == "csv" else
              export.as_json(shown, report.budget, training))  # fmt: skip


def _training(graph: Graph, report: Report, options: argparse.Namespace) -> Training | None:
    """Returns how the network is trained, and how much memory that takes.

    Raises:
        CommandError: If it has open sizes, or there is no such amount of memory.
    """
    architecture = report.architecture
    if architecture is None:
        return None
    if has_open_sizes(graph):
        sizes = ",".join(f"{name}=…" for name in graph.open_sizes())
        raise CommandError(f"the memory of training depends on open sizes: set them with `--at {sizes}`")
    precision = options.precision or architecture.build.precision
    how = f"in {precision} with {options.optimizer}, batch {options.batch}"
    memory = training_memory(graph, options.batch, precision, options.optimizer)
    if options.memory is None:
        return Training(how, memory)
    room = parse_bound(options.memory)
    if room is None or room.relation != "==":
        raise CommandError(f"`--memory` takes an amount such as `24GiB`, not `{options.memory}`")
    available = int(room.amount)
    return Training(how, memory, available, largest_batch(graph, available, precision, options.optimizer))
