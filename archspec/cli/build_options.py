"""The build options of `build` and `bench`."""

import argparse

from archspec.convert.build import BuildOptions
from archspec.language.document import Build, Jit

JIT: dict[str, Jit] = {"auto": "auto", "true": True, "false": False}


def add_build_options(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.add_argument(
        "--precision", choices=("float32", "mixed_bfloat16", "mixed_float16"), help="the precision of the computation"
    )
    parser.add_argument(
        "--layout",
        choices=("channels_last", "channels_first"),
        help="whether tensors with spatial axes have their channels first or last",
    )
    parser.add_argument(
        "--jit", choices=tuple(JIT), help="whether Keras compiles the computation; `auto` leaves it to Keras"
    )
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=("training", "inference"),
        default="training",
        help="`inference` removes layers that only training needs, and folds batch norms",
    )


def parse_build_options(options: argparse.Namespace, said: Build) -> BuildOptions:
    """Returns the build options: those of the command line, and otherwise those of the spec."""
    return BuildOptions(
        options.precision or said.precision,
        options.layout or said.layout,
        said.jit if options.jit is None else JIT[options.jit],
        options.purpose,
    )


def describe(chosen: BuildOptions) -> str:
    """Describes build options: `float32, for training`."""
    layout = [] if chosen.layout == "channels_last" else [chosen.layout]
    jit = {"auto": [], True: ["compiled"], False: ["not compiled"]}[chosen.jit]
    return ", ".join([chosen.precision, *layout, *jit, f"for {chosen.purpose}"])
