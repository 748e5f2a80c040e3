"""`archspec build FILE -o model.keras`."""

import argparse
import os
from pathlib import Path
from typing import Any

from archspec.cli.main import CommandError
from archspec.cli.options import add_color, add_spec, examine, print_findings, refuse_library
from archspec.convert.backend import imported, running
from archspec.graph import Graph
from archspec.language.document import Jit, Layout, Precision

JIT: dict[str, Jit] = {"auto": "auto", "true": True, "false": False}


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", type=Path, help="the model file, `….keras`")
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
    parser.add_argument("--force", action="store_true", help="overwrite the output file")
    add_color(parser)
    parser.set_defaults(target=running())


def run(options: argparse.Namespace) -> int:
    """Builds a network and saves it, or prints what is wrong with it."""
    output: Path = options.output
    if output.suffix != ".keras":
        raise CommandError(f"the output must end in `.keras`, and `{output}` does not")
    if output.exists() and not options.force:
        raise CommandError(f"`{output}` exists; `--force` overwrites it")
    if not output.parent.is_dir():
        raise CommandError(f"there is no folder `{output.parent}`")
    report = examine(options.file, options)
    refuse_library(report, options.file)
    print_findings(report, options)
    if report.graph is None or report.architecture is None:
        return 1
    precision = options.precision or report.architecture.build.precision
    layout = options.layout or report.architecture.build.layout
    jit = report.architecture.build.jit if options.jit is None else JIT[options.jit]
    model = _build(report.graph, precision, layout, jit, options)
    partial = output.with_name(f".{output.stem}.{os.getpid()}.keras")
    try:
        model.save(partial)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
    words = (precision, *([] if layout == "channels_last" else [layout]), f"for {options.purpose}")
    print(f"{output}: {model.count_params():,} params, {', '.join(words)}")
    return 0


def _build(graph: Graph, precision: Precision, layout: Layout, jit: Jit, options: argparse.Namespace) -> Any:
    """Returns the Keras model, with a sign of life on a terminal while Keras is imported and layers are made.

    Raises:
        CommandError: If Keras, or its backend, is not installed.
    """
    from rich.console import Console

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with Console(stderr=True).status(f"building {len(graph.nodes):,} layers"):
        from archspec.convert.to_keras import to_keras, with_jit

        try:
            imported()
        except ImportError as error:
            raise CommandError(str(error)) from error
        model = to_keras(graph, precision, layout, seed=options.seed)
        if options.purpose == "inference":
            from archspec.convert.inference import to_inference

            model = to_inference(graph, model, precision, layout)
        return with_jit(model, jit)
