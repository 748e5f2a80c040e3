"""EfficientNet-B0 written by hand in the Keras functional API, after table 1 of Tan and Le 2019 (arXiv:1905.11946)."""

import keras
from keras import layers

STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
"""Expansion, channels, layers, stride and window of each stage of MBConv."""


def efficientnet_b0(classes: int = 1000) -> keras.Model:
    image = keras.Input((224, 224, 3))
    x = layers.Conv2D(32, 3, strides=2, padding="same", use_bias=False)(image)
    x = norm_silu(x)
    for expansion, filters, depth, stride, size in STAGES:
        for number in range(depth):
            x = mbconv(x, filters, expansion, size, stride if number == 0 else 1)
    x = norm_silu(layers.Conv2D(1280, 1, use_bias=False)(x))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(image, layers.Dense(classes)(layers.Dropout(0.2)(x)))


def mbconv(x: keras.KerasTensor, filters: int, expansion: int, size: int, stride: int) -> keras.KerasTensor:
    channels, y = x.shape[-1], x
    if expansion > 1:
        y = norm_silu(layers.Conv2D(expansion * channels, 1, use_bias=False)(y))
    y = norm_silu(layers.DepthwiseConv2D(size, strides=stride, padding="same", use_bias=False)(y))
    squeezed = layers.GlobalAveragePooling2D(keepdims=True)(y)
    squeezed = layers.Dense(channels // 4, activation="silu")(squeezed)
    gate = layers.Dense(expansion * channels, activation="sigmoid")(squeezed)
    y = layers.Conv2D(filters, 1, use_bias=False)(layers.Multiply()([y, gate]))
    y = layers.BatchNormalization()(y)
    return layers.Add()([y, x]) if stride == 1 and channels == filters else y


def norm_silu(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.Activation("silu")(layers.BatchNormalization()(x))
