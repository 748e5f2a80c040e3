"""The Keras layers, on any backend."""

from typing import Any

import keras


@keras.saving.register_keras_serializable("archspec_shuffle")
class ChannelShuffle(keras.layers.Layer):
    """Deals the channels of several groups out in turn."""

    def __init__(self, groups: int, **common: Any) -> None:
        super().__init__(**common)
        self.groups = groups

    def call(self, x: Any) -> Any:
        """Returns the tensor with its last axis in another order."""
        channels = x.shape[-1]
        order = [
            group * (channels // self.groups) + i
            for i in range(channels // self.groups)
            for group in range(self.groups)
        ]
        return keras.ops.take(x, order, axis=-1)

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the layer again."""
        return {**super().get_config(), "groups": self.groups}
