"""What a walk builds on: the nodes made so far, the names that they have, and what holds where the walk stands."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel

from archspec import budget, limits
from archspec.backends.limits import Backend
from archspec.compiler.bounds import Bounds, Least
from archspec.compiler.faults import NoInputTaken
from archspec.compiler.name_faults import DuplicateName, NameInRepeat, OutsideOfSteps, UnknownName
from archspec.compiler.names import UNKNOWN, Names, Scope, Tensor
from archspec.compiler.network import Gap
from archspec.compiler.origin import Call, Place, Way
from archspec.compiler.values import Context, Report, UnreadableError
from archspec.diagnostics.diagnostic import Diagnostic, Help, Label
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import Span
from archspec.graph import Node
from archspec.language.document import Architecture, Block
from archspec.language.edit_faults import DeadReference
from archspec.language.faults import NotAccepted
from archspec.language.located import shown
from archspec.language.slips import value_helps
from archspec.language.spelling import did_you_mean
from archspec.layers import registry
from archspec.layers.base import Layer, Part
from archspec.layers.fields import Accepts
from archspec.syntax.expression_faults import ExpressionError
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree
from archspec.tensors.faults import ShapeError
from archspec.tensors.shape import Shape

if TYPE_CHECKING:
    from archspec.compiler.damaged import Damaged

REACHING_KINDS = frozenset((*registry.shipped("normalization"), *registry.shipped("activation"))) - {"activation"}
"""The kinds whose defaults reach into the blocks of libraries: what a norm or an activation is like."""

REACHING = ("_initializer", "_regularizer", "_constraint")
"""How the names of the fields end whose defaults reach into the blocks of libraries."""


Model = TypeVar("Model", bound=BaseModel)


class Frame(NamedTuple):
    """What holds for the items of one list.

    Attributes:
        scope: Where their names go.
        values: Params and loop names.
        way: The calls of blocks and turns of repeats that led here, outermost first.
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
    way: Way = ()
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
        """The blocks of the library in which they stand, if they do."""
        return self.blocks[-1].home if self.blocks else None

    @property
    def calls(self) -> list[Call]:
        """The calls of blocks that led here, outermost first."""
        return [step for step in self.way if isinstance(step, Call)]


class Item(NamedTuple):
    """One item of `layers`, read as far as all kinds have it in common.

    Attributes:
        kind: Its kind.
        span: Where the kind stands.
        path: The path of what it makes.
        fields: Its own fields.
        written: What stands after the kind.
        tensor: What it takes.
        frame: What holds for it.
        place: Where it is named, or its kind stands.
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


class Unfolded(NamedTuple):
    """What a call of a block came to.

    Attributes:
        path: The path of the call.
        nodes: The first of its nodes, and the one after the last.
        gaps: The first of its gaps, and the one after the last.
        names: What the names in it stand for, by path.
        output: Its output.
        depth: How many calls and turns lead into it, its own included.
    """

    path: str
    nodes: tuple[int, int]
    gaps: tuple[int, int]
    names: list[tuple[str, Tensor]]
    output: Tensor
    depth: int


class Construction(ABC):
    """What a walk has made so far, what names stand for in it, and where it reports what is wrong.

    What unfolds structures and blocks knows this much of the walk, and asks it to go on inside of them.

    Attributes:
        architecture: What is walked over.
        params: The values of the spec's params.
        report: Takes what is wrong.
        target: The backend that is to compute it; None if that does not matter.
        nodes: The graph so far.
        places: Where each node is written.
        gaps: The layers of unknown shape so far, and what could not be made.
        names: What all names stand for.
        distinct: The layers, by kind and fields, and what else fields describe: two that are alike are one.
        parts: What layers are short for, by their `id`, for their fields take long to hash; each with the layer itself,
            so that no other one can have that `id`.
        unfolded: What blocks came to, to be copied.
        damaged: What can be read of damaged items, by the `id` of their text, over which may be walked many times.
        budgets: What the check may cost.
        bounds: How large the network may be.
    """

    def __init__(
        self, architecture: Architecture, params: Mapping[str, Any], report: Report, target: Backend | None
    ) -> None:
        self.architecture = architecture
        self.params = params
        self.report = report
        self.target: Backend | None = target
        self.nodes: list[Node] = []
        self.places: list[Place] = []
        self.gaps: list[Gap] = []
        self.names = Names()
        self.distinct: dict[Any, BaseModel] = {}
        self.parts: dict[int, tuple[Layer, tuple[Part, ...]]] = {}
        self.unfolded: dict[Any, Unfolded] = {}
        self.damaged: dict[int, Damaged] = {}
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

    def context(self, tensor: Tensor | None, frame: Frame) -> Context:
        """Returns what the names in an expression stand for."""

        def channels_of(name: Any) -> Any:
            found = self.names.find(name, frame.scope) if isinstance(name, str) else None
            if found is None and isinstance(name, str) and (path := self.names.removed(name, frame.scope)) is not None:
                raise ExpressionError(DeadReference(path))
            if found is None and not (isinstance(name, str) and self.inside_unknown(name, frame.scope)):
                raise ExpressionError(UnknownName(shown(name)), remedies=self._known(name, frame.scope))
            if found is None or found.shape is None:
                raise UnreadableError
            return found.shape.channels

        return Context(frame.values, tensor, channels_of, self.report, self.budgets.expressions)

    def tensor(self, tree: Tree, context: Context, frame: Frame) -> Tensor:
        """Returns the tensor that a value names.

        Raises:
            UnreadableError: If it names none; that has been reported.
        """
        name = context.value(tree)
        found = self.names.find(name, frame.scope) if isinstance(name, str) else None
        if found is None and isinstance(name, str) and self.inside_unknown(name, frame.scope):
            return UNKNOWN
        if found is None and isinstance(name, str) and (path := self.names.removed(name, frame.scope)) is not None:
            self._dead(name, path, tree)
            raise UnreadableError
        if found is None:
            helps = self._known(name, frame.scope, tree.span)
            self.fault(UnknownName(shown(name)), tree.span, remedies=helps)
            raise UnreadableError
        if 0 <= found.node < frame.first:
            self.fault(OutsideOfSteps(shown(name)), tree.span)
            raise UnreadableError
        return found

    def _known(self, name: object, scope: Scope, span: Span | None = None) -> tuple[Help, ...]:
        """Returns the help that tells which names there are."""
        if not self.budgets.words.spend(len(self.names.tensors) // 10):
            return ()
        comes_later = str(name) in self._written_names
        return did_you_mean(str(name), self.names.visible(scope), "made so far are", None if comes_later else span)

    @cached_property
    def _written_names(self) -> frozenset[str]:
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

    def tensor_or_unknown(self, tree: Tree, context: Context, frame: Frame) -> Tensor:
        """Returns the tensor that a value names, or `UNKNOWN` if it names none; that has been reported."""
        try:
            return self.tensor(tree, context, frame)
        except UnreadableError:
            return UNKNOWN

    def _dead(self, name: str, path: str, tree: Tree) -> None:
        """Reports the use of a layer that an edit takes away, at the edit."""
        label = (Label(tree.span, f"`{name}` is used here"),) if tree.span else ()
        self.fault(DeadReference(path), self.names.gone[path], labels=label)

    def inside_unknown(self, name: str, scope: Scope) -> bool:
        """Returns whether a path leads into what an error kept from being made."""
        if self.names.may_be_lost(name):
            return True
        steps = name.split(".") if name.count(".") < limits.PATH_NAMES else []
        around = (self.names.find(".".join(steps[:end]), scope) for end in range(1, len(steps)))
        return any(tensor is not None and tensor.shape is None for tensor in around)

    def found(self, tree: Tree, frame: Frame) -> Tensor | None:
        """Returns the tensor that a literal name stands for, if any, without a complaint."""
        name = tree.value if isinstance(tree, Scalar) else None
        return self.names.find(name, frame.scope) if isinstance(name, str) else None

    def wrong_value(self, field: str, wanted: Accepts, value: Any, tree: Tree | None) -> None:
        """Reports a field with a value that it does not take."""
        span = tree.span if tree else None
        expression = tree.text if isinstance(tree, Scalar) and "$" in tree.text else ""
        helps = value_helps(wanted, value, span, expression=expression)
        self.report(Diagnostic(NotAccepted(f"`{field}`", wanted, shown(value)), span, remedies=helps))

    # ---- what the walk does ------------------------------------------------------------------------------------

    @abstractmethod
    def layers(self, tree: Tree, tensor: Tensor | None, frame: Frame) -> Tensor | None:
        """Walks over a list of layers.

        Args:
            tree: The list.
            tensor: What the first of them takes.
            frame: What holds for them.

        Returns:
            What the last of them makes.
        """

    @abstractmethod
    def least(self, tree: Tree, frame: Frame, turns: int, counters: Collection[str]) -> Least:
        """Returns what a number of turns over a list of layers unfold to at least.

        Args:
            tree: The list.
            frame: What holds around the turns.
            turns: How many there are.
            counters: The names that stand for something else in each turn.
        """

    @abstractmethod
    def is_edited(self, path: str) -> bool:
        """Returns whether an edit leads into a scope."""

    @abstractmethod
    def make(self, cls: type[Model], fields: Mapping[str, Any], item: Item) -> Model:
        """Makes a layer, or what else an item's fields describe.

        Raises:
            UnreadableError: If a field is missing, unknown or wrong; that has been reported.
        """

    @abstractmethod
    def apply(self, layer: Layer, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
        """Applies a layer to known tensors, part by part if it is short for several."""

    @abstractmethod
    def apply_part(self, part: Part, inputs: tuple[Tensor, ...], path: str, place: Place, frame: Frame) -> Tensor:
        """Applies a layer that another one, or a structure, asks for, and gives its path a meaning."""

    @abstractmethod
    def infer(self, layer: Layer, inputs: tuple[Tensor, ...], path: str, frame: Frame) -> Shape:
        """Returns the shape of what a layer makes of known tensors.

        Raises:
            ShapeError: If it does not fit them.
        """

    @abstractmethod
    def unwritten(
        self, kind: type[Layer], fields: Mapping[str, Any], tensor: Tensor, place: Place, frame: Frame
    ) -> Layer:
        """Makes a layer that no item is, with the spec's defaults in the fields that it is not given.

        Raises:
            UnreadableError: If they are not fit for it; that has been reported.
        """

    @abstractmethod
    def blame(
        self, error: ShapeError, layer: Layer | None, path: str, place: Place, inputs: tuple[Tensor, ...]
    ) -> None:
        """Reports a layer, or a structure, that does not fit its inputs."""
