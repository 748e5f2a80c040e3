"""ResNets of bottlenecks written by hand in the Keras functional API, after table 1 and figure 5 of He et al. 2016
(arXiv:1512.03385).

The stride of a stage is in the 3x3 convolution of its first bottleneck, as in the networks whose 25,557,032 weights are
published.
"""

from typing import Any

import keras
from keras import layers


def resnet(depths: tuple[int, ...] = (3, 4, 6, 3), classes: int = 1000) -> keras.Model:
    image = keras.Input((224, 224, 3))
    x = layers.GlobalAveragePooling2D()(features(image, depths))
    return keras.Model(image, layers.Dense(classes)(x))


def features(image: Any, depths: tuple[int, ...]) -> keras.KerasTensor:
    x = layers.ZeroPadding2D(3)(image)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    # The map is not negative after the ReLU, so that padding with zeros is padding with minus infinity.
    x = layers.ZeroPadding2D(1)(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for filters, blocks, stride in zip((64, 128, 256, 512), depths, (1, 2, 2, 2), strict=True):
        for block in range(blocks):
            x = bottleneck(x, filters, stride if block == 0 else 1, project=block == 0)
    return x


def bottleneck(x: keras.KerasTensor, filters: int, stride: int, project: bool) -> keras.KerasTensor:
    y = layers.Conv2D(filters, 1, use_bias=False)(x)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.ZeroPadding2D(1)(y)
    y = layers.Conv2D(filters, 3, strides=stride, use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    y = layers.ReLU()(y)
    y = layers.Conv2D(4 * filters, 1, use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if project:
        x = layers.Conv2D(4 * filters, 1, strides=stride, use_bias=False)(x)
        x = layers.BatchNormalization()(x)
    return layers.ReLU()(layers.Add()([y, x]))
