"""`time_distributed` does on each step what its layers do on one, however many steps there are."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf

import archspec

SPEC = """archspec: 1
input: [T, H, 6, 3]
layers:
  - time_distributed:
      layers:
        - conv: {filters: 4, size: 3, norm: batch, activation: relu}
        - separable_conv: {filters: 3, size: 3}
        - dropout: 0.2
        - global_pool
"""


def test_every_step_is_computed_where_their_number_is_open() -> None:
    model = archspec.build(SPEC, seed=0)
    inner = [one.layer for one in model.layers[1:]]

    @tf.function(input_signature=[tf.TensorSpec((None, None, None, 6, 3))])
    def graph(images: Any) -> Any:
        return model(images)

    for batch, steps, height in ((3, 5, 4), (5, 3, 7), (1, 2, 9)):
        images = np.random.default_rng(steps).normal(size=(batch, steps, height, 6, 3)).astype("float32")
        expected = np.stack([np.asarray(keras.Sequential(inner)(images[:, step])) for step in range(steps)], axis=1)
        assert expected.shape == (batch, steps, 3)
        for made in (model(images), graph(images), model.predict(images, verbose=0)):
            np.testing.assert_allclose(made, expected, rtol=0, atol=1e-6)


def test_it_trains_and_loads_again(tmp_path: Any) -> None:
    model = archspec.build(SPEC, seed=0)
    images = np.random.default_rng(0).normal(size=(2, 3, 4, 6, 3)).astype("float32")
    model.compile(optimizer="sgd", loss="mse", run_eagerly=True)
    model.fit(images, np.zeros((2, 3, 3)), verbose=0)
    model.save(tmp_path / "model.keras")
    again: Any = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(model(images), again(images))
