"""Networks of the zoo against those of `keras.applications`: with the same weights, they compute the same.

Where Keras's version differs from the paper's, the difference is written as a derived spec.
"""

from typing import Any, NamedTuple

import keras
import numpy as np
import pytest

import archspec
from tests.conformance.alike import pairs
from tests.conformance.weights import calibrate, draw

BATCH = 2
CLASSES = 10


class Network(NamedTuple):
    """A network of ours and the one of Keras's that it is.

    Attributes:
        application: The function of `keras.applications`.
        spec: The derived spec, without its first line, input and number of classes.
        size: The size of the image.
        options: What else the function is given.
        scale: How large the values of an image are.
    """

    application: str
    spec: str
    size: int = 96
    options: dict[str, Any] = {}  # noqa: RUF012 - nobody changes it
    scale: int = 1

    def __str__(self) -> str:
        return self.application


NO_PREPROCESSING = {"include_preprocessing": False}
RESCALED = "{before: stem, insert: [rescale: 0.00392156862745098]}"  # 1 / 255
RESNET_EPSILON = "batch_norm: {epsilon: 1.001e-5}"

RESNET_V1 = """
extends: resnet:50
defaults: {conv: {bias: true}, batch_norm: {epsilon: 1.001e-5}}
blocks:
  bottleneck:  # its stride is in the first convolution, as in the paper's table 1
    params: {filters: , stride: 1}
    layers:
      - residual:
          shortcut: [conv: {filters: $(4 * filters), size: 1, stride: $stride, when: $(stride > 1 or channels == 64)}]
          layers:
            - conv: {filters: $filters, size: 1, stride: $stride, activation: relu}
            - conv: {filters: $filters, size: 3, activation: relu}
            - conv: {filters: $(4 * filters), size: 1}
"""

RESNET_V2 = """
extends: resnet_v2:50
use: std/preactivation
defaults: {batch_norm: {epsilon: 1.001e-5}}
blocks:
  unit:
    params: {filters: , stride: 1}
    layers:
      - residual:
          shortcut: [max_pool: {size: 1, stride: $stride, when: $(stride > 1)}]
          layers:
            - batch_norm
            - relu
            - preact_bottleneck_convs: {filters: $(4 * filters), inner: $filters, stride: $stride, norm: batch,
                                        activation: relu}
layers:  # a stage ends with its stride, where the shortcut takes every other place
  - conv: {filters: 64, size: 7, stride: 2, padding: 3}
  - max_pool: {size: 3, stride: 2, padding: 1}
  - repeat:
      each: {depth: $depths, filters: [64, 128, 256, 512], stride: [2, 2, 2, 1]}
      layers:
        - preactivated: {unit: preact_bottleneck_convs, filters: $(4 * filters), inner: $filters, stride: 1,
                         norm: batch, activation: relu}
        - repeat:
            each: {i: "$(range(1, depth))"}
            layers:
              - unit: {filters: $filters, stride: $(stride if i == depth - 1 else 1)}
  - batch_norm
  - relu
  - global_pool: avg
  - dense: $classes
"""

NETWORKS = [
    Network("VGG16", "extends: vgg:16"),
    Network("VGG19", "extends: vgg:19"),
    Network("ResNet50", RESNET_V1),
    Network("ResNet50V2", RESNET_V2),
    Network("DenseNet121", f"extends: densenet:121\ndefaults: {{{RESNET_EPSILON}}}"),
    Network("DenseNet169", f"extends: densenet:169\ndefaults: {{{RESNET_EPSILON}}}"),
    Network("MobileNet", "extends: mobilenet_v1:1.0"),
    Network("MobileNetV2", "extends: mobilenet_v2"),
    Network("MobileNetV3Large", "extends: mobilenet_v3:large", options=NO_PREPROCESSING),
    Network("MobileNetV3Small", "extends: mobilenet_v3:small", options=NO_PREPROCESSING),
    Network("InceptionV3", "extends: inception_v3\ndefaults: {batch_norm: {scale: false}}", size=139),
    Network("EfficientNetB0", f"extends: efficientnet:b0\nedits: [{RESCALED}]", scale=255),
    Network("EfficientNetB2", f"extends: efficientnet:b2\nedits: [{RESCALED}]", scale=255),
    Network("ConvNeXtTiny", "extends: convnext:tiny", options=NO_PREPROCESSING),
]


@pytest.mark.slow
@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_the_same_weights_give_the_same_outputs(network: Network) -> None:
    text = f"archspec: 1\n{network.spec}\ninputs: {{image: [{network.size}, {network.size}, 3]}}\n"
    ours: Any = archspec.build(text + "expect: {params: null, trainable_params: null, macs: null}\n", classes=CLASSES)
    theirs: Any = getattr(keras.applications, network.application)(
        weights=None, classes=CLASSES, input_shape=(network.size, network.size, 3), classifier_activation=None,
        **network.options,
    )  # fmt: skip
    rng = np.random.default_rng(0)
    images = network.scale * rng.normal(size=(BATCH, network.size, network.size, 3)).astype("float32")
    draw(theirs, rng)
    calibrate(theirs, images, rng)
    matched = list(pairs(ours, theirs))
    assert sum(layer.count_params() for layer, _ in matched) == ours.count_params()
    for mine, its in matched:
        for weight, other in zip(mine.weights, its.weights, strict=True):
            weight.assign(other.numpy().reshape(weight.shape))

    got, wanted = np.asarray(ours(images)), np.asarray(theirs(images))
    assert np.abs(wanted[0] - wanted[1]).max() > 0.05, "it tells one image from the other"
    np.testing.assert_allclose(got, wanted, atol=1e-4, rtol=1e-4)
