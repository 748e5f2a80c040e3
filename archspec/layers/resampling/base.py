"""What the resamplings have in common."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from archspec.layers.fields import Accepts


def _by_one_name(name: str) -> str:
    """Returns the name of an interpolation: what is linear along each axis has others on one axis and on three."""
    return "bilinear" if name in ("linear", "trilinear") else name


Interpolation = Annotated[
    Literal["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "linear", "trilinear"],
    AfterValidator(_by_one_name),
    Accepts(
        "`nearest`, `bilinear`, `bicubic`, `lanczos3`, `lanczos5`, or `linear` or `trilinear` for `bilinear`", ("word",)
    ),
]

NARROW = ("nearest", "bilinear")
"""Those that look at no more than the nearest position on either side."""
