"""What the resamplings have in common."""

from typing import Annotated, Literal

from archspec.layers.fields import Accepts

Interpolation = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"],
    Accepts("`nearest`, `bilinear`, `bicubic`, `lanczos3` or `lanczos5`"),
]

NARROW = ("nearest", "bilinear")
"""Those that look at no more than the nearest position on either side."""
