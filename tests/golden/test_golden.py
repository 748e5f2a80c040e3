"""Each shipped network as `show` draws it, and all of them in one table. `pytest --bless` rewrites both."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import archspec
from archspec.cli.main import main
from archspec.estimate.costs import costs
from archspec.graph import Graph
from archspec.language import zoo
from archspec.language.quantities import rounded

HERE = Path(__file__).parent
DOCUMENT = Path(__file__).parents[2] / "docs" / "zoo.md"
HEAD, RULE = "| network | variant | input | params | MACs |", "|---|---|---|--:|--:|"


@pytest.mark.parametrize("network", zoo.names())
def test_show_draws_the_table_beside_it(
    network: str,
    matches_file: Callable[[Path, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    assert main(["show", network, "--depth", "1"]) == 0
    matches_file(HERE / f"{network}.txt", capsys.readouterr().out)


def test_the_document_lists_every_network(matches_file: Callable[[Path, str], None]) -> None:
    before, _, after = DOCUMENT.read_text(encoding="utf-8").partition(f"{HEAD}\n{RULE}\n")
    _, _, after = after.partition("\n\n")
    rows = "".join(f"{row}\n" for network in zoo.names() for row in listed(network))
    matches_file(DOCUMENT, f"{before}{HEAD}\n{RULE}\n{rows}\n{after}")


def listed(network: str) -> Iterator[str]:
    """The rows of a network: one for each of its own variants."""
    path = zoo.FOLDER / f"{network}.yaml"
    written = path.read_text(encoding="utf-8")
    own = [one for one in archspec.load(path).variants if f"  {one}:" in written or f'"{one}":' in written]
    for place, variant in enumerate(own or [None]):
        graph = archspec.check(path, variant).graph
        assert graph is not None
        counted = costs(graph)
        macs = rounded(counted.macs) if isinstance(counted.macs, int) else "any size"
        title = f"[`{network}`](../specs/{network}.yaml)" if place == 0 else ""
        yield f"| {title} | {variant or ''} | {inputs(graph)} | {counted.params:,} | {macs} |"


def inputs(graph: Graph) -> str:
    return ", ".join(" × ".join(map(str, graph.nodes[index].shape)) for index in graph.inputs)
