"""A merge that stretches one of its branches."""

from collections.abc import Iterator

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.lints.base import Lint
from archspec.lints.subject import Subject


class StretchedBranch(Lint):
    """A merge stretches an axis of size 1, so that one value meets many.

    `broadcast: true` allows it. To multiply with one factor per channel, or per position, is what gates and attention
    do, and is left alone. In a sum, a mean or a maximum it is more often a size that became 1 on the way: a branch that
    was pooled once too often, or a picture with one channel that is added to all of them.

    Example:
        ```yaml
        archspec: 1
        input: [32, 32, 16]
        layers:
          - add: {branches: [., [max_pool: 32]], broadcast: true}
        ```

    Instead:
        ```yaml
        archspec: 1
        input: [32, 32, 16]
        layers:
          - concat: [., [max_pool: 32, upsample: 32]]
        ```
    """

    severity = "note"

    @classmethod
    def findings(cls, subject: Subject) -> Iterator[Diagnostic]:
        """Yields the merges that stretch a branch."""
        nodes = subject.nodes
        for index, layer in subject.of("add", "subtract", "average", "maximum", "minimum"):
            if not getattr(layer, "broadcast", False):
                continue
            y = nodes[index].shape
            for number, one in enumerate(nodes[index].inputs, 1):
                x = nodes[one].shape
                if not any(n == 1 and m != 1 for n, m in zip(reversed(x), reversed(y), strict=False)):
                    continue
                yield cls.at(
                    subject,
                    index,
                    f"`{nodes[index].name}` stretches branch {number} from {x} to {y}",
                    field="broadcast",
                    others=[(one, f"{x} comes from `{nodes[one].name}`")],
                    helps=("to repeat the values on purpose, say so with `upsample`; leave `broadcast` out otherwise",),
                )
                break
