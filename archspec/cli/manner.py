"""How a model is to be built: what `build` and `bench` take."""

import argparse

from archspec.convert.build import Manner
from archspec.language.document import Build, Jit

JIT: dict[str, Jit] = {"auto": "auto", "true": True, "false": False}


def add_manner(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments that say how a model is built."""
    parser.add_argument(
        "--precision", choices=("float32", "mixed_bfloat16", "mixed_float16"), help="of the computation"
    )
    parser.add_argument(
        "--layout", choices=("channels_last", "channels_first"), help="where tensors in space have their channels"
    )
    parser.add_argument("--jit", choices=tuple(JIT), help="whether Keras compiles the computation, or decides itself")
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=("training", "inference"),
        default="training",
        help="what the model is for: `inference` leaves out what only training needs, and folds batch norms",
    )


def manner(options: argparse.Namespace, said: Build) -> Manner:
    """Returns how a model is built: as the arguments say, and else as the spec does."""
    return Manner(
        options.precision or said.precision,
        options.layout or said.layout,
        said.jit if options.jit is None else JIT[options.jit],
        options.purpose,
    )


def in_words(chosen: Manner) -> str:
    """Returns how a model is built, as people say it: `float32, for training`."""
    layout = [] if chosen.layout == "channels_last" else [chosen.layout]
    jit = {"auto": [], True: ["compiled"], False: ["not compiled"]}[chosen.jit]
    return ", ".join([chosen.precision, *layout, *jit, f"for {chosen.purpose}"])
