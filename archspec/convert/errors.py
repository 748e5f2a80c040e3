"""The errors of writing and reading models and weights."""

from typing import Any


class WeightsError(ValueError):
    """Weights cannot be read or written, or do not fit.

    Attributes:
        report: A `WeightsReport` of what fits and what does not, if it came to that.
    """

    def __init__(self, message: str, report: Any = None) -> None:
        super().__init__(message if report is None else f"{message}\n{report}")
        self.report = report


class ExportError(ValueError):
    """A model cannot be written in a format; the message says why, and because of which layer."""


class ModelError(ValueError):
    """A file holds no model that can be loaded; the message says why."""
