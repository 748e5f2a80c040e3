"""A block that nothing calls; those of libraries are there for whoever wants them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from archspec.diagnostics.diagnostic import Diagnostic, Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.syntax.tree import Mapping, Scalar, Sequence, Tree

WORD = re.compile(r"[A-Za-z0-9_-]+")


class UnusedBlock(Lint):
    """Nothing calls a block.

    Its name stands neither among the layers nor where a param could bring it there, as in `- $block: {filters: 64}`. It
    was left over, or a call of it was forgotten.

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

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the blocks whose names stand nowhere but in themselves."""
        spec = subject.architecture
        if not spec.blocks:
            return
        inside = {name: _words(block.layers) for name, block in spec.blocks.items()}
        around = _words(spec.layers or Sequence([])).union(
            *(_words(tree) for values in (*spec.variants.values(), spec.settings) for tree in values.values()),
            *(
                _words(tree)
                for owner in (spec, *spec.blocks.values())
                for param in owner.params.values()
                for tree in (param.default, param.choices)
                if tree is not None
            ),
        )
        held = Counter(word for words in inside.values() for word in words)
        for name in (name for name, block in spec.blocks.items() if block.home is None):
            if name not in around and held[name] == (name in inside[name]):
                helps = (Help(f"call it, as `- {name}`, or leave it out"),)
                yield Diagnostic(cls, f"nothing uses the block `{name}`", spec.place("blocks", name), helps=helps)


def _words(tree: Tree) -> set[str]:
    """Returns every word that a tree holds: keys, values, and what stands in expressions."""
    if isinstance(tree, Scalar):
        return set(WORD.findall(tree.value)) if isinstance(tree.value, str) else set()
    parts: Iterable[Tree] = tree.entries.values() if isinstance(tree, Mapping) else tree.items
    keys = tree.entries if isinstance(tree, Mapping) else ()
    return {word for key in keys for word in WORD.findall(key)}.union(*map(_words, parts))
