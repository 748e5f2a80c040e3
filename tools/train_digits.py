"""Trains LeNet-5 (`specs/lenet5.yaml`) on handwritten digits, and says how well it reads digits it has not seen.

    python tools/train_digits.py --precision mixed_bfloat16 --require 0.97

The data is scikit-learn's `load_digits`: 1,797 images of 8×8, scaled up here to LeNet's 32×32; a fifth of them, with
every digit in proportion, is held out. Twenty epochs take seconds on two CPU cores and reach about 99 %.
"""

# Keras and scikit-learn have no types, so that strict would complain about each of their names.
# pyright: standard

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

SPEC = Path(__file__).parents[1] / "specs" / "lenet5.yaml"
BATCH = 32
LEARNING_RATE = 3e-3


class Digits(NamedTuple):
    """Images `[count, 32, 32, 1]` between 0 and 1 with their labels `[count]`, to learn from and to be asked."""

    images: Any
    held_out_images: Any
    labels: Any
    held_out_labels: Any


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns 1 if the accuracy is below what `--require` demands, and 0 otherwise."""
    options = _parser().parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import keras

    import archspec

    keras.utils.set_random_seed(options.seed)
    digits = load(keras, options.seed)
    model = archspec.build(SPEC, precision=options.precision)
    start = time.perf_counter()
    train(keras, model, digits, options.epochs)
    seconds = time.perf_counter() - start
    _, accuracy = model.evaluate(digits.held_out_images, digits.held_out_labels, verbose=0)
    print(f"held-out accuracy: {accuracy:.4f} on {len(digits.held_out_labels)} images", end=" ")
    print(f"({options.precision}, seed {options.seed}, {options.epochs} epochs, {seconds:.0f} s)")
    return int(accuracy < options.require)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    precisions = ("float32", "mixed_bfloat16", "mixed_float16")
    parser.add_argument("--precision", choices=precisions, default="float32", help="default: %(default)s")
    parser.add_argument("--epochs", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="for the split, the weights and the order of images")
    parser.add_argument("--require", type=float, default=0.0, metavar="ACCURACY", help="exit with 1 below it")
    return parser


def load(keras: Any, seed: int) -> Digits:
    """Returns scikit-learn's digits at LeNet's size."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    data: Any = load_digits()
    images = data.images[..., None].astype("float32") / 16
    images = keras.ops.convert_to_numpy(keras.ops.image.resize(images, (32, 32), data_format="channels_last"))
    parts: Any = train_test_split(images, data.target, test_size=0.2, stratify=data.target, random_state=seed)
    return Digits(*parts)


def train(keras: Any, model: Any, digits: Digits, epochs: int) -> None:
    """Trains a model, which gives a logit for each digit, on images shifted, turned and scaled anew in each epoch."""
    from rich.console import Console
    from rich.progress import track

    steps = epochs * -(-len(digits.labels) // BATCH)
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(LEARNING_RATE, steps))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    augment = keras.Sequential(
        [
            keras.layers.RandomTranslation(0.1, 0.1, fill_mode="constant", data_format="channels_last"),
            keras.layers.RandomRotation(0.03, fill_mode="constant", data_format="channels_last"),
            keras.layers.RandomZoom(0.1, fill_mode="constant", data_format="channels_last"),
        ]
    )
    console = Console(stderr=True)
    for _ in track(range(epochs), "training", console=console, transient=True, disable=not console.is_terminal):
        images = keras.ops.convert_to_numpy(augment(digits.images, training=True))
        model.fit(images, digits.labels, batch_size=BATCH, verbose=0)


if __name__ == "__main__":
    sys.exit(main())
