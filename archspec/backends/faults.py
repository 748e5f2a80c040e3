"""Diagnostics about layers that a backend cannot compute."""

from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind


class UnsupportedByBackend(DiagnosticKind):
    """The target backend cannot compute a layer.

    Keras runs on TensorFlow, JAX or PyTorch, and each of them lacks something; `docs/backends.md` lists what. Networks
    are checked for TensorFlow, Keras's default, unless `--target` names another; `archspec build` checks for the
    backend that it builds on. The processor is not known at that time, so a layer is also refused if only one sort of
    processor cannot compute it. In the example, TensorFlow on CPUs limits a softmax to four axes.

    Example:
        ```yaml
        archspec: 1
        input: [4, 8, 8, 8, 3]
        layers:
          - dense: {units: 10, activation: softmax}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [4, 8, 8, 8, 3]
        layers:
          - time_distributed: [dense: {units: 10, activation: softmax}]
        ```
    """

    asks: str
    backend: str
    limit: str
    processors: str
    others: tuple[str, ...]
    instead: str

    def message(self) -> str:
        return f"{self.asks}, and {self.backend} {self.limit}"

    def notes(self) -> tuple[str, ...]:
        where = (f"that is so on {self.processors}",) if self.processors else ()
        able = " and ".join(self.others)
        return (*where, *([f"{able} can: `--target` says which backend a network is for"] if able else []))

    def helps(self) -> tuple[Help, ...]:
        return (Help(self.instead),)
