"""What can be wrong with what a spec expects."""

from archspec.diagnostics.kind import DiagnosticKind


class MissedExpectation(DiagnosticKind):
    """Something under `expect` does not hold.

    `expect` says what must hold of the network: how many weights, operations and bytes it takes, how far it sees, the
    shapes of its outputs, the sizes on which it works. Both numbers are shown, and the layers that weigh most.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3}
        expect: {params: 216}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        layers:
          - conv: {filters: 8, size: 3}
        expect: {params: 224}
        ```
    """
