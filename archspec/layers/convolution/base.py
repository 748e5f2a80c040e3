"""What the convolutions have in common."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from archspec.layers import registry
from archspec.layers.base import Layer
from archspec.layers.fields import (
    ActivationName,
    Constraint,
    Count,
    Flag,
    Initializer,
    NormName,
    Padding,
    PerAxis,
    Regularizer,
    VectorInitializer,
    per_axis,
)
from archspec.layers.window import Window, WindowLayer, window_of
from archspec.tensors.faults import ChannelMismatch, DilatedStride, OpenSize, ShapeError
from archspec.tensors.shape import Shape


class ConvolutionLayer(WindowLayer):
    """A learned window over space, with an optional norm and activation after it.

    Attributes:
        bias: Whether a bias is added. By default yes, but no where a `norm` follows, which would take it out again.
        norm: The norm between the convolution and its activation.
        activation: The function applied last.
        in_channels: The number of channels that must arrive; checked, and otherwise without effect.
        kernel_initializer: How the window's weights begin.
        bias_initializer: How the bias begins.
        kernel_regularizer: The penalty on the window's weights.
        bias_regularizer: The penalty on the bias.
        kernel_constraint: What the window's weights are held to.
        bias_constraint: What the bias is held to.
    """

    bias: Flag | None = None
    norm: NormName | None = None
    activation: ActivationName | None = None
    in_channels: Count | None = None
    kernel_initializer: Initializer = "glorot_uniform"
    bias_initializer: VectorInitializer = "zeros"
    kernel_regularizer: Regularizer | None = None
    bias_regularizer: Regularizer | None = None
    kernel_constraint: Constraint | None = None
    bias_constraint: Constraint | None = None

    def parts(self) -> tuple[tuple[str, Layer], ...]:
        """Returns the convolution, its norm and its activation, where there is a norm."""
        if self.norm is None:
            return ()
        alone: dict[str, Any] = {**self.given(), "norm": None, "activation": None, "bias": self.has_bias}
        parts: list[tuple[str, Layer]] = [
            ("conv", type(self)(**alone)),
            ("norm", registry.get(f"{self.norm}_norm")()),
        ]
        if self.activation is not None:
            function: dict[str, Any] = {"function": self.activation}
            parts.append(("activation", registry.get("activation")(**function)))
        return tuple(parts)

    @property
    def has_bias(self) -> bool:
        """Whether a bias is added."""
        return self.norm is None if self.bias is None else self.bias

    def check_input(self, x: Shape) -> int:
        """Returns the number of channels of an input that this layer works on.

        Raises:
            ShapeError: If its rank is wrong, its channels are open, or `in_channels` says otherwise.
        """
        self.check_rank(x)
        if not isinstance(x.channels, int):
            raise ShapeError(
                OpenSize,
                f"needs a known number of channels, and {x} leaves it open",
                notes=("the weights of a convolution have one slice per input channel",),
                helps=("give the last axis of the input as a number",),
            )
        if self.in_channels not in (None, x.channels):
            raise ShapeError(
                ChannelMismatch,
                f"expects {self.in_channels} channels, and {x.channels} arrive",
                field="in_channels",
                branches=(0,),
                helps=(
                    f"bring them to {self.in_channels}, in a layer before it: "
                    f"`conv: {{filters: {self.in_channels}, size: 1}}`; or say `in_channels: {x.channels}`",
                ),
            )
        return x.channels

    def never_negative(self, inputs: Sequence[bool]) -> bool:
        """Returns whether nothing negative comes out of the activation, whatever the sum."""
        del inputs
        return self.activation is not None and registry.get(self.activation)().never_negative([False])

    def keras_class_in(self, keras: Any, x: Shape, data_format: str | None, cut: int = 0) -> Any:
        """Returns the Keras class; where channels come first and the output may be as wide, one with a bias of its own.

        Args:
            keras: The keras module.
            x: The input's shape.
            data_format: The layout.
            cut: By how much the output is less wide than what the layer puts out.
        """
        own = self.keras_class(keras, x)
        if data_format != "channels_first" or not self.has_bias:
            return own
        *_, width, channels = self.output(x)
        if isinstance(width, int) and width + cut != channels:
            return own
        return keras.saving.get_registered_object(f"archspec>{own.__name__}")

    def keras_arguments(self, keras: Any, x: Shape) -> dict[str, Any]:
        """Returns the arguments of the Keras class."""
        return {**super().keras_arguments(keras, x), "use_bias": self.has_bias}

    @classmethod
    def from_keras(cls, config: Mapping[str, Any]) -> Self:
        """Returns what a Keras layer is in the language; a bias is there unless it is not."""
        return super().from_keras({**config, "use_bias": None if config.get("use_bias") else False})


def check_dilated_stride(window: Window) -> Window:
    """Returns a window that steps or is dilated, but not both.

    Raises:
        ShapeError: If it does both, on whatever axes.
    """
    if max(window.stride) > 1 and max(window.dilation) > 1:
        raise ShapeError(
            DilatedStride,
            f"has a stride of {max(window.stride)} and a dilation of {max(window.dilation)}, "
            "and only one of them may be above 1",
            field="dilation",
            helps=(
                "leave `stride` out, and step in a layer of its own after it: "
                f"`max_pool: {{size: 1, stride: {max(window.stride)}}}`",
            ),
        )
    return window


class DepthwiseLayer(ConvolutionLayer):
    """A convolution that begins with a window of its own for each channel.

    Attributes:
        size: The window's size.
        stride: The step from one window to the next.
        padding: What surrounds the input: `same`, `valid`, `causal` (1-D), or a number of zeros.
        dilation: The distance between neighbouring window positions.
        multiplier: The number of windows for each channel.
    """

    ranks: ClassVar[tuple[int, ...]] = (1, 2)

    size: PerAxis
    stride: PerAxis = 1
    padding: Padding = "same"
    dilation: PerAxis = 1
    multiplier: Count = 1

    def window(self, rank: int) -> Window:
        """Returns the window that slides over an input with `rank` spatial axes."""
        return window_of(rank, self.size, self.stride, self.dilation, self.padding)

    def depthwise_shape(self, x: Shape) -> tuple[int, ...]:
        """Returns the shape of the windows' weights, `(*size, channels, multiplier)`."""
        return (*per_axis(self.size, x.rank, "size"), self.check_input(x), self.multiplier)
