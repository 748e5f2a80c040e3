"""U-Net written by hand in the Keras functional API, after figure 1 of Ronneberger et al. 2015 (arXiv:1505.04597), with
convolutions that are padded.
"""

from typing import Any

import keras
from keras import layers


def unet(base: int = 64, depth: int = 4, classes: int = 2) -> keras.Model:
    image = x = keras.Input((None, None, 1))
    skips: list[keras.KerasTensor] = []
    for level in range(depth):
        x = double_conv(x, base * 2**level)
        skips.append(x)
        x = layers.MaxPooling2D(2)(x)
    x = double_conv(x, base * 2**depth)
    for level in reversed(range(depth)):
        x = layers.Conv2DTranspose(base * 2**level, 2, strides=2)(x)
        x = layers.Concatenate()([skips[level], x])
        x = double_conv(x, base * 2**level)
    return keras.Model(image, layers.Conv2D(classes, 1)(x))


def double_conv(x: Any, filters: int) -> keras.KerasTensor:
    x = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    return layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
