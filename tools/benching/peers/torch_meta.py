"""ResNet-152 run by PyTorch on its `meta` device, which follows shapes and computes nothing."""

# PyTorch need not be installed, and has no types that strict could follow.
# pyright: standard, reportMissingImports=false

import torch
from torch import Tensor, nn

from tools.benching.networks import resnet


class Eager:
    """Makes each layer and applies it at once, as a module does in its forward pass."""

    def conv(self, x: Tensor, filters: int, size: int, stride: int = 1) -> Tensor:
        """Applies a convolution and a batch norm."""
        conv = nn.Conv2d(x.shape[1], filters, size, stride, size // 2, bias=False)
        return nn.BatchNorm2d(filters)(conv(x))

    def relu(self, x: Tensor) -> Tensor:
        """Applies a ReLU."""
        return nn.ReLU()(x)

    def max_pool(self, x: Tensor) -> Tensor:
        """Applies a max pooling."""
        return nn.MaxPool2d(3, 2, 1)(x)

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        """Adds two tensors."""
        return x + y

    def head(self, x: Tensor, classes: int) -> Tensor:
        """Takes means and applies a dense layer."""
        flat = nn.AdaptiveAvgPool2d(1)(x).flatten(1)
        return nn.Linear(flat.shape[1], classes)(flat)


if __name__ == "__main__":
    with torch.device("meta"), torch.no_grad():
        assert resnet(Eager(), torch.empty(2, 3, 224, 224)).shape == (2, 1000)
