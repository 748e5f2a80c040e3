"""Diagnostics about layers that a backend cannot compute."""

from archspec.diagnostics.diagnostic import Help
from archspec.diagnostics.kind import DiagnosticKind


class UnsupportedByBackend(DiagnosticKind):
    """The backend that a network is meant for cannot compute one of its layers.

    Keras runs on TensorFlow, JAX or PyTorch, and each of them lacks something. A network is checked for TensorFlow,
    Keras's default, unless `--target` names another; `archspec build` checks it for the backend that it builds on.
    `docs/backends.md` lists what each of them lacks. Which processor a model will run on is not known when it is
    checked: what a backend lacks on one sort is refused. That a softmax has four axes at most, as here, is so with
    TensorFlow on CPUs.

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
