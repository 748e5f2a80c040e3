"""The types of fields, each with a description of what it accepts.

The description is used in errors (`size` must be ..., not ...), in the JSON schema and in the manual. Values come from
YAML and are not converted: `"3"` is not a number and `true` is not 1.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, cast, final, get_args

from annotated_types import Ge, Gt, Le, Lt
from pydantic import AfterValidator, BaseModel, Strict
from pydantic.fields import FieldInfo

from archspec import limits
from archspec.diagnostics.words import alternatives
from archspec.layers import objects
from archspec.layers.rank_faults import WrongLength
from archspec.tensors.faults import ShapeError

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """Returns a reference to a definition of the JSON schema."""
    return {"$ref": f"#/definitions/{name}"}


def any_of(*options: Schema) -> Schema:
    """Returns a JSON schema of which one option must hold."""
    return options[0] if len(options) == 1 else {"anyOf": list(options)}


Form = Literal["word", "integer", "number", "list", "sizes", "flag", "name", "params", "regularizer"]
"""What a value looks like: a word out of a few, an integer, any number, a list, a list of sizes, `true` or `false`,
a name, params by name, or a regularizer."""


@final
class Accepts:
    """What a field accepts: a value that writes its sentence and its JSON schema.

    Attributes:
        text: The sentence, in words that follow "must be".
        forms: What the values look like, in the order of the sentence; by that a slip is told from another value.
        schema: Its JSON schema where the type of the field does not tell, as of a value that stays a tree.
        short: The JSON schema of a shorter form that the type does not tell of.
    """

    __slots__ = ("forms", "schema", "short", "text")

    def __init__(
        self, text: str, forms: tuple[Form, ...] = (), schema: Schema | None = None, short: Schema | None = None
    ) -> None:
        self.text = text
        self.forms = forms
        self.schema = schema
        self.short = short

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Accepts) and (self.text, self.forms) == (other.text, other.forms)

    def __hash__(self) -> int:
        return hash((self.text, self.forms))

    def __repr__(self) -> str:
        return f"Accepts({self.text!r})"

    def __str__(self) -> str:
        return self.text

    @property
    def likely(self) -> Form | None:
        """What a value looks like that is taken for a slip, if nothing tells otherwise."""
        return self.forms[0] if self.forms else None

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        """Returns the type's JSON schema with itself beside it, for `language/schema.py`."""
        return {**handler(core_schema), "accepts": self}


def choice(*words: str) -> Accepts:
    """Returns what a field accepts that takes one of several words: `same`, `valid` or `causal`."""
    return Accepts(alternatives(words), ("word",))


DTYPE_NAMES = ("float32", "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16")
"""The precisions that a single layer may be given."""

COUNT = Accepts("an integer of at least 1", ("integer",))
OFFSET = Accepts("an integer of at least 0", ("integer",))
FLAG = Accepts("`true` or `false`", ("flag",))
FRACTION = Accepts("a number from 0 up to, but not including, 1", ("number",))
DTYPE = Accepts("one of " + ", ".join(DTYPE_NAMES), ("word",))
DtypeName = Annotated[
    Literal["float32", "float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"],
    DTYPE,
]
Count = Annotated[int, Strict(), Ge(1), Le(limits.SIZE), COUNT]
Offset = Annotated[int, Strict(), Ge(0), Le(limits.SIZE), OFFSET]
Integer = Annotated[int, Strict(), Ge(-limits.SIZE), Le(limits.SIZE), Accepts("an integer", ("integer",))]
Flag = Annotated[bool, Strict(), FLAG]
Text = Annotated[str, Strict(), Accepts("text")]
Number = Annotated[float, Strict(), Accepts("a number", ("number",))]
Positive = Annotated[float, Strict(), Gt(0), Accepts("a number above 0", ("number",))]
NotNegative = Annotated[float, Strict(), Ge(0), Accepts("a number of at least 0", ("number",))]
Fraction = Annotated[float, Strict(), Ge(0), Lt(1), FRACTION]
Momentum = Annotated[float, Strict(), Ge(0), Le(1), Accepts("a number from 0 to 1", ("number",))]

Branches = Annotated[
    tuple[Any, ...],
    Accepts("a list of branches: `.`, names, lists of layers or `{from, layers}`", ("list",), ref("Branches")),
]
PerAxis = Annotated[
    Count | tuple[Count, ...],
    Accepts("an integer of at least 1, or a list with one per spatial axis", ("integer", "list")),
]
OffsetPerAxis = Annotated[
    Offset | tuple[Offset, ...],
    Accepts("an integer of at least 0, or a list with one per spatial axis", ("integer", "list")),
]
Axis = Annotated[Literal["channels"] | Offset, Accepts("`channels`, or a spatial axis counted from 0", ("word",))]
Amounts = Annotated[
    Offset | tuple[Offset | tuple[Offset, Offset], ...],
    Accepts(
        "an integer of at least 0, a list with one per spatial axis, or a list of [before, after]",
        ("integer", "list"),
    ),
]
Padding = Annotated[
    Literal["same", "valid", "causal"] | Offset | tuple[Offset | tuple[Offset, Offset], ...],
    Accepts(
        "`same`, `valid`, `causal`, an integer of at least 0, a list with one per spatial axis, "
        "or a list of [before, after]",
        ("word", "integer", "list"),
    ),
]
PoolPadding = Annotated[
    Literal["same", "valid"] | Offset | tuple[Offset | tuple[Offset, Offset], ...],
    Accepts(
        "`same`, `valid`, an integer of at least 0, a list with one per spatial axis, or a list of [before, after]",
        ("word", "integer", "list"),
    ),
]

SYNONYMS = {"hard_swish": "hard_silu", "swish": "silu"}
"""Keras's second names of activations, with the first ones, which its configs hold."""


def _first_name(name: str) -> str:
    return SYNONYMS.get(name, name)


ActivationName = Annotated[
    Literal[
        "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
        "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink",
        "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "squareplus", "swish", "tanh",
        "tanh_shrink",
    ],
    AfterValidator(_first_name),
    Accepts("the name of one of Keras's activations but `leaky_relu`, such as `relu`, `gelu` or `softmax`", ("word",)),
]  # fmt: skip
"""The activations of which Keras's function does just what its layer does; that of `leaky_relu` has another slope."""


MatrixInitializer = Annotated[
    str | dict[str, objects.Arguments],
    objects.INITIALIZERS,
    Accepts("the name of one of Keras's initializers, or `{name: {argument: value}}`"),
]
Initializer = Annotated[
    MatrixInitializer,
    AfterValidator(objects.check_kernel_initializer),
    Accepts("the name of one of Keras's initializers but for `identity`, or `{name: {argument: value}}`"),
]
VectorInitializer = Annotated[
    MatrixInitializer,
    AfterValidator(objects.check_vector_initializer),
    Accepts(
        "the name of one of Keras's initializers but for `identity` and `orthogonal`, or `{name: {argument: value}}`"
    ),
]
Regularizer = Annotated[
    str | dict[str, objects.Arguments],
    objects.REGULARIZERS,
    Accepts("the name of one of Keras's regularizers with its factor, such as `{l2: 1e-4}`", ("regularizer",)),
]
Constraint = Annotated[
    str | dict[str, objects.Arguments],
    objects.CONSTRAINTS,
    Accepts("the name of one of Keras's constraints, or `{name: {argument: value}}`"),
]


def spelled(name: str, field: FieldInfo) -> str:
    """Returns a field's name as a spec spells it: `from` is no name in Python."""
    return str(field.validation_alias or name)


def accepted(model: type[BaseModel], key: str) -> Accepts | None:
    """Returns what a field accepts."""
    for name, one in model.model_fields.items():
        if key in (name, spelled(name, one)):
            metadata = [item for item in one.metadata if isinstance(item, Accepts)]
            return metadata[0] if metadata else next(accepted_in(one.annotation), None)
    return None


def accepted_in(annotation: Any) -> Iterator[Accepts]:
    """Yields what a type, or each of the types in it, says that it accepts."""
    for item in getattr(annotation, "__metadata__", ()):
        if isinstance(item, Accepts):
            yield item
            return
    for argument in get_args(annotation):
        yield from accepted_in(argument)


def per_axis(value: "int | tuple[int, ...]", rank: int, field: str, *, neutral: int | None = 1) -> tuple[int, ...]:
    """Returns the value of a per-axis field for each of `rank` spatial axes.

    Args:
        value: One value for all axes, or a list of one for each.
        rank: How many there are.
        field: The name of the field.
        neutral: The value that does nothing to an axis, if there is one.

    Raises:
        ShapeError: If the field lists another number of axes.
    """
    if isinstance(value, int):
        return (value,) * rank
    if len(value) != rank:
        raise ShapeError(WrongLength(field, value, rank, neutral), field=field)
    return value


def shortest(value: Any) -> Any:
    """Returns a list of values per axis as one value where all are equal, and (before, after) likewise.

    The inverse of `per_axis` and `amounts`.
    """
    if not isinstance(value, tuple):
        return value
    values = tuple(shortest(one) for one in cast("tuple[Any, ...]", value))
    return values[0] if values and not isinstance(values[0], tuple) and len(set(values)) == 1 else values


def amounts(value: "int | tuple[int | tuple[int, int], ...]", rank: int, field: str) -> tuple[tuple[int, int], ...]:
    """Returns (before, after) for each of `rank` spatial axes.

    Raises:
        ShapeError: If the field lists another number of axes.
    """
    if isinstance(value, int):
        return ((value, value),) * rank
    if len(value) != rank:
        raise ShapeError(WrongLength(field, value, rank, 0), field=field)
    return tuple((one, one) if isinstance(one, int) else one for one in value)
