"""The documents say what is so: every spec in them is checked, and every Python block that needs no Keras is run."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import archspec
from archspec.cli.main import main
from archspec.language.structure import STRUCTURES
from archspec.layers import registry

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(?P<language>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


class Code(NamedTuple):
    """A fenced block.

    Attributes:
        place: Its document and line.
        language: What stands behind the backquotes.
        text: What it holds.
        refused: Whether the line before it says that what it holds is refused.
    """

    place: str
    language: str
    text: str
    refused: bool


def code(language: str) -> Iterator[Code]:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            if match["language"].split(" ")[0] == language:
                before = text[: match.start()].rstrip().rpartition("\n\n")[2]
                line = text.count("\n", 0, match.start()) + 1
                yield Code(f"{document.name}:{line}", match["language"], match["text"], "refused" in before)


def whole(fragment: str) -> str:
    """Returns a spec with a fragment in it: items of `layers`, or top-level keys."""
    if fragment.startswith("- "):
        return "archspec: 1\ninput: [32, 32, 3]\nlayers:\n" + fragment
    rest = "".join(f"{key}\n" for key in ("input: [32, 32, 3]", "layers: [relu]") if key.split(":")[0] not in fragment)
    return f"archspec: 1\n{rest}{fragment}"


SPECS = list(code("yaml"))


@pytest.mark.parametrize("spec", SPECS, ids=[one.place for one in SPECS])
def test_a_spec_is_whole_or_marked_as_a_fragment(spec: Code):
    assert spec.language in (("yaml", "yaml in specs") if spec.text.startswith("archspec: 1\n") else ("yaml fragment",))


@pytest.mark.parametrize("spec", SPECS, ids=[one.place for one in SPECS])
def test_a_spec_has_no_findings_unless_it_is_said_to_be_refused(spec: Code, tmp_path: Path):
    if spec.language == "yaml in specs":  # it takes something from the files there
        copied = shutil.copytree(ROOT / "specs", tmp_path / "specs")
        (copied / "mine.yaml").write_text(spec.text, encoding="utf-8")
        report = archspec.check(copied / "mine.yaml")
    else:
        report = archspec.check(spec.text if spec.language == "yaml" else whole(spec.text))

    assert bool(report.errors) == spec.refused, str(report)
    assert spec.refused or all(one.severity == "note" for one in report.diagnostics), str(report)


def test_every_kind_is_in_the_reference():
    reference = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")

    assert [kind for kind in [*registry.names(), *STRUCTURES] if f"`{kind}`" not in reference] == []


def test_every_link_leads_somewhere():
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        headings = {re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
                    for line in text.splitlines() if line.startswith("#")}  # fmt: skip
        for link in re.findall(r"\]\(([^)]+)\)", text):
            if link.startswith("#"):
                assert link[1:] in headings, f"{document.name}: {link}"
            elif not link.startswith("https://"):
                assert (document.parent / link.partition("#")[0]).exists(), f"{document.name}: {link}"


def test_the_architecture_names_files_and_functions_that_exist():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?!tests/|tools/)(?:[\w-]+/)+[\w-]+\.py)`", text)
    assert len(paths) > 30
    assert [path for path in paths if not (ROOT / "archspec" / path).exists()] == []
    named = re.findall(r"`(?:\w+\.)?(\w+)`\s\(`([\w/]+\.py)`\)", text)
    assert len(named) > 5
    for name, path in named:
        source = (ROOT / "archspec" / path).read_text(encoding="utf-8")
        assert re.search(rf"\b(def|class) {name}\b", source), f"{name} in {path}"


@pytest.mark.sentences
def test_the_python_that_needs_no_keras_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in code("python"):
        if block.language == "python":
            exec(compile(block.text, block.place, "exec"), names)


@pytest.mark.sentences
def test_the_readme_shows_what_the_tool_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str],
                                               matches_file: Callable[[Path, str], None]):  # fmt: skip
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    spec = next(one.text for one in code("yaml") if one.place.startswith("README"))
    monkeypatch.chdir(tmp_path)
    Path("unet.yaml").write_text(spec.replace("up_conv: {filters: 32", "up_conv: {filters: 64"), encoding="utf-8")

    main(["check", "unet.yaml"])

    command = "$ archspec check unet.yaml\n"
    shown = next(match for match in FENCE.finditer(text) if match["text"].startswith(command))
    start, end = shown.span("text")
    matches_file(readme, text[:start] + command + capsys.readouterr().out + text[end:])


@pytest.mark.parametrize("command", ["show resnet:152 --depth 1", "diff resnet:50 resnet:101"])
def test_the_readme_shows_networks_as_the_tool_does(command: str, capsys: pytest.CaptureFixture[str],
                                                    monkeypatch: pytest.MonkeyPatch,
                                                    matches_file: Callable[[Path, str], None]):  # fmt: skip
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "80")

    main(command.split())

    first = f"$ archspec {command}\n"
    start, end = next(match.span("text") for match in FENCE.finditer(text) if match["text"].startswith(first))
    matches_file(readme, text[:start] + first + capsys.readouterr().out + text[end:])
