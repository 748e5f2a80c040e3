"""The typed document: the top-level keys of a spec."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    Strict,
)

from archspec.diagnostics.diagnostic import Label
from archspec.diagnostics.source import SourceFile, Span
from archspec.language import accepts
from archspec.language.located import Located, Raw, open_tree
from archspec.layers.fields import Accepts, choice
from archspec.layers.layout import Layout
from archspec.syntax.tree import Mapping as TreeMapping
from archspec.syntax.tree import Scalar, Sequence, Tree


def _checked_name(name: str) -> str:
    if not accepts.NAME_PATTERN.fullmatch(name):
        raise ValueError("it has another character, or too many")
    return name


Text = Annotated[str, BeforeValidator(open_tree), Strict(), Accepts("text")]
Name = Annotated[
    str,
    BeforeValidator(open_tree),
    Strict(),
    AfterValidator(_checked_name),
    accepts.NEW_NAME,
]


def _whole(value: Any) -> Any:
    """Returns a version, after refusing what Python takes for the same: `true` and `1.0` are not 1."""
    version = open_tree(value)
    if type(version) is not int:
        raise ValueError("it is not an integer")
    return version


Version = Annotated[Literal[1], BeforeValidator(_whole), Accepts("1, the version of the language", ("word", "integer"))]


def _as_list(value: Any) -> Any:
    return value.items if isinstance(value, Sequence) else [value] if isinstance(value, str | Scalar) else value


Files = Annotated[
    list[Annotated[Raw, accepts.LIBRARY]],
    BeforeValidator(_as_list),
    accepts.LIBRARIES,
]
PathField = Annotated[Raw, accepts.LAYER]


def _by_name(noun: str) -> tuple[BeforeValidator, Accepts]:
    return BeforeValidator(open_tree), Accepts(f"{noun} by name")


class Param(Located):
    """A param of a spec or of a block.

    Attributes:
        default: Its value unless one is given; without a default it is required.
        min: The smallest value allowed.
        max: The largest value allowed.
        choices: The only values allowed.
        help: What it is for.
    """

    default: Raw | None = None
    min: Annotated[float, BeforeValidator(open_tree), Strict(), Accepts("a number", ("number",))] | None = None
    max: Annotated[float, BeforeValidator(open_tree), Strict(), Accepts("a number", ("number",))] | None = None
    choices: Annotated[Raw, accepts.VALUES] | None = None
    help: Text | None = None


def _as_param(value: Any) -> Any:
    if isinstance(value, TreeMapping) or type(value) is dict:
        return cast("Any", value)
    if open_tree(value) is None:
        return {}
    return value if isinstance(value, Param) else {"default": value}


ParamField = Annotated[Param, BeforeValidator(_as_param), accepts.PARAM]
Params = Annotated[dict[Name, ParamField], BeforeValidator(open_tree), Accepts("params by name", ("params",))]


class Block(Located):
    """Layers to be used several times, with params of their own.

    Attributes:
        params: Its params; the first one is what a bare value sets.
        layers: Its layers.
        description: What it is.
        reference: Where it comes from.
    """

    params: Params = Field(default_factory=dict[str, Param])
    layers: Annotated[Raw, accepts.LAYERS]
    description: Text | None = None
    reference: Text | None = None

    if TYPE_CHECKING:

        def __init__(self, **keys: Any) -> None: ...  # a type checker cannot know that values are converted

    _home: "Mapping[str, Block] | None" = PrivateAttr(default=None)

    @property
    def principal(self) -> str | None:
        """The param that a bare value sets, if it has params."""
        return next(iter(self.params), None)

    @property
    def home(self) -> "Mapping[str, Block] | None":
        """The blocks that it calls by their names, if it is a library's: those of its library, whoever uses it."""
        return self._home

    def at_home(self, blocks: "Mapping[str, Block]") -> "Block":
        """Returns this block as one of a library with these blocks."""
        copy = self.model_copy()
        copy._home = blocks
        return copy


class Input(Located):
    """An input of the network.

    Attributes:
        shape: Its shape, spatial axes first, channels last, without the batch axis.
        dtype: The type of its numbers.
    """

    shape: Annotated[Raw, accepts.SIZES]
    dtype: Annotated[
        Literal["float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8"],
        BeforeValidator(open_tree),
        choice("float32", "float16", "bfloat16", "float64", "int32", "int64", "uint8"),
    ] = "float32"


def _as_input(value: Any) -> Any:
    return {"shape": cast("Any", value)} if isinstance(value, Sequence | list | tuple) else value


InputField = Annotated[Input, BeforeValidator(_as_input), accepts.INPUT]

Precision = Literal["float32", "mixed_bfloat16", "mixed_float16"]
Jit = Literal["auto"] | Annotated[bool, Strict()]
Purpose = Literal["training", "inference"]


class Build(Located):
    """How to build the model unless the caller says otherwise.

    Attributes:
        precision: The precision of the computation.
        layout: Where tensors have their channels.
        jit: Whether Keras compiles the computation (`jit_compile`), or decides itself.
    """

    precision: Annotated[
        Precision, BeforeValidator(open_tree), choice("float32", "mixed_bfloat16", "mixed_float16")
    ] = "float32"
    layout: Annotated[Layout, BeforeValidator(open_tree), choice("channels_last", "channels_first")] = "channels_last"
    jit: Annotated[Jit, BeforeValidator(open_tree), choice("auto", "true", "false")] = "auto"


class Expect(Located):
    """What must hold of the network; `check` makes sure that it does.

    Attributes:
        params: The number of weights, or a bound on it.
        trainable_params: The number of weights that training changes, or a bound on it.
        macs: The multiply-accumulate operations of a forward pass on one sample, or a bound on them.
        activation_memory: The memory of a forward pass on one sample in float32, weights aside, or a bound on it.
        training_memory: The most memory that training may take: `{batch, precision, optimizer, max}`.
        receptive_field: How much of the input a layer sees, at most, that does not see all of it; or a bound on that.
        outputs: The shapes of outputs, by name.
        sizes: The conditions on open sizes, all of them.
        at: Values of open sizes, by name, for which the network works, and at which it is measured.
    """

    params: Annotated[Raw, accepts.bound("<= 26M")] | None = None
    trainable_params: Annotated[Raw, accepts.bound("<= 26M")] | None = None
    macs: Annotated[Raw, accepts.bound("<= 4.2G")] | None = None
    activation_memory: Annotated[Raw, accepts.bound("<= 200 MiB", number=False)] | None = None
    training_memory: Annotated[Raw, Accepts("`{batch, precision, optimizer, max}`")] | None = None
    receptive_field: Annotated[Raw, accepts.bound(">= 200")] | None = None
    outputs: Annotated[Raw, accepts.SHAPES] | None = None
    sizes: Annotated[Raw, accepts.CONDITIONS] | None = None
    at: Annotated[Raw, Accepts("numbers by the names of open sizes")] | None = None


class Edit(Located):
    """A change of one layer: `remove`, `replace` and `with`, or `before` or `after` and `insert`.

    Attributes:
        remove: The layer to leave out.
        replace: The layer that others take the place of.
        with_: The layers that stand in its place.
        before: The layer in front of which others are put.
        after: The layer behind which others are put.
        insert: The layers that are put there.
    """

    remove: PathField | None = None
    replace: PathField | None = None
    with_: Annotated[Raw, accepts.LAYERS] | None = Field(default=None, validation_alias="with")
    before: PathField | None = None
    after: PathField | None = None
    insert: Annotated[Raw, accepts.LAYERS] | None = None

    _generation: int = PrivateAttr(default=1)

    @property
    def generation(self) -> int:
        """How many files it is away from the layers: a later generation sees what the earlier ones left."""
        return self._generation

    def of_generation(self, generation: int) -> "Edit":
        """Returns this edit as one of a generation."""
        copy = self.model_copy()
        copy._generation = generation
        return copy


class Library(Located):
    """Blocks for others to use: a file with `blocks`, and neither `layers` nor `extends`.

    Attributes:
        archspec: The version of the language.
        name: The library's name.
        description: What it is for.
        reference: The paper that its blocks are from.
        use: The libraries that its blocks use.
        example: A spec that uses it, as text.
        blocks: Its blocks by name.
    """

    archspec: Version = 1
    name: Name | None = None
    description: Text | None = None
    reference: Text | None = None
    use: Files = Field(default_factory=list[Tree])
    example: Text | None = None
    blocks: Annotated[dict[Name, Block], *_by_name("blocks")]

    _importers: Mapping[SourceFile, Label] = PrivateAttr(default_factory=dict[SourceFile, Label])

    @property
    def importers(self) -> Mapping[SourceFile, Label]:
        """Where each other file is taken that something in it comes from."""
        return self._importers

    def with_importers(self, importers: Mapping[SourceFile, Label]) -> "Library":
        """Returns this library as one that comes from several files."""
        copy = self.model_copy()
        copy._importers = importers
        return copy


class Architecture(Located):
    """A network, as a spec describes it.

    Made by `archspec.load` from a file or text, or in Python from the same keys:
    `Architecture(inputs={"image": (32, 32, 1)}, layers=[Conv(filters=6, size=5), ...])`.

    Attributes:
        archspec: The version of the language.
        name: The network's name.
        description: What it is.
        reference: The paper that it is from.
        params: Its params.
        variants: Named sets of values for params.
        use: Libraries whose blocks it uses: `std/…`, or files in its own folder.
        extends: The spec that it starts from, and a variant of it: `resnet.yaml:50`.
        edits: Changes of single layers, by path.
        input: The shape of its only input, short for one called `input`.
        inputs: Its inputs by name.
        defaults: Values for fields left out, by kind.
        blocks: Its blocks by name.
        layers: Its layers.
        outputs: Its outputs: a name, a list of names, or layer names by output name; the last tensor by default.
        expect: What must hold.
        build: How to build it.
    """

    archspec: Version = 1
    name: Name | None = None
    description: Text | None = None
    reference: Text | None = None
    params: Params = Field(default_factory=dict[str, Param])
    variants: Annotated[
        dict[str, Annotated[dict[str, Raw], *_by_name("values of params")]], *_by_name("values of params")
    ] = Field(default_factory=dict[str, dict[str, Tree]])
    use: Files = Field(default_factory=list[Tree])
    extends: Annotated[Raw, accepts.SPEC] | None = None
    edits: Annotated[list[Edit], BeforeValidator(open_tree), Accepts("a list of edits", ("list",))] = Field(
        default_factory=list[Edit]
    )
    input: InputField | None = None
    inputs: Annotated[dict[Name, InputField], *_by_name("shapes")] = Field(default_factory=dict[str, Input])
    defaults: Annotated[dict[str, Annotated[dict[str, Raw], *_by_name("values")]], *_by_name("fields")] = Field(
        default_factory=dict[str, dict[str, Tree]]
    )
    blocks: Annotated[dict[Name, Block], *_by_name("blocks")] = Field(default_factory=dict[str, Block])
    layers: Annotated[Raw, accepts.LAYERS] | None = None
    outputs: Annotated[Raw, accepts.OUTPUTS] | None = None
    expect: Expect = Field(default_factory=Expect)
    build: Build = Field(default_factory=Build)

    if TYPE_CHECKING:

        def __init__(self, **keys: Any) -> None: ...  # a type checker cannot know that values are converted

    _settings: Mapping[str, Tree] = PrivateAttr(default_factory=dict[str, Tree])
    _variant: str | None = PrivateAttr(default=None)
    _written: TreeMapping | None = PrivateAttr(default=None)
    _importers: Mapping[SourceFile, Label] = PrivateAttr(default_factory=dict[SourceFile, Label])
    _lacks_blocks: bool = PrivateAttr(default=False)

    @property
    def needs_others(self) -> bool:
        """Whether it has yet to take something from other files, or has no layers."""
        return bool(self.use) or self.extends is not None or self.layers is None

    @property
    def has_several_networks(self) -> bool:
        """Whether it describes other networks than one: variants, or choices for a param."""
        return bool(self.variants) or any(param.choices is not None for param in self.params.values())

    @property
    def needs_variant(self) -> bool:
        """Whether a variant must be chosen: params without a value get one there, and nowhere else."""
        open_ = [name for name, param in self.params.items() if param.default is None and name not in self._settings]
        return bool(open_) and any(all(name in values for name in open_) for values in self.variants.values())

    @property
    def importers(self) -> Mapping[SourceFile, Label]:
        """Where each other file is taken that something in it comes from."""
        return self._importers

    @property
    def lacks_blocks(self) -> bool:
        """Whether a library that it uses cannot be read: a kind that is not known may be one of its blocks."""
        return self._lacks_blocks

    def with_importers(self, importers: Mapping[SourceFile, Label], *, lacks_blocks: bool) -> "Architecture":
        """Returns this architecture as one that comes from several files, of which some may be missing."""
        copy = self.model_copy()
        copy._importers = importers
        copy._lacks_blocks = lacks_blocks
        return copy

    @property
    def settings(self) -> Mapping[str, Tree]:
        """The values set for its params."""
        return self._settings

    @property
    def variant(self) -> str | None:
        """The variant that gives values to the params that are not set."""
        return self._variant

    def place(self, *path: str) -> Span | None:
        """Returns where a key is, found by the keys that lead to it; None if it was written in Python."""
        tree: Tree | None = self._written
        place = None
        for key in path:
            if not isinstance(tree, TreeMapping):
                return None
            place, tree = tree.keys.get(key), tree.entries.get(key)
        return place

    def read_from(self, tree: TreeMapping) -> "Architecture":
        """Returns this architecture with the tree that it was read from, so that it knows its places."""
        copy = self.model_copy()
        copy._written = tree
        return copy

    def bound(self, settings: Mapping[str, Tree], variant: str | None = None) -> "Architecture":
        """Returns this architecture with values for its params, added to those it has."""
        copy = self.model_copy()
        copy._settings = {**self._settings, **settings}
        copy._variant = variant or self._variant
        return copy
