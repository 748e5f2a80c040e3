"""What comes of one spec."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Verdict:
    """What came of one spec.

    Attributes:
        accepted: Whether archspec accepts it.
        disagreement: In one word how archspec and Keras differ, if they do.
        detail: In which way.
        fault: The sort of fault that it was given.
        located: Whether the first finding stands where the fault is.
        finding: The name of the first finding.
        notes: What happened besides: known differences, sizes run, by name.
        kinds: How often each kind stands in the graph.
        cells: The field combinations of its convolutions.
    """

    accepted: bool = False
    disagreement: str | None = None
    detail: str = ""
    fault: str | None = None
    located: bool | None = None
    finding: str | None = None
    notes: Counter[str] = field(default_factory=Counter[str])
    kinds: Counter[str] = field(default_factory=Counter[str])
    cells: list[dict[str, str]] = field(default_factory=list[dict[str, str]])


class DisagreementError(Exception):
    """Archspec and Keras differ.

    Attributes:
        name: In one word how.
        detail: In which way.
    """

    def __init__(self, name: str, detail: str) -> None:
        super().__init__(f"{name}: {detail}")
        self.name, self.detail = name, detail
