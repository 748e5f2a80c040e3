"""Numbers that a layer has computed, looked up as if they were indices."""

from collections.abc import Iterator
from dataclasses import field

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class EmbeddedFloats(Lint):
    """The input of an embedding was computed by a layer with weights.

    An embedding looks up the vector of an integer. Keras truncates other numbers, and numbers outside of 0 to
    `input_dim - 1` have no vector. A look-up has no gradient, so the layers before it do not learn. Most likely, an
    embedding at the input was meant, or a dense layer.

    Example:
        ```yaml
        archspec: 1
        input: [16]
        layers:
          - dense: {units: 32, activation: relu}
          - embedding: {input_dim: 1000, output_dim: 8}
        ```

    Instead:
        ```yaml
        archspec: 1
        inputs:
          tokens: {shape: [16], dtype: int32}
        layers:
          - embedding: {input_dim: 1000, output_dim: 8}
          - dense: {units: 32, activation: relu}
        ```
    """

    size: int
    source: str = field(compare=False)

    def message(self) -> str:
        return f"looks up what `{self.source}` computes, and no gradient goes back through it"

    def helps(self) -> tuple[Help, ...]:
        vector = f"make a vector of any numbers by `dense: {self.size}`"
        return (Help(f"embed an input of integers (`dtype: int32`); or {vector}"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the embeddings after a layer with weights, each with the nearest such layer."""
        learning = _learning(subject) if subject.has("embedding") else []
        for index, layer in subject.of("embedding"):
            source = learning[subject.nodes[index].inputs[0]]
            if source is None:
                continue
            other = subject.nodes[source].name
            yield cls(layer.explicit_fields()["output_dim"], other).at(
                subject, index, others=[(source, f"`{other}` learns nothing this way")]
            )


def _learning(subject: Subject) -> list[int | None]:
    """Returns the nearest node, from each one backward, whose weights training changes."""
    found: list[int | None] = []
    for index, node in enumerate(subject.nodes):
        if any(weight.trainable for weight in subject.graph.weights(node)):
            found.append(index)
        else:
            before = [one for source in node.inputs if (one := found[source]) is not None]
            found.append(max(before, default=None))
    return found
