"""A bias that comes where a default norm is taken away."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.syntax.tree import Scalar


class BiasFromNullNorm(Lint):
    """A layer removes the default norm, and therefore has a bias.

    A convolution or a dense layer has a bias unless it has a norm. If `defaults` sets the norm, `norm: null` removes it
    and adds a bias. That is usually right, above all in the last layer; but a network that was written with
    `bias=False` throughout has no such weights.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        defaults: {conv: {norm: batch, activation: relu}}
        layers:
          - conv: {filters: 16, size: 3}
          - conv: {filters: 2, size: 1, norm: null, activation: null}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        defaults: {conv: {norm: batch, activation: relu}}
        layers:
          - conv: {filters: 16, size: 3}
          - conv: {filters: 2, size: 1, norm: null, bias: true, activation: null}
        ```
    """

    severity = "note"

    def message(self) -> str:
        return "has a bias, because it does not take the norm that `defaults` gives"

    def helps(self) -> tuple[Help, ...]:
        return (Help("say whether it is meant: `bias: true`, or `bias: false`"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the layers that have a bias although nothing asks for one."""
        for index, layer in enumerate(subject.weighted):
            if layer is None:
                continue
            place = subject.places[index]
            default = place.defaults.get("norm")
            has_default = default is not None and not (isinstance(default, Scalar) and default.value is None)
            if not has_default or "norm" not in place.fields or place.field("bias") is not None:
                continue
            if layer.has_bias:
                yield cls().at(subject, index, field="norm")
