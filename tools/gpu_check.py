"""Checks networks built of specs on a GPU: that they compute what a CPU does, that they train, and how fast.

    KERAS_BACKEND=jax python tools/gpu_check.py -o report.json

For ResNet-50, U-Net and 3D U-Net, in float32 and in mixed_bfloat16, with Keras on any backend:

- outputs against those in float32 on the CPU, with the same weights, in a process that sees no GPU;
- some steps of training on one batch, after which the loss has to be smaller;
- images a second and the most memory, in turns with the same network written by hand in Keras; on PyTorch, ResNet-50
  also beside torchvision's, with channels last, autocast and `torch.compile`, where torchvision is installed.

It returns 1 if outputs or losses are not as they have to be. Where there is no GPU it says so and does the same on the
CPU, for which `--small` takes networks that a CPU manages.
"""

# Keras and the frameworks have no types, so that strict would complain about each of their names.
# pyright: standard

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
PRECISIONS = ("float32", "mixed_bfloat16")
TOLERANCE = {"float32": 1e-2, "mixed_bfloat16": 1e-1}
"""How far outputs may be off, as a part of the largest: GPUs multiply float32 with 10 bits, bfloat16 has 8."""
STEPS = 10
NO_GPU = {"CUDA_VISIBLE_DEVICES": "", "JAX_PLATFORMS": "cpu"}


class Network(NamedTuple):
    """A network of the zoo, and the same one written by hand.

    Attributes:
        spec: The spec, with its variant.
        reference: The module in `tests/conformance/reference`, and the function in it, that make it by hand.
        shape: The shape of an image.
        batch: The samples in a step.
        params: The values of its params.
    """

    spec: str
    reference: str
    shape: tuple[int, ...]
    batch: int
    params: Mapping[str, int] = {}


NETWORKS = (
    Network("resnet:50", "resnet", (224, 224, 3), 64),
    Network("unet", "unet", (512, 512, 1), 8),
    Network("unet_3d", "unet_3d", (132, 132, 116, 3), 1),
)
SMALL = (
    Network("resnet:50", "resnet", (224, 224, 3), 2),
    Network("unet", "unet", (64, 64, 1), 2, {"base": 8}),
    Network("unet_3d", "unet_3d", (132, 132, 116, 3), 1, {"base": 4}),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program."""
    options = _parser().parse_args(argv)
    if options.reference:
        _reference(*options.reference)
        return 0
    from archspec.convert.measure import device

    found: dict[str, Any] = {"device": device(), "networks": []}
    print(found["device"])
    for network in SMALL if options.small else NETWORKS:
        for precision in PRECISIONS:
            one = {"network": network.spec, "precision": precision, "batch": network.batch, "image": network.shape}
            one |= {**correctness(network, precision), **speed(network, precision, options.repeats)}
            found["networks"].append(one)
            print(json.dumps(one))
    if options.output:
        partial_file = options.output.with_name(f".{options.output.name}.{os.getpid()}")
        partial_file.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
        partial_file.replace(options.output)
    wrong = [one for one in found["networks"] if not (one["outputs_agree"] and one["learns"])]
    print(f"{len(found['networks'])} checked, {len(wrong)} not as they have to be")
    return int(bool(wrong))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where the report goes, as JSON")
    parser.add_argument("--small", action="store_true", help="networks that a CPU manages")
    parser.add_argument("--repeats", type=int, default=20, metavar="N", help="how often to measure: 20 unless given")
    parser.add_argument("--reference", nargs=2, help=argparse.SUPPRESS)  # the process without a GPU
    return parser


def built(network: Network, precision: str) -> Any:
    """Returns what archspec makes of a network's spec."""
    import archspec

    settings: dict[str, Any] = {**network.params, "precision": precision}
    return archspec.build(network.spec, seed=0, **settings)


def written(network: Network, precision: str) -> Any:
    """Returns a network as it is written by hand."""
    from archspec.convert.measure import in_precision

    make = getattr(import_module(f"tests.conformance.reference.{network.reference}"), network.reference)
    return in_precision(precision, partial(make, **network.params))


def correctness(network: Network, precision: str) -> dict[str, Any]:
    """Returns how far outputs are off those of the CPU, and what becomes of the loss in training."""
    keras: Any = import_module("keras")
    import numpy as np

    model = built(network, precision)
    rng = np.random.default_rng(0)
    images = rng.normal(size=(2, *network.shape)).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder, "images.npy"), images)
        model.save_weights(Path(folder, "model.weights.h5"))
        command = [sys.executable, __file__, "--reference", folder, json.dumps(network)]
        subprocess.run(command, env={**os.environ, **NO_GPU}, check=True, stdout=subprocess.DEVNULL)
        wanted = np.load(Path(folder, "outputs.npy"))
    off = float(np.abs(model.predict_on_batch(images) - wanted).max() / np.abs(wanted).max())
    model.compile(keras.optimizers.Adam(1e-4), "mse")
    targets = rng.normal(size=wanted.shape).astype("float32")
    losses = [float(model.train_on_batch(images, targets)) for _ in range(STEPS)]
    return {
        "off_by": off,
        "outputs_agree": off <= TOLERANCE[precision],
        "losses": [losses[0], losses[-1]],
        "learns": losses[-1] < losses[0],
    }


def _reference(folder: str, network: str) -> None:
    """Writes what a network makes of given images with given weights, in float32."""
    import numpy as np

    model = built(Network(*json.loads(network)), "float32")
    model.load_weights(Path(folder, "model.weights.h5"))
    np.save(Path(folder, "outputs.npy"), model.predict_on_batch(np.load(Path(folder, "images.npy"))))


def speed(network: Network, precision: str, repeats: int) -> dict[str, Any]:
    """Returns images a second and the most memory, and how many times as fast it is as what it is compared with."""
    from archspec.convert.measure import measure, ratio

    makers = [partial(built, network, precision), partial(written, network, precision)]
    ours, theirs = measure(makers, [network.shape], network.batch, repeats)
    found: dict[str, Any] = {
        "inference_images_per_s": network.batch / median(ours.inference),
        "training_images_per_s": network.batch / median(ours.training),
        "peak_bytes": ours.memory,
        "written_by_hand_peak_bytes": theirs.memory,
        "inference_against_written_by_hand": ratio(ours.inference, theirs.inference),
        "training_against_written_by_hand": ratio(ours.training, theirs.training),
    }
    if os.environ.get("KERAS_BACKEND") == "torch" and network.spec == "resnet:50" and find_spec("torchvision"):
        found |= against_torchvision(network, precision, repeats)
    return found


def against_torchvision(network: Network, precision: str, repeats: int) -> dict[str, float]:
    """Returns how many times as fast ResNet-50 is as torchvision's, as an expert runs that."""
    from archspec.convert.measure import forward_step, in_turns, ratio, training_step

    torch: Any = import_module("torch")
    place = "cuda" if torch.cuda.is_available() else "cpu"
    plain = import_module("torchvision").models.resnet50().to(place, memory_format=torch.channels_last)
    model = torch.compile(plain)
    optimizer = torch.optim.SGD(plain.parameters(), lr=0.01)
    images = torch.randn(network.batch, 3, *network.shape[:2], device=place).to(memory_format=torch.channels_last)
    targets = torch.randn(network.batch, 1000, device=place)
    half = torch.autocast(place, torch.bfloat16, enabled=precision != "float32")

    def forward() -> object:
        plain.eval()
        with torch.no_grad(), half:
            return model(images).float().cpu()

    def train() -> object:
        plain.train()
        optimizer.zero_grad(set_to_none=True)
        with half:
            loss = torch.nn.functional.mse_loss(model(images), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    ours = built(network, precision)
    inference = in_turns([forward_step(ours, [network.shape], network.batch), forward], repeats)
    training = in_turns([training_step(ours, [network.shape], network.batch), train], repeats)
    return {"inference_against_torchvision": ratio(*inference), "training_against_torchvision": ratio(*training)}


if __name__ == "__main__":
    sys.exit(main())
