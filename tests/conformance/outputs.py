"""Networks of the zoo, made small, with weights and inputs that are the same in every process."""

from typing import Any

import keras
import numpy as np

import archspec
from archspec.language.document import Expect

NETWORKS = {
    "lenet5": "inputs: {image: [32, 32, 1]}",
    "resnet:18": "inputs: {image: [64, 64, 3]}",
    "squeezenet:1.1": "inputs: {image: [64, 64, 3]}",
    "googlenet": "inputs: {image: [64, 64, 3]}",
    "mobilenet_v3:small": "inputs: {image: [64, 64, 3]}",
    "efficientnet:b0": "inputs: {image: [64, 64, 3]}",
    "convnext:tiny": "inputs: {image: [64, 64, 3]}",
    "unet": "inputs: {image: [48, 32, 1]}\nparams: {base: 16}",
    "unet_3d": "inputs: {tile: [92, 92, 92, 3]}\nparams: {base: 4}",
    "tcn": "inputs: {sequence: [50, 1]}",
}
"""The networks, and what is other than in the zoo: the sizes of what they take."""


def spec(network: str) -> str:
    """The text of a small network; what the zoo expects of the large one no longer holds."""
    taken_back = ", ".join(f"{name}: null" for name in Expect.model_fields)
    return f"archspec: 1\nextends: {network}\n{NETWORKS[network]}\nexpect: {{{taken_back}}}\n"


def save(file: str) -> None:
    """Saves what each of the networks makes of a batch of two."""
    arrays: dict[str, Any] = {network: computed(network) for network in NETWORKS}
    np.savez(file, **arrays)


def computed(network: str) -> np.ndarray:
    """The output of a network for inputs and weights drawn here: no backend draws the same as another."""
    rng = np.random.default_rng(0)
    model = archspec.build(spec(network))
    for weight in model.weights:
        weight.assign(varied(weight, rng))
    inputs = rng.normal(size=(2, *model.inputs[0].shape[1:])).astype("float32")
    outputs = model.predict(inputs, verbose=0)
    keras.backend.clear_session()
    return outputs


def varied(weight: keras.Variable, rng: np.random.Generator) -> np.ndarray:
    """Values that a mix-up would show, and that neither vanish nor explode: kernels as He and others 2015 draw them."""
    shape = tuple(weight.shape)
    if weight.name.endswith("kernel"):
        fan_in = np.prod(shape[:2] if shape[-1] == 1 else shape[:-1])
        return rng.normal(0, (2 / fan_in) ** 0.5, shape)
    if weight.name in ("gamma", "moving_variance"):
        return rng.uniform(0.5, 1.0, shape)
    return rng.normal(0, 0.1, shape)
