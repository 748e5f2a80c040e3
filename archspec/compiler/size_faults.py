"""The ways in which sizes do not suit a network."""

from archspec.diagnostics.kind import DiagnosticKind


class InvalidSize(DiagnosticKind):
    """The network does not work for a size of its input.

    A network with open sizes works for those of its size contract, which `archspec show` prints. `archspec check --at
    H=358` asks about a size, and `at` under `expect` says that the network works for one; here it does not, and the
    finding tells at which layer it fails, and the nearest sizes that will do.

    Example:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 8, size: 3, stride: 2}
          - upsample: 2
          - concat: [input, .]
        expect: {at: {H: 99, W: 128}}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [H, W, 3]
        layers:
          - conv: {filters: 8, size: 3, stride: 2}
          - upsample: 2
          - crop: {like: input}
          - concat: [input, .]
        expect: {at: {H: 99, W: 128}}
        ```
    """
