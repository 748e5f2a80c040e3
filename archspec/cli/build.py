"""`archspec build FILE -o model.keras`."""

import argparse
import sys
from pathlib import Path
from typing import Any

from archspec.cli.build_options import add_build_options, describe, parse_build_options
from archspec.cli.keras import import_keras, spinner
from archspec.cli.main import CommandError
from archspec.cli.options import add_color, add_spec, examine, print_diagnostics, refuse_library
from archspec.cli.output import check_place
from archspec.convert.backend import configured_backend
from archspec.convert.build import BuildOptions, build_model
from archspec.convert.errors import ExportError, WeightsError
from archspec.convert.export import FORMATS, Target, require, target_of, write
from archspec.convert.loading import REGISTRATIONS, NotPlain, not_plain
from archspec.graph import Graph


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    add_spec(parser)
    endings = ", ".join(f"`{one.ending}`" for one in FORMATS)
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=f"the output; its suffix selects the format: {endings}"
    )
    add_build_options(parser)
    parser.add_argument("--seed", type=int, metavar="N", help="the seed of the initial weights")
    parser.add_argument(
        "--weights",
        metavar="FILE",
        type=Path,
        help="load weights by name from `….safetensors`, `….weights.h5` or `….keras`",
    )
    parser.add_argument("--partial-weights", action="store_true", help="load the weights that fit, if others do not")
    parser.add_argument("--force", action="store_true", help="overwrite the output")
    add_color(parser)
    parser.set_defaults(target=configured_backend())


def run(options: argparse.Namespace) -> int:
    """Builds a network and writes it, or prints its errors."""
    try:
        target = target_of(options.output)
        check_place(target.path, force=options.force)
        report = examine(options.file, options)
        refuse_library(report, options.file)
        print_diagnostics(report, options)
        if report.graph is None or report.architecture is None:
            return 1
        chosen = parse_build_options(options, report.architecture.build)
        model = _build(report.graph, chosen, target, options)
    except (ExportError, WeightsError) as error:
        raise CommandError(str(error)) from error
    print(f"{options.output}: {model.count_params():,} params, {describe(chosen)}")
    if target.format.ending == ".keras":
        _say_how_to_load(options.output, not_plain(report.graph, model.layers))
    return 0


def _say_how_to_load(output: str, found: NotPlain) -> None:
    """Prints which layers of a saved model are not Keras's own, if any, and how to load it."""
    if not found.paths:
        return
    listed = [
        f"`{kind}` ({paths[0]}" + (f" and {len(paths) - 1} more)" if len(paths) > 1 else ")")
        for kind, paths in found.paths.items()
    ]
    others = [module for module in found.modules if module != REGISTRATIONS]
    print(
        f"{output} has layers that are not Keras's own: {', '.join(listed)}\n"
        f"load it with `import {', '.join(['archspec', *others])}; model = archspec.load_model({output!r})`,\n"
        f"or with Keras after `import {', '.join(found.modules)}`"
    )


def _build(graph: Graph, chosen: BuildOptions, target: Target, options: argparse.Namespace) -> Any:
    """Builds and writes the Keras model, and shows progress on a terminal.

    Raises:
        CommandError: If Keras, or its backend, is not installed, or the weights do not fit.
    """
    with spinner(f"building {len(graph.nodes):,} layers"):
        import_keras()
        require(target.format)
        try:
            model, loaded = build_model(
                graph, chosen, seed=options.seed, weights=options.weights, partial=options.partial_weights
            )
        except WeightsError as error:
            partly = error.report is not None and error.report.loaded
            help_line = "\nhelp: `--partial-weights` loads those that fit" if partly else ""
            raise CommandError(f"{error}{help_line}") from error
    with spinner(f"writing {options.output}"):
        write(model, target)
    if not loaded.complete:
        print(f"{options.weights}: {loaded}", file=sys.stderr)
    return model
