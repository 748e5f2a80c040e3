"""`archspec bench FILE`."""

import argparse
import os
import sys
from functools import partial
from importlib import import_module
from inspect import signature
from pathlib import Path
from statistics import median
from typing import Any

from archspec.cli.build_options import add_build_options, describe, parse_build_options
from archspec.cli.keras import import_keras, spinner
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
from archspec.convert.backend import configured_backend
from archspec.convert.build import BuildOptions, build_model
from archspec.convert.measure import Measured, device, in_precision, measure, ratio
from archspec.convert.to_keras import with_jit
from archspec.graph import Graph
from archspec.language.document import Jit, Precision
from archspec.language.quantities import in_bytes
from archspec.views.table import aligned, spaced

HEADINGS = ("", "build", "inference", "images/s", "training", "images/s", "peak memory")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser)
    add_at(parser, "measure it at these open sizes")
    parser.add_argument("--batch", type=int, default=8, metavar="N", help="the batch size: 8 by default")
    parser.add_argument(
        "--repeats", type=int, default=10, metavar="N", help="the number of measurements: 10 by default"
    )
    add_build_options(parser)
    parser.add_argument("--backend", choices=("tensorflow", "jax", "torch"), help="the backend of Keras")
    parser.add_argument(
        "--vs",
        metavar="MODULE:FUNCTION",
        help="a function that returns a Keras model to compare with: `keras.applications:ResNet50`",
    )
    add_color(parser)


def run(options: argparse.Namespace) -> int:
    """Prints the speed and memory of a network, or its errors."""
    for name in ("batch", "repeats"):
        if getattr(options, name) < 1:
            raise CommandError(f"`--{name}` must be at least 1, not {getattr(options, name)}")
    if options.backend:
        os.environ["KERAS_BACKEND"] = options.backend
    options.target = configured_backend()
    report = examine(options.file, options)
    refuse_library(report, options.file)
    report = apply_sizes(options.file, report, parse_sizes(options))
    print_diagnostics(report, options)
    graph = report.graph
    if graph is None or report.architecture is None:
        return 1
    if names := graph.open_sizes():
        raise CommandError(f"set the open sizes: `--at {','.join(f'{name}=…' for name in names)}`")
    sys.path.insert(0, str(Path.cwd()))  # where the module of `--vs` is looked for
    import_keras()
    chosen = parse_build_options(options, report.architecture.build)
    makers = [partial(build, graph, chosen)]
    titles = [options.file]
    if options.vs:
        makers.append(partial(call, *_named(options.vs), chosen.precision, chosen.jit))
        titles.append(options.vs)
    shapes = [graph.nodes[index].shape for index in graph.inputs]
    sizes = [[size for size in shape if isinstance(size, int)] for shape in shapes]
    with spinner(f"measuring {' and '.join(titles)}"):
        measured = measure(makers, sizes, options.batch, options.repeats)
    inputs = ", ".join(map(spaced, shapes))
    print(f"{device()}, {describe(chosen)}, batches of {options.batch} × {inputs}, medians of {options.repeats}\n")
    rows = [HEADINGS, *(_row(title, one, options.batch) for title, one in zip(titles, measured, strict=True))]
    if options.vs:
        ours, theirs = measured
        speed = [f"{ratio(a, b):.2f} ×" for a, b in zip(ours[:3], theirs[:3], strict=True)]
        rows.append(("as fast", speed[0], speed[1], "", speed[2], "", ""))
    print("\n".join(aligned(rows, [False, *[True] * (len(HEADINGS) - 1)])))
    return 0


def build(graph: Graph, chosen: BuildOptions) -> Any:
    """Returns the Keras model of a graph."""
    model, _ = build_model(graph, chosen)
    return model


def call(module: str, function: str, precision: Precision, jit: Jit) -> Any:
    """Returns the Keras model that a function makes in a precision, without weights that it would download."""
    made: Any = getattr(import_module(module), function)
    offline = partial(made, weights=None) if "weights" in signature(made).parameters else made
    return with_jit(in_precision(precision, offline), jit)


def _named(function: str) -> tuple[str, str]:
    """Returns the module and the name of a function.

    Raises:
        CommandError: If it is not written `module:function`, or there is none.
    """
    module, colon, name = function.partition(":")
    if not (module and colon and name):
        raise CommandError(f"`--vs {function}` is not of the form `--vs module:function`")
    try:
        getattr(import_module(module), name)
    except (AttributeError, ImportError) as error:
        raise CommandError(f"`--vs {function}`: {error}") from error
    return module, name


def _row(title: str, measured: Measured, batch: int) -> tuple[str, ...]:
    build, inference, training = (median(times) for times in measured[:3])
    memory = "not measured" if measured.memory is None else in_bytes(measured.memory)
    return (title, _time(build), _time(inference), f"{batch / inference:,.1f}", _time(training),
            f"{batch / training:,.1f}", memory)  # fmt: skip


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"
