"""A leaky ReLU without a slope."""

from collections.abc import Iterator
from dataclasses import replace

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class MissingSlope(Lint):
    """A leaky ReLU has no explicit slope, and every library has another default.

    archspec uses that of Keras's layer, 0.3, wherever `leaky_relu` occurs. Keras's function of the same name has 0.2,
    PyTorch and the paper have 0.01. So a network that is copied without its slope computes something else. Source:
    Maas, Hannun, Ng. Rectifier nonlinearities improve neural network acoustic models. ICML 2013, section 2.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, activation: leaky_relu}
          - conv: {filters: 1, size: 3}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 16, size: 3, activation: {leaky_relu: 0.2}}
          - conv: {filters: 1, size: 3}
        ```
    """

    noun: str | None

    def message(self) -> str:
        return "is given no slope, and takes 0.3"

    def notes(self) -> tuple[str, ...]:
        return ("Keras's layer has 0.3, Keras's function 0.2, PyTorch 0.01",)

    def helps(self) -> tuple[Help, ...]:
        slope = "leaky_relu: 0.01" if self.noun is None else f"{self.noun}: {{leaky_relu: 0.01}}"
        return (Help(f"write the slope that is meant, such as `{slope}`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the leaky ReLUs whose slope is neither at the layer nor under `defaults`."""
        for index, layer in subject.of("leaky_relu"):
            if layer.explicit_fields():
                continue
            asked = subject.places[index].asked
            found = cls(None if asked is None else asked.noun).at(subject, index)
            yield found if asked is None or asked.span is None else replace(found, span=asked.span)
