"""ResNet-152 built by Keras: `python -m tools.benching.peers.keras_model`, with `fault` as archspec is given it."""

# Keras has no types, so that strict would complain about each of its names.
# pyright: standard

import sys

import keras

from tests.conformance.reference.resnet import features, resnet
from tools.benching.networks import RESNET_152

if __name__ == "__main__":
    if sys.argv[1:] == ["fault"]:
        x = features(keras.Input((224, 224, 3)), RESNET_152)
        keras.layers.Add()([keras.layers.Conv2D(2047, 1)(x), x])
    else:
        resnet(RESNET_152)
