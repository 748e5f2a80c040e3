"""Every limit in one table. A spec may come from a stranger, and a check is to take a second and not a day.

`docs/language.md` lists those that a diagnostic tells of, and `tests/hostile` tries each of them from three sides.
How far a message goes, such as how many layers it names, is no limit: that stands beside the message.
"""

from typing import Self, final


@final
class Limit(int):
    """The most that there may be of something.

    Args:
        most: The number.
        unit: What is counted.
        of: Of what.
        kind: The diagnostic that tells that there is more; none where only less is tried, or less advice is given.
    """

    unit: str
    of: str
    kind: str

    def __new__(cls, most: int, unit: str, of: str, kind: str = "") -> Self:
        """Returns the limit."""
        limit = super().__new__(cls, most)
        limit.unit, limit.of, limit.kind = unit, of, kind
        return limit


# A text ---------------------------------------------------------------------------------------------------------------

FILE = Limit(1 << 20, "bytes", "a file", "file-too-large")
NESTING = Limit(64, "levels", "lists and mappings in each other", "nesting-too-deep")
NODES = Limit(100_000, "keys, values and lists", "a file, aliases counted as what they repeat", "too-many-nodes")
ANCHORS = Limit(1_000, "anchors", "a file", "too-many-anchors")
SCALAR = Limit(1 << 16, "characters", "a single value", "scalar-too-long")
DIGITS = Limit(20, "digits", "an integer, written or computed", "number-too-large")
REPAIRS = Limit(50_000, "characters", "all that is looked through for values that a comma has cut in two")
TUPLE = Limit(200, "characters", "a list in parentheses that a comma has cut in two")
RECOVERED = Limit(1 << 17, "characters", "a text with faults of YAML that is read around them")
RECOVERED_NESTING = Limit(32, "levels", "keys and items of such a text that are looked into")
REREAD = Limit(1 << 19, "characters", "all that is read again of such a text, parts of parts included")
LOST_NAMES = Limit(100, "beginnings", "names that text which cannot be read may give to layers")
OLD_NUMBER = Limit(64, "characters", "a number that YAML 1.1 reads otherwise")
ALLOWANCES = Limit(200, "names", "all comments of a text that allow findings")

# Expressions ----------------------------------------------------------------------------------------------------------

EXPRESSION = Limit(500, "characters", "an expression, or a condition under `expect`", "expression-too-long")
DOLLARS = Limit(200, "dollar signs", "a single value", "expression-too-long")
EXPRESSION_NESTING = Limit(64, "levels", "brackets in an expression, or operators", "nesting-too-deep")
ELEMENTS = Limit(100_000, "elements", "all lists that an expression makes", "too-much-work")
RESULT = Limit(1 << 16, "characters", "a text that an expression makes", "too-much-work")
EXPRESSION_WORK = Limit(
    1_000_000, "elements of lists", "all that expressions make or look at; eight letters count as one", "too-much-work"
)

# Files ----------------------------------------------------------------------------------------------------------------

FILES = Limit(64, "files", "all that a spec takes something from", "too-much-reuse")
FILES_TOTAL = Limit(4 << 20, "characters", "all that a spec takes something from", "too-much-reuse")
CHAIN = Limit(8, "files", "a chain in which each extends the next", "too-much-reuse")

# The network ----------------------------------------------------------------------------------------------------------

LAYERS = Limit(200_000, "layers", "a network", "too-many-layers")
STEPS = Limit(500_000, "items and turns of repeats", "a network", "too-many-layers")
PATH_LETTERS = Limit(100, "letters", "a path that counts as no further item")
PATH_NAMES = Limit(200, "names", "a path that leads to a layer")
LAYER_NESTING = Limit(64, "lists of layers", "lists in each other, with the blocks that they call", "nesting-too-deep")
AXES = Limit(8, "axes", "a tensor, its batch axis aside", "rank-too-high")
SIZE = Limit(2**31 - 1, "positions", "an axis", "size-too-large")
LOOK_AHEAD = Limit(32, "turns", "a repeat that is unfolded without a look ahead")
FOLLOWED = Limit(16, "names", "those through which a value is followed to where it is written")
PROJECTION_STRIDE = Limit(64, "positions", "the stride that a shortcut of an open size may have")

# What is told ---------------------------------------------------------------------------------------------------------

FINDINGS = Limit(1_000, "findings", "a file that is read to its end, or faults of a network", "too-many-findings")
FAULTS = Limit(3_000, "faults", "a network, counted in every turn of a repeat", "too-many-findings")
TOLD = Limit(1_000, "findings", "all that are told", "findings-left-out")

# The networks of one spec ---------------------------------------------------------------------------------------------

CHOICES = Limit(32, "values", "all values of params that are checked besides the variants")
NETWORKS = Limit(1_000, "networks", "all that are checked, which together may be as large as one")
SWEPT_TEXT = Limit(20_000_000, "characters", "all that is looked through, the text counted once for each network")

# Open sizes: beyond these a size is `size-too-large` to be followed, or less is known of it ---------------------------

SIZE_WORK = Limit(1_000_000, "numbers", "all tables, sets and formulas that are computed in a check")
PERIOD = Limit(4096, "numbers", "a table")
FACTORS = Limit(512, "factors", "a formula")
COEFFICIENT = Limit(2**128, "", "a number in a formula")
LISTED = Limit(2**18, "sizes", "a set whose sizes, or residues, are listed one by one")
RELATIONS = Limit(24, "relations", "open sizes to each other")
SEARCHED = Limit(1024, "sizes", "all that are tried for an example")
COMBINATIONS = Limit(4096, "combinations of sizes", "all that are tried for the nearest that will do")

# Advice ---------------------------------------------------------------------------------------------------------------

COMPARED_WORD = Limit(100, "letters", "a word that is compared with others")
COMPARED_WORDS = Limit(20_000, "words", "all that misspelt ones are compared with in a check")
REMEDY_LAYERS = Limit(25_000, "layers", "all that are asked once more in a check, to try what mends a fault")
REHEARSED = Limit(2_000, "layers", "a network that is walked over once more, of each block once")
DISTANCE = Limit(10_000, "numbers", "all that are tried for one near to what does not fit")
UP_CONV_STRIDE = Limit(16, "positions", "the stride of a transposed convolution whose padding is advised")
DOUBLINGS = Limit(6, "times", "how often an input is doubled to be large enough")
FIX_ROUNDS = Limit(20, "rounds", "fixes that lead to further fixes")
FIX_TRIALS = Limit(100, "fixes", "all that are tried one by one where together they lead to errors")
FIX_CHAIN = Limit(4, "fixes", "all in one item that lead to each other")


def reported() -> dict[str, Limit]:
    """Returns the limits that a diagnostic tells of, by their names."""
    return {name: one for name, one in globals().items() if isinstance(one, Limit) and one.kind}
