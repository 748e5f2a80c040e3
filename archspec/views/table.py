"""A network as a table that fits a terminal, or as Markdown."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from archspec.compiler.network import Network as Partial
from archspec.diagnostics.terminal import Style, paint, visible, width
from archspec.estimate.memory import activation_memory, has_open_sizes
from archspec.estimate.receptive_field import Field
from archspec.graph import Graph
from archspec.language.quantities import in_bytes, rounded
from archspec.layers.footprint import WHOLE, Indefinite
from archspec.tensors.dim import Size
from archspec.tensors.notation import grouped
from archspec.tensors.shape import Shape
from archspec.views.contract import sizes
from archspec.views.rows import Network, Row, rows
from archspec.views.training import Training

LONGEST_FUNCTION = 12
"""The longest function of open sizes that is in a table."""
SHORTEST_NAME = 16
GAP = "  "


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        heading: What is above it.
        cell: What is in it.
        is_number: Whether it is a number, and so is to the right.
    """

    heading: str
    cell: Callable[[Row], str]
    is_number: bool


COLUMNS: tuple[Column, ...] = (
    Column("layer", lambda row: "  " * row.level + row.name, False),
    Column("kind", lambda row: row.kind, False),
    Column("output", lambda row: "" if row.shape is None else spaced(row.shape), False),
    Column("params", lambda row: "" if row.is_input else f"{row.params:,}", True),
    Column("MACs", lambda row: "" if row.is_input else amount(row.macs, rounded), True),
    Column("memory", lambda row: "" if row.bytes is None else amount(row.bytes, in_bytes, " B"), True),
    Column("sees", lambda row: seen(row.field), True),
)
DROPPED_FIRST = ("memory", "kind", "sees", "MACs")
"""Which columns give way where there is no room for all."""


def table(
    shown: Graph | Partial,
    *,
    depth: int | None = None,
    columns: int = 80,
    color: bool = False,
    budget: Sequence[tuple[str, str, str, bool]] = (),
    training: Training | None = None,
) -> str:
    """Returns a table of the layers and blocks of a network with what they cost, and the totals.

    What errors keep from being known is `?`.

    Args:
        shown: The network, or what could be made of it.
        depth: How many levels of blocks to open; all by default.
        columns: How wide the table may be.
        color: Whether blocks stand out.
        budget: What is expected: the key, what it came to, what was expected, whether it came to that.
        training: What training takes.
    """
    network = Network.of(shown)
    lines = rows(network, depth)
    chosen = list(COLUMNS)
    cells = _cells(lines, chosen)
    for heading in DROPPED_FIRST:
        if _width(cells) <= columns:
            break
        chosen = [one for one in chosen if one.heading != heading]
        cells = _cells(lines, chosen)
    room = columns - (_width(cells) - _widths(cells)[0])
    cells = [[shortened(row[0], max(room, SHORTEST_NAME)), *row[1:]] for row in cells]
    head, *body = aligned(cells, [one.is_number for one in chosen])
    rule = "─" * min(max(map(width, [head, *body])), columns)
    painted = [paint(text, Style.BOLD, color=color and row.is_block) for text, row in zip(body, lines, strict=True)]
    return "\n".join([head, rule, *painted, rule, *_wrapped(totals(network, budget, training), columns)])


def markdown(shown: Graph | Partial, depth: int | None = None) -> str:
    """Returns the table in Markdown, as GitHub reads it, with the totals below."""
    network = Network.of(shown)
    cells = _cells(rows(network, depth), COLUMNS)
    marks = ["--:" if one.is_number else "---" for one in COLUMNS]
    lines = [
        f"| {' | '.join(row)} |" for row in ([*cells[0]], marks, *([f"`{row[0]}`", *row[1:]] for row in cells[1:]))
    ]
    return "\n".join([*lines, "", *(f"- {line}" for line in totals(network))])


def totals(
    network: Network,
    budget: Iterable[tuple[str, str, str, bool]] = (),
    training: Training | None = None,
) -> list[str]:
    """Returns the lines below a table."""
    graph = network.graph
    count = sum(node.layer is not None for node in graph.nodes)
    if network.gaps:
        return list(_what_is_known(network, count))
    params = f"{network.costs.params:,} params, {network.costs.trainable_params:,} of them trainable"
    lines = [f"{count:,} {'layer' if count == 1 else 'layers'}, {params}"]
    macs = network.costs.macs
    if not has_open_sizes(graph):
        memory = activation_memory(graph)
        lines.append(
            f"{amount(macs, rounded)} MACs a sample; activations in float32 {in_bytes(memory.peak)} at most, "
            f"{in_bytes(memory.total)} in all"
        )
    else:
        given = ",".join(f"{name}=…" for name in graph.open_sizes())
        if isinstance(macs, int):
            lines.append(f"{rounded(macs)} MACs a sample; `--at {given}` gives the memory")
        else:
            told = "too long a function to be told" if macs is None else macs
            lines.append(f"MACs a sample: {told}; `--at {given}` gives numbers, and the memory")
    if training:
        lines += training.lines()
    lines += sizes(graph)
    lines += [f"output `{name}`: {spaced(graph.nodes[index].shape)}" for name, index in graph.outputs.items()]
    for key, actual, expected, holds in budget:
        verdict = "as expected" if actual == expected else f"expected {expected}"
        lines.append(f"{key.replace('_', ' ')}: {actual}, {verdict if holds else f'not {expected} as expected'}")
    return lines


def _what_is_known(network: Network, count: int) -> Iterator[str]:
    """Yields the lines below the table of a network with errors."""
    unknown = sum(gap.kind != "input" for gap in network.gaps)
    layers = f"{count + unknown:,} {'layer' if count + unknown == 1 else 'layers'}"
    yield f"{layers}, {unknown:,} of them of unknown shape; {network.costs.params:,} params in the others"
    for name, index in network.graph.outputs.items():
        yield f"output `{name}`: {spaced(network.graph.nodes[index].shape)}"
    for name in network.unknown_outputs:
        yield f"output `{name}`: ?"


def amount(size: Size | None, write: Callable[[int], str], unit: str = "") -> str:
    """Returns a number as people read it, a short function of open sizes as it is, and `open` for a long one."""
    if isinstance(size, int):
        return write(size)
    return f"{size}{unit}" if size is not None and len(str(size)) <= LONGEST_FUNCTION else "open"


def seen(fields: tuple[Field, ...] | None) -> str:
    """Returns the size of a receptive field: `427`, `7 × 3`, `all`, or `?`."""
    return extent([one.size for one in fields or ()])


def extent(sizes: Iterable[int | Indefinite]) -> str:
    """Returns the sizes of a receptive field along all axes, once if they are the same."""
    words = [_size(one) for one in sizes]
    return " × ".join(words[:1] if len(set(words)) == 1 else words)


def _size(size: int | Indefinite) -> str:
    return f"{size:,}" if isinstance(size, int) else "all" if size is WHOLE else "?"


def spaced(shape: Shape) -> str:
    """Returns a shape as people write it: `224 × 224 × 3`."""
    return " × ".join(grouped(str(size)) for size in shape)


def shortened(text: str, room: int) -> str:
    """Returns a text with its middle left out where it is longer than there is room."""
    if width(text) <= room:
        return text
    return f"{text[: room // 2]}…{text[len(text) - (room - room // 2 - 1) :]}"


def aligned(cells: Sequence[Sequence[str]], numbers: Sequence[bool]) -> list[str]:
    """Returns the lines of a table: text to the left, numbers to the right."""
    widths = _widths(cells)
    return [
        GAP.join(
            " " * (room - width(text)) + text if right else text + " " * (room - width(text))
            for text, room, right in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in cells
    ]


def _cells(lines: Iterable[Row], columns: Sequence[Column]) -> list[list[str]]:
    known = ("layer", "kind")
    return [
        [one.heading for one in columns],
        *([visible(one.cell(row)) if row.shape is not None or one.heading in known else "?" for one in columns]
          for row in lines),
    ]  # fmt: skip


def _widths(cells: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(width, column)) for column in zip(*cells, strict=True)]


def _width(cells: Sequence[Sequence[str]]) -> int:
    widths = _widths(cells)
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _wrapped(lines: Iterable[str], columns: int) -> Iterable[str]:
    for line in lines:
        yield from wrap(visible(line), columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
