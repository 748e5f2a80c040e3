"""The table of all limits. They bound the time and memory of checking a spec from an untrusted source.

`docs/language.md` lists those that have a diagnostic, and `tests/hostile` tests each of them below, at and above the
limit. How many items a message lists is not a limit and is defined next to the message.
"""

from typing import Self, final


@final
class Limit(int):
    """The largest number allowed of something.

    Args:
        most: The number.
        unit: What is counted.
        of: Where it is counted.
        kind: The diagnostic of exceeding it; none if archspec then only tries or suggests less.
    """

    unit: str
    of: str
    kind: str

    def __new__(cls, most: int, unit: str, of: str, kind: str = "") -> Self:
        """Makes a limit."""
        limit = super().__new__(cls, most)
        limit.unit, limit.of, limit.kind = unit, of, kind
        return limit


# A text ---------------------------------------------------------------------------------------------------------------

FILE = Limit(1 << 20, "bytes", "a file", "file-too-large")
NESTING = Limit(64, "levels", "nested lists and mappings", "nesting-too-deep")
NODES = Limit(100_000, "keys, values and lists", "a file, with aliases expanded", "too-many-nodes")
ANCHORS = Limit(1_000, "anchors", "a file", "too-many-anchors")
SCALAR = Limit(1 << 16, "characters", "a single value", "scalar-too-long")
DIGITS = Limit(20, "digits", "an integer, literal or computed", "number-too-large")
REPAIRS = Limit(50_000, "characters", "all text searched for values that a comma has split")
TUPLE = Limit(200, "characters", "a list in parentheses that a comma has split")
RECOVERED = Limit(1 << 17, "characters", "a text with syntax errors that is recovered")
RECOVERED_NESTING = Limit(32, "levels", "nested keys and items of a text that is recovered")
REREAD = Limit(1 << 19, "characters", "all text that is read again in recovery, including parts of parts")
LOST_NAMES = Limit(100, "prefixes", "names of layers in text that cannot be read")
OLD_NUMBER = Limit(64, "characters", "a number that YAML 1.1 reads differently")
ALLOWANCES = Limit(200, "names", "all comments of a text that allow diagnostics")

# Expressions ----------------------------------------------------------------------------------------------------------

EXPRESSION = Limit(500, "characters", "an expression, or a condition under `expect`", "expression-too-long")
DOLLARS = Limit(200, "dollar signs", "a single value", "expression-too-long")
EXPRESSION_NESTING = Limit(64, "levels", "nested brackets or operators in an expression", "nesting-too-deep")
ELEMENTS = Limit(100_000, "elements", "all lists in an expression", "too-much-work")
RESULT = Limit(1 << 16, "characters", "a text computed by an expression", "too-much-work")
EXPRESSION_WORK = Limit(
    1_000_000,
    "steps",
    "all expressions: one for an element of a list, or for eight letters of a text; eight for a letter that is parsed",
    "too-much-work",
)

# Files ----------------------------------------------------------------------------------------------------------------

FILES = Limit(64, "files", "all files that a spec uses or extends", "too-much-reuse")
FILES_TOTAL = Limit(4 << 20, "characters", "all files that a spec uses or extends", "too-much-reuse")
CHAIN = Limit(8, "files", "a chain of `use` or `extends`", "too-much-reuse")

# The network ----------------------------------------------------------------------------------------------------------

LAYERS = Limit(200_000, "layers", "a network", "too-many-layers")
STEPS = Limit(500_000, "items and iterations of repeats", "a network", "too-many-layers")
PATH_LETTERS = Limit(100, "letters", "a path that does not count as another item")
PATH_NAMES = Limit(200, "names", "a path that leads to a layer")
LAYER_NESTING = Limit(
    64, "lists of layers", "nested lists of layers, including those of called blocks", "nesting-too-deep"
)
AXES = Limit(8, "axes", "a tensor, without the batch axis", "rank-too-high")
SIZE = Limit(2**31 - 1, "positions", "an axis", "size-too-large")
LOOK_AHEAD = Limit(32, "iterations", "a repeat that is unfolded without computing a lower bound first")
FOLLOWED = Limit(16, "names", "names through which a value is traced to where it is written")
PROJECTION_STRIDE = Limit(64, "positions", "the stride that a shortcut of an open size may have")

# Diagnostics ----------------------------------------------------------------------------------------------------------

DIAGNOSTICS = Limit(1_000, "diagnostics", "a file, or errors of a network", "too-many-diagnostics")
FAULTS = Limit(3_000, "errors", "a network, counted in every iteration of a repeat", "too-many-diagnostics")
REPORTED = Limit(1_000, "diagnostics", "all that are reported", "diagnostics-left-out")

# The networks of one spec ---------------------------------------------------------------------------------------------

CHOICES = Limit(32, "values", "all values of `choices` that are checked")
NETWORKS = Limit(1_000, "networks", "all networks of a spec, which together may be as large as one")
SWEPT_TEXT = Limit(20_000_000, "characters", "all text that is checked, counted once for each network")

# Open sizes: beyond these a size is `size-too-large` to be computed with, or less is known of it ----------------------

SIZE_WORK = Limit(1_000_000, "numbers", "all tables, sets and formulas that are computed in a check")
PERIOD = Limit(4096, "numbers", "a table")
FACTORS = Limit(512, "factors", "a formula")
COEFFICIENT = Limit(2**128, "", "a number in a formula")
LISTED = Limit(2**18, "sizes", "a set whose sizes, or residues, are listed")
RELATIONS = Limit(24, "relations", "all between open sizes")
SEARCHED = Limit(1024, "sizes", "all tried to find an example")
COMBINATIONS = Limit(4096, "combinations of sizes", "all tried to find the nearest that work")

# Helps ----------------------------------------------------------------------------------------------------------------

COMPARED_WORD = Limit(100, "letters", "a word that is compared with known words")
COMPARED_WORDS = Limit(20_000, "words", "all comparisons with misspelt words in a check")
REMEDY_LAYERS = Limit(25_000, "layers", "all that are inferred again in a check, to try remedies")
REHEARSED = Limit(2_000, "layers", "a network that is walked again, counting each block once")
DISTANCE = Limit(10_000, "numbers", "all tried to find a number that fits near one that does not")
UP_CONV_STRIDE = Limit(16, "positions", "the stride of a transposed convolution for which padding is suggested")
DOUBLINGS = Limit(6, "times", "how often an input is doubled to be large enough")
FIX_ROUNDS = Limit(20, "rounds", "fixes that lead to further fixes")
FIX_TRIALS = Limit(100, "fixes", "all that are tried one by one if they cause errors together")
FIX_CHAIN = Limit(4, "fixes", "all in one item that lead to each other")


def reported() -> dict[str, Limit]:
    """Returns the limits that have a diagnostic, by name."""
    return {name: one for name, one in globals().items() if isinstance(one, Limit) and one.kind}
