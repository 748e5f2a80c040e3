"""Networks of the zoo, made small, with weights and inputs that are the same in every process."""

from typing import Any

import keras
import numpy as np

import archspec
from archspec.language.document import Expect
from tests.conformance.backend import numpied
from tests.conformance.weights import batch_norms, calibrate, draw

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


def save(file: str, statistics: str = "") -> None:
    """Saves what each of the networks makes of a batch of two, and the statistics of its batch norms.

    Args:
        file: Where to.
        statistics: A file that another backend has saved, whose statistics are to be taken; if it is given.
    """
    given = dict(np.load(statistics)) if statistics else {}
    arrays: dict[str, Any] = {}
    for network in NETWORKS:
        arrays |= computed(network, given)
        keras.backend.clear_session()
    np.savez(file, **arrays)


def computed(network: str, given: dict[str, Any]) -> dict[str, Any]:
    """The output of a network and the statistics of its batch norms, for inputs and weights that are drawn here."""
    rng = np.random.default_rng(0)
    model = archspec.build(spec(network))
    draw(model, rng)
    inputs = rng.normal(size=(2, *model.inputs[0].shape[1:])).astype("float32")
    kept = {
        f"{network} {index} {name}": getattr(norm, name)
        for index, norm in enumerate(batch_norms(model))
        for name in ("moving_mean", "moving_variance")
    }
    if given:
        for key, weight in kept.items():
            weight.assign(given[key])
    else:
        calibrate(model, inputs, rng)
    outputs: Any = model.predict(inputs, verbose=0)
    return {network: outputs, **{key: numpied(weight) for key, weight in kept.items()}}
