"""A merge that stretches one of its branches."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.help import Help
from archspec.lints.base import Lint
from archspec.lints.subject import Subject
from archspec.tensors.shape import Shape


class StretchedBranch(Lint):
    """A merge stretches an axis of size 1 because of a default.

    `broadcast: true` allows it. If the merge itself has this field, nothing is reported; this is about merges that get
    it from `defaults`. Multiplying by one factor per channel, or per position, is what gates and attention do, and is
    not reported. In a sum, a mean or a maximum, the size may have become 1 by mistake: a branch was pooled once too
    often, or an image with one channel is added to all channels.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 16]
        defaults: {add: {broadcast: true}}
        layers:
          - add: [., [max_pool: 32]]
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 16]
        layers:
          - add: {branches: [., [max_pool: 32]], broadcast: true}
        ```
    """

    severity = "note"

    branch: int
    x: Shape
    y: Shape

    def message(self) -> str:
        return f"stretches branch {self.branch} from {self.x} to {self.y}"

    def notes(self) -> tuple[str, ...]:
        return ("`defaults` lets every such merge stretch its branches",)

    def helps(self) -> tuple[Help, ...]:
        return (Help("if that is meant, say `broadcast: true` in the merge itself"),)

    @classmethod
    def check(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the merges that stretch a branch."""
        nodes = subject.nodes
        for index, layer in subject.of("add", "subtract", "average", "maximum", "minimum"):
            if not getattr(layer, "broadcast", False) or "broadcast" in subject.places[index].fields:
                continue
            y = nodes[index].shape
            for number, one in enumerate(nodes[index].inputs, 1):
                x = nodes[one].shape
                if not any(n == 1 and m != 1 for n, m in zip(reversed(x), reversed(y), strict=False)):
                    continue
                yield cls(number, x, y).at(subject, index, others=[(one, f"{x} comes from `{nodes[one].name}`")])
                break
