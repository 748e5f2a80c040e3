"""The state of a walk over the layers of a spec: what is made so far, what names mean, what holds at an item."""

from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple, final

from pydantic import BaseModel

from archspec import budget
from archspec.backends.limits import Backend
from archspec.compiler.bounds import Bounds
from archspec.compiler.changes import Changes
from archspec.compiler.faults import NoInputTaken
from archspec.compiler.name_faults import DuplicateName, NameInRepeat
from archspec.compiler.names import UNKNOWN, Names, Scope, Tensor
from archspec.compiler.network import Gap
from archspec.compiler.places import Call, Place, Trace
from archspec.compiler.values import Report
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.graph import Node
from archspec.language.damage import DamagedItem
from archspec.language.document import Architecture, Block
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.language.slips import value_helps
from archspec.layers import registry
from archspec.layers.base import Layer, Part
from archspec.layers.fields import Accepts
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

REACHING_KINDS = frozenset((*registry.shipped("normalization"), *registry.shipped("activation"))) - {"activation"}
"""The kinds whose defaults reach into the blocks of libraries: what a norm or an activation is like."""

REACHING = ("_initializer", "_regularizer", "_constraint")
"""How the names of the fields end whose defaults reach into the blocks of libraries."""


class Frame(NamedTuple):
    """What holds for the items of one list.

    Attributes:
        scope: Where their names go.
        values: Params and counters.
        trace: The calls of blocks and iterations of repeats that led here, outermost first.
        first: The first node that can be taken: in a `time_distributed`, only its own can.
        precision: The precision given to the structure around them.
        trainable: Whether training changes their weights.
        certain: Whether they are there: a fault may keep it from being known.
        blocks: The blocks called, outermost first.
        generation: How many files the edit that brought them is away from the layers; 0 if none did.
        fresh: The scope into which an edit brought them: there, their numbers are counted apart.
        successor: The path that the item takes over unless it has a name.
    """

    scope: Scope
    values: Mapping[str, Any]
    trace: Trace = ()
    first: int = 0
    precision: str | None = None
    trainable: bool = True
    certain: bool = True
    blocks: tuple[Block, ...] = ()
    generation: int = 0
    fresh: Scope | None = None
    successor: str | None = None

    @property
    def home(self) -> Mapping[str, Block] | None:
        """The blocks of the library that they are from, if they are from one."""
        return self.blocks[-1].home if self.blocks else None

    @property
    def calls(self) -> list[Call]:
        """The calls of blocks that led here, outermost first."""
        return [step for step in self.trace if isinstance(step, Call)]


class Item(NamedTuple):
    """One item of `layers`, read as far as all kinds have it in common.

    Attributes:
        kind: Its kind.
        span: Where the kind is.
        path: The path of what it makes.
        fields: Its own fields.
        written: What is after the kind.
        tensor: What it takes.
        frame: What holds for it.
        place: Where it is named, or its kind is.
        certain: Whether it is there; not where a fault in its `when` keeps that from being known.
    """

    kind: str
    span: Span | None
    path: str
    fields: dict[str, Tree]
    written: Tree | None
    tensor: Tensor | None
    frame: Frame
    place: Span | None
    certain: bool = True


class UnfoldedBlock(NamedTuple):
    """What a call of a block came to.

    Attributes:
        path: The path of the call.
        nodes: The first of its nodes, and the one after the last.
        gaps: The first of its gaps, and the one after the last.
        names: What the names in it stand for, by path.
        output: Its output.
        depth: How many calls and iterations lead into it, its own included.
    """

    path: str
    nodes: tuple[int, int]
    gaps: tuple[int, int]
    names: list[tuple[str, Tensor]]
    output: Tensor
    depth: int


Infer = Callable[["Walk", Layer, tuple[Tensor, ...], str, Frame], Shape]
"""Returns the shape of what a layer, at a path, makes of known tensors; raises `ShapeError` if it does not fit them."""

Refuse = Callable[["Walk", ShapeError, Layer | None, str, Place, tuple[Tensor, ...]], None]
"""Takes what does not fit: the error, the layer (None for a structure), its path, its place, and its inputs."""

Unfold = Callable[["Walk", Tree, Tensor | None, Frame], Tensor | None]
"""Walks over a list of layers, the first of which takes a tensor, and returns what the last of them makes."""


@final
class Walk:
    """The state of one walk over an architecture.

    Attributes:
        architecture: What is walked over.
        params: The values of the spec's params.
        report: Takes what is wrong.
        target: The backend that is to compute it; None if that does not matter.
        infer: Infers shapes.
        refuse: Takes layers that do not fit their inputs.
        unfold: Walks over lists of layers, for what holds such lists: structures, blocks and edits.
        changes: The edits of layers.
        nodes: The graph so far.
        places: Where each node is written.
        gaps: The layers of unknown shape so far, and what could not be made.
        names: What all names stand for.
        distinct: The layers, by kind and fields, and what else fields describe: two that are alike are one.
        parts: What layers are short for, by their `id`, for their fields take long to hash; each with the layer itself,
            so that no other one can have that `id`.
        unfolded: What blocks came to, to be copied.
        damaged: What can be read of damaged items, by the `id` of their text, over which may be walked many times.
        depth: How many lists of layers are around the current item.
        budgets: What the check may cost.
        bounds: How large the network may be.
    """

    def __init__(
        self, architecture: Architecture, params: Mapping[str, Any], report: Report, target: Backend | None,
        infer: Infer, refuse: Refuse, unfold: Unfold,
    ) -> None:  # fmt: skip
        self.architecture = architecture
        self.params = params
        self.report = report
        self.target: Backend | None = target
        self.infer = infer
        self.refuse = refuse
        self.unfold = unfold
        self.changes = Changes(architecture.edits, report)
        self.nodes: list[Node] = []
        self.places: list[Place] = []
        self.gaps: list[Gap] = []
        self.names = Names()
        self.distinct: dict[Any, BaseModel] = {}
        self.parts: dict[int, tuple[Layer, tuple[Part, ...]]] = {}
        self.unfolded: dict[Any, UnfoldedBlock] = {}
        self.damaged: dict[int, DamagedItem] = {}
        self.depth = 0
        self.budgets = budget.current()
        inputs = len(architecture.inputs) + (architecture.input is not None)
        self.bounds = Bounds(self.nodes, inputs, report)
        self._free: dict[str, int] = {}

    def block(self, name: str, frame: Frame) -> Block | None:
        """Returns the block of a name: one of the library in which the name is said, or else one of the spec."""
        found = frame.home.get(name) if frame.home else None
        return found or self.architecture.blocks.get(name)

    def defaults(self, kind: str, frame: Frame) -> Mapping[str, Tree]:
        """Returns the spec's defaults for the fields of a kind.

        A library's block means the same wherever it is used: only what a norm or an activation is like, and how weights
        begin and are held, reaches into it.
        """
        defaults = self.architecture.defaults.get(kind, {})
        if not defaults or frame.home is None or kind in REACHING_KINDS:
            return defaults
        return {name: tree for name, tree in defaults.items() if name.endswith(REACHING)}

    def fault(self, data: DiagnosticKind, span: Span | None, **more: Any) -> None:
        """Reports a fault."""
        self.report(Diagnostic(data, span, **more))

    def define(self, item: Item, tensor: Tensor | None) -> None:
        """Gives an item's path its meaning."""
        self.names.define(item.path, tensor or UNKNOWN, item.place)

    def gap(self, path: str, kind: str, place: Place) -> None:
        """Notes a layer whose shape is not known, or an item that cannot be made."""
        self.gaps.append(Gap(len(self.nodes), path, kind, place))

    def spans(self) -> dict[str, Span | None]:
        """Returns where the nodes made so far are written, by path."""
        return {node.name: place.span for node, place in zip(self.nodes, self.places, strict=True)}

    def free(self, path: str, place: Span | None) -> str:
        """Returns a path if it is free; else reports that, and returns one that is, to go on with."""
        if path not in self.names.tensors:
            return path
        earlier = self.names.places[path]
        again = earlier is not None and place is not None and earlier == place
        line = earlier.line if earlier else None
        self.fault(NameInRepeat(path) if again else DuplicateName(path, line, self._is_input(path)), place)
        numbers = count(self._free.get(path, 2))
        number = next(one for one in numbers if f"{path}-{one}" not in self.names.tensors)
        self._free[path] = number + 1
        return f"{path}-{number}"

    def _is_input(self, path: str) -> bool:
        made = self.names.tensors[path]
        return made.node >= 0 and self.nodes[made.node].layer is None

    def arriving(self, tensor: Tensor | None, item: Item) -> Tensor:
        """Returns what arrives at an item, after a complaint if nothing does."""
        if tensor is not None:
            return tensor
        data = NoInputTaken(tuple(self.architecture.inputs))
        self.fault(data, item.span, subject=f"`{item.path}`")
        return UNKNOWN

    @cached_property
    def written_names(self) -> frozenset[str]:
        """The names that are written anywhere among the layers."""
        found: set[str] = set()
        trees: list[Tree] = [self.architecture.layers] if self.architecture.layers else []
        trees += [block.layers for block in self.architecture.blocks.values()]
        while trees:
            tree = trees.pop()
            if isinstance(tree, Sequence):
                trees += tree.items
            elif isinstance(tree, TreeMapping):
                trees += tree.entries.values()
                if isinstance(name := tree.entries.get("name"), Scalar):
                    found.add(str(name.value))
        return frozenset(found)

    def wrong_value(self, field: str, wanted: Accepts, value: Any, tree: Tree | None) -> None:
        """Reports a field with a value that it does not take."""
        span = tree.span if tree else None
        expression = tree.text if isinstance(tree, Scalar) and "$" in tree.text else ""
        helps = value_helps(wanted, value, span, expression=expression)
        self.report(Diagnostic(NotAccepted(f"`{field}`", wanted, shown(value)), span, remedies=helps))
