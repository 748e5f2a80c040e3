"""DenseNet-BC written by hand in the Keras functional API, after table 1 of Huang et al. 2017 (arXiv:1608.06993)."""

import keras
from keras import layers


def densenet(depths: tuple[int, ...] = (6, 12, 24, 16), growth: int = 32, classes: int = 1000) -> keras.Model:
    image = keras.Input((224, 224, 3))
    x = layers.ZeroPadding2D(3)(image)
    x = layers.Conv2D(2 * growth, 7, strides=2, use_bias=False)(x)
    x = norm_relu(x)
    # The map is not negative after the ReLU, so that padding with zeros is padding with minus infinity.
    x = layers.ZeroPadding2D(1)(x)
    x = layers.MaxPooling2D(3, strides=2)(x)
    for stage, depth in enumerate(depths):
        for _ in range(depth):
            x = dense_layer(x, growth)
        if stage < len(depths) - 1:
            x = transition(x)
    x = layers.GlobalAveragePooling2D()(norm_relu(x))
    return keras.Model(image, layers.Dense(classes)(x))


def dense_layer(x: keras.KerasTensor, growth: int) -> keras.KerasTensor:
    y = layers.Conv2D(4 * growth, 1, use_bias=False)(norm_relu(x))
    y = layers.Conv2D(growth, 3, padding="same", use_bias=False)(norm_relu(y))
    return layers.Concatenate()([x, y])


def transition(x: keras.KerasTensor) -> keras.KerasTensor:
    x = layers.Conv2D(x.shape[-1] // 2, 1, use_bias=False)(norm_relu(x))
    return layers.AveragePooling2D(2)(x)


def norm_relu(x: keras.KerasTensor) -> keras.KerasTensor:
    return layers.ReLU()(layers.BatchNormalization()(x))
