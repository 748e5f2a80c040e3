"""A block that nothing calls; those of libraries are there for whoever wants them."""

from collections import Counter
from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject, words_in
from archspec.syntax.tree import Sequence


class UnusedBlock(Lint):
    """Nothing calls a block.

    Its name is neither among the layers nor a possible value of a param, as in `- $block: {filters: 64}`. Either it was
    left over, or a call was forgotten.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        blocks:
          stem:
            layers:
              - conv: {filters: 16, size: 3, activation: relu}
        layers:
          - conv: {filters: 16, size: 7, activation: relu}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 3]
        blocks:
          stem:
            layers:
              - conv: {filters: 16, size: 3, activation: relu}
        layers:
          - stem
        ```
    """

    block: str

    def message(self) -> str:
        return f"nothing uses the block `{self.block}`"

    def helps(self) -> tuple[Help, ...]:
        return (Help(f"call it, as `- {self.block}`, or leave it out"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the blocks whose names occur nowhere else."""
        spec = subject.architecture
        if not spec.blocks:
            return
        inside = {name: words_in(block.layers) for name, block in spec.blocks.items()}
        around = words_in(spec.layers or Sequence([])).union(
            *(words_in(tree) for values in (*spec.variants.values(), spec.settings) for tree in values.values()),
            *(
                words_in(tree)
                for owner in (spec, *spec.blocks.values())
                for param in owner.params.values()
                for tree in (param.default, param.choices)
                if tree is not None
            ),
        )
        held = Counter(word for words in inside.values() for word in words)
        for name in (name for name, block in spec.blocks.items() if block.home is None):
            if name not in around and held[name] == (name in inside[name]):
                yield Diagnostic(cls(name), spec.place("blocks", name))
