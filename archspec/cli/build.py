"""`archspec build FILE -o model.keras`."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from archspec.cli.main import CommandError
from archspec.cli.options import add_color, add_spec, examine, print_findings, refuse_library
from archspec.cli.output import check_place
from archspec.convert.backend import imported, running
from archspec.convert.errors import ExportError, WeightsError
from archspec.convert.export import FORMATS, Target, require, target_of, write
from archspec.graph import Graph
from archspec.language.document import Jit, Layout, Precision

JIT: dict[str, Jit] = {"auto": "auto", "true": True, "false": False}


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser)
    endings = ", ".join(f"`{one.ending}`" for one in FORMATS)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=f"what to write; its end tells the format: {endings}"
    )
    parser.add_argument(
        "--precision", choices=("float32", "mixed_bfloat16", "mixed_float16"), help="of the computation"
    )
    parser.add_argument(
        "--layout",
        choices=("channels_last", "channels_first"),
        help="where tensors in space have their channels",
    )
    parser.add_argument(
        "--jit", choices=("auto", "true", "false"), help="whether Keras compiles the computation, or decides itself"
    )
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=("training", "inference"),
        default="training",
        help="what the model is for: `inference` leaves out what only training needs, and folds batch norms",
    )
    parser.add_argument("--seed", type=int, metavar="N", help="the seed of the initial weights")
    parser.add_argument(
        "--weights", metavar="FILE", type=Path, help="weights by name: `….safetensors`, `….weights.h5` or `….keras`"
    )
    parser.add_argument("--partial-weights", action="store_true", help="be content with the weights that fit")
    parser.add_argument("--force", action="store_true", help="overwrite the output")
    add_color(parser)
    parser.set_defaults(target=running())


def run(options: argparse.Namespace) -> int:
    """Builds a network and writes it, or prints what is wrong with it."""
    try:
        target = target_of(options.output)
        check_place(target.path, force=options.force)
        report = examine(options.file, options)
        refuse_library(report, options.file)
        print_findings(report, options)
        if report.graph is None or report.architecture is None:
            return 1
        said = report.architecture.build
        form: tuple[Precision, Layout] = (options.precision or said.precision, options.layout or said.layout)
        jit = said.jit if options.jit is None else JIT[options.jit]
        model = _build(report.graph, form, jit, target, options)
    except (ExportError, WeightsError) as error:
        raise CommandError(str(error)) from error
    precision, layout = form
    words = (precision, *([] if layout == "channels_last" else [layout]), f"for {options.purpose}")
    print(f"{options.output}: {model.count_params():,} params, {', '.join(words)}")
    return 0


def _build(graph: Graph, form: tuple[Precision, Layout], jit: Jit, target: Target, options: argparse.Namespace) -> Any:
    """Returns the Keras model once it is written, with a sign of life on a terminal while Keras is at work.

    Raises:
        CommandError: If Keras, or its backend, is not installed.
    """
    from rich.console import Console

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with Console(stderr=True).status(f"building {len(graph.nodes):,} layers") as status:
        from archspec.convert.to_keras import to_keras, with_jit

        try:
            imported()
        except ImportError as error:
            raise CommandError(str(error)) from error
        require(target.format)
        model = to_keras(graph, *form, seed=options.seed)
        if options.weights is not None:
            _load(model, options)
        if options.purpose == "inference":
            from archspec.convert.inference import to_inference

            model = to_inference(graph, model, *form)
        model = with_jit(model, jit)
        status.update(f"writing {options.output}")
        write(model, target)
    return model


def _load(model: Any, options: argparse.Namespace) -> None:
    """Gives the model the weights of a file, and tells what was left out."""
    from archspec.convert.weights import load_weights

    try:
        loaded = load_weights(model, options.weights, partial=options.partial_weights)
    except WeightsError as error:
        partly = error.report is not None and error.report.loaded
        help_line = "\nhelp: `--partial-weights` is content with those that fit" if partly else ""
        raise CommandError(f"{error}{help_line}") from error
    if not loaded.complete:
        print(f"{options.weights}: {loaded}", file=sys.stderr)
