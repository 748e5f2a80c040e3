"""Networks of `specs/` written by hand in the Keras functional API, to compare with what is built of the specs."""

from collections.abc import Callable

import keras

from tests.conformance.reference.densenet import densenet
from tests.conformance.reference.efficientnet import efficientnet_b0
from tests.conformance.reference.resnet import resnet
from tests.conformance.reference.unet import unet

HAND_WRITTEN: dict[str, Callable[[], keras.Model]] = {
    "resnet.yaml:50": resnet,
    "efficientnet.yaml:b0": efficientnet_b0,
    "unet.yaml": unet,
    "densenet.yaml:121": densenet,
}
"""Functions that make them, by spec and variant."""
