"""3D U-Net written by hand in the Keras functional API, after figure 2 of Çiçek et al. 2016 (arXiv:1606.06650).

Norms have an offset and no factor, with which there are the 19,069,955 weights of its section 2.
"""

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers


def unet_3d(tile: Sequence[int] = (132, 132, 116), base: int = 32, depth: int = 3, classes: int = 3) -> keras.Model:
    image = keras.Input((*tile, 3))
    x: Any = image
    skips: list[Any] = []
    for level in range(depth):
        x = conv(conv(x, base * 2**level), base * 2 ** (level + 1))
        skips.append(x)
        x = layers.MaxPooling3D(2)(x)
    x = conv(conv(x, base * 2**depth), base * 2 ** (depth + 1))
    for level in reversed(range(depth)):
        x = layers.Conv3DTranspose(x.shape[-1], 2, strides=2, use_bias=False)(x)
        spare = [n - m for n, m in zip(skips[level].shape[1:-1], x.shape[1:-1], strict=True)]
        skip = layers.Cropping3D([(one // 2, one - one // 2) for one in spare])(skips[level])
        x = layers.Concatenate()([skip, x])
        x = conv(conv(x, base * 2 ** (level + 1)), base * 2 ** (level + 1))
    return keras.Model(image, layers.Conv3D(classes, 1)(x))


def conv(x: Any, filters: int) -> Any:
    x = layers.Conv3D(filters, 3, use_bias=False)(x)
    x = layers.BatchNormalization(scale=False)(x)
    return layers.ReLU()(x)
