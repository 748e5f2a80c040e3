"""Trains LeNet-5 (`specs/lenet5.yaml`) on handwritten digits in several processes, each with its part of every batch.

    python tools/train_distributed.py --coordinator localhost:1234 --processes 2 --process 0 &
    python tools/train_distributed.py --coordinator localhost:1234 --processes 2 --process 1

Under Slurm and Open MPI, `srun python tools/train_distributed.py --cluster` is enough: they say who is who. Gradients
are those of the whole batch, so that any number of processes comes to the same weights. It runs on JAX, with
`pip install -e '.[jax,test]'`; `docs/distributed.md` tells what else there is.
"""

# Keras and JAX have no types, so that strict would complain about each of their names.
# pyright: standard

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "jax"
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Trains, and tells the loss after each epoch; the first process saves the weights."""
    options = _parser().parse_args()
    jax: Any = import_module("jax")
    if options.cluster or options.processes > 1:  # before anything else asks for the devices
        told = {} if options.cluster else {
            "coordinator_address": options.coordinator,
            "num_processes": options.processes,
            "process_id": options.process,
        }  # fmt: skip
        jax.distributed.initialize(**told)
    import keras
    import numpy as np

    import archspec
    from tools.train_digits import load

    keras.distribution.set_distribution(keras.distribution.DataParallel(auto_shard_dataset=False))
    model = archspec.build(ROOT / "specs" / "lenet5.yaml", seed=options.seed)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.05, momentum=0.9), loss)
    digits, rng = load(keras, options.seed), np.random.default_rng(options.seed)
    for epoch in range(options.epochs):
        batches = rng.permutation(len(digits.images) // options.batch * options.batch).reshape(-1, options.batch)
        # Each process is given its own part of the batch: which one goes by its number.
        parts = [np.array_split(batch, jax.process_count())[jax.process_index()] for batch in batches]
        losses = [float(model.train_on_batch(digits.images[part], digits.labels[part])) for part in parts]
        print(f"process {jax.process_index()} of {jax.process_count()}, epoch {epoch + 1}: loss {losses[-1]:.4f}")
    # All processes take part in reading them.
    weights: dict[str, Any] = {weight.path: keras.ops.convert_to_numpy(weight) for weight in model.weights}
    if options.save and jax.process_index() == 0:
        np.savez(options.save, **weights)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--processes", type=int, default=1, help="how many there are (default: %(default)s)")
    parser.add_argument("--process", type=int, default=0, help="which one this is, from 0")
    parser.add_argument("--coordinator", default="localhost:1234", help="where process 0 listens: HOST:PORT")
    parser.add_argument("--cluster", action="store_true", help="let Slurm or Open MPI say who is who")
    parser.add_argument("--epochs", type=int, default=2, help="default: %(default)s")
    parser.add_argument("--batch", type=int, default=64, help="samples in all processes together")
    parser.add_argument("--seed", type=int, default=0, help="of the weights and the order of the images")
    parser.add_argument("--save", metavar="FILE", help="where the weights go, by name: `….npz`")
    return parser


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
