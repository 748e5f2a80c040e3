"""Merges a spec with the files that it uses and extends.

The blocks of a library keep their home: whoever calls them, they call the blocks of their own library by name.

NOTE: Why are `edits` not applied here? They name layers by their paths after expansion, so the walk over the network
applies them (`compiler/edits.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from archspec import limits
from archspec.diagnostics.diagnostic import Diagnostic, Label
from archspec.diagnostics.help import Help
from archspec.diagnostics.kind import DiagnosticKind
from archspec.diagnostics.source import SourceFile, Span
from archspec.language.accepts import SPEC
from archspec.language.damage import FAULTY_BLOCK, FAULTY_INPUT, FAULTY_PARAM, holes, without_holes
from archspec.language.document import Architecture, Block, Edit, Library
from archspec.language.faults import (
    MissingLayers,
    MissingVersion,
    NoMapping,
    NotAccepted,
    NotALibraryName,
    UnknownParam,
    UnknownVariant,
)
from archspec.language.finder import Finder, FoundFile, RefusedError
from archspec.language.located import shown, validate
from archspec.language.merge import merge, with_values
from archspec.language.recognition import is_spec
from archspec.language.reuse_faults import (
    AmbiguousBlock,
    CircularReuse,
    ExtendedLibrary,
    NotASpec,
    TooLongAChain,
    TooManyFiles,
    TooMuchText,
    UsedNetwork,
)
from archspec.language.spelling import did_you_mean, nearest
from archspec.syntax.edit import insert
from archspec.syntax.parse import parse
from archspec.syntax.tree import Hole, Scalar, Sequence, Tree, plain
from archspec.syntax.tree import Mapping as TreeMapping

LIBRARY_KEYS = frozenset(Library.model_fields)
DISPENSABLE = ("archspec", "name", "description", "reference", "variants", "outputs", "expect", "build")
"""The top-level keys that, if faulty, can be dropped without causing other errors."""
REPLACEABLE: Mapping[tuple[str, ...], Tree] = {
    ("input",): FAULTY_INPUT,
    ("inputs", "*"): FAULTY_INPUT,
    ("params", "*"): FAULTY_PARAM,
    ("blocks", "*"): FAULTY_BLOCK,
}
"""What replaces faulty values, so that nothing is reported about what depends on them, and the rest is checked."""


def is_library(tree: TreeMapping) -> bool:
    """Returns whether a file is a library: it has blocks, and nothing of a network."""
    return "blocks" in tree.entries and all(key in LIBRARY_KEYS or key.startswith("x-") for key in tree.entries)


class Level:
    """A spec with what it takes from others.

    Attributes:
        tree: What it says, and what the specs that it starts from say.
        blocks: The blocks of libraries that it may call.
        generations: For each of its edits, how many files that is away from the layers.
    """

    def __init__(self, tree: TreeMapping, blocks: Mapping[str, Block], generations: list[int]) -> None:
        self.tree = tree
        self.blocks = dict(blocks)
        self.generations = generations


class Assembly:
    """One spec, and all files that it takes.

    Attributes:
        found: What is wrong with any of them.
        importers: The place that uses or extends each file.
    """

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.importers: dict[SourceFile, Label] = {}
        self._libraries: dict[str, dict[str, Block]] = {}
        self._lacks_base = False
        self._lacks_blocks = False
        self._files = 0
        self._total = 0

    def open(self, tree: Tree, finder: Finder) -> Architecture | Library | None:
        """Returns what a file describes, merged with the files that it names; None if it cannot be made.

        Args:
            tree: The tree of the file.
            finder: Finds the files that it names.
        """
        spec = self._spec(tree)
        if spec is None:
            return None
        return self.library(spec, finder) if is_library(spec) else self.architecture(spec, finder)

    # ---- a network -----------------------------------------------------------------------------------------------

    def architecture(self, tree: Tree, finder: Finder) -> Architecture | None:
        """Returns a network, merged with the files that its spec names; None if it cannot be made.

        Args:
            tree: The tree of its spec.
            finder: Finds the files that it names.
        """
        assert isinstance(tree, TreeMapping)
        level = self._level(tree, finder, (finder.identity,) if finder.identity else ())
        damaged = set(holes(level.tree))
        blocks = level.tree.entries.get("blocks")
        self._lacks_blocks = self._lacks_blocks or not isinstance(blocks, TreeMapping | None)
        architecture, found = validate(Architecture, without_holes(level.tree), "the spec", DISPENSABLE, REPLACEABLE)
        self.found += found
        if self._lacks_base or architecture is None:
            return None
        if architecture.layers is None:
            if not damaged and nearest("layers", tree.entries.keys() - Architecture.model_fields.keys()) is None:
                self._fault(MissingLayers(), tree.span)
            return None
        edits = list(map(Edit.of_generation, architecture.edits, level.generations))
        whole = architecture.model_copy(update={"blocks": {**level.blocks, **architecture.blocks}, "edits": edits})
        return whole.read_from(level.tree).with_importers(self.importers, lacks_blocks=self._lacks_blocks)

    def _level(self, tree: TreeMapping, finder: Finder, chain: tuple[str, ...]) -> Level:
        base = self._base(tree, finder, chain)
        used = self._used(tree.entries.get("use"), finder, chain)
        own = TreeMapping({key: one for key, one in tree.entries.items() if key not in ("use", "extends")},
                          tree.keys, tree.span)  # fmt: skip
        blocks = own.entries.get("blocks")
        mine = blocks.entries.keys() if isinstance(blocks, TreeMapping) else ()
        libraries = {name: block for name, block in {**base.blocks, **used}.items() if name not in mine}
        whole = merge(_without_blocks(base.tree, used), own)
        edits = own.entries.get("edits")
        if "layers" in own.entries:
            earlier: list[Tree] = []
            generations: list[int] = []
        else:
            before = base.tree.entries.get("edits")
            earlier = before.items if isinstance(before, Sequence) else []
            generations = base.generations
        if isinstance(edits, Sequence):
            generation = max(generations, default=0) + 1
            whole.entries["edits"] = Sequence([*earlier, *edits.items], edits.span)
            return Level(whole, libraries, [*generations, *[generation] * len(edits.items)])
        if edits is None and "edits" in whole.entries and not earlier:
            del whole.entries["edits"]
        return Level(whole, libraries, generations)

    def _base(self, tree: TreeMapping, finder: Finder, chain: tuple[str, ...]) -> Level:
        """Returns the spec that a spec starts from; an empty one if it starts from none."""
        nothing = Level(TreeMapping({}, {}), {}, [])
        named = tree.entries.get("extends")
        if named is None:
            return nothing
        if isinstance(named, Hole):
            self._lacks_base = True
            return nothing
        if not isinstance(named, Scalar) or not isinstance(named.value, str):
            self._fault(NotAccepted("`extends`", SPEC, shown(plain(named))), named.span)
            self._lacks_base = True
            return nothing
        path, variant = _split(named.value)
        file = self._open_file(path, finder, named.span, chain, "extended here")
        base = None if file is None else self._tree(file)
        self._lacks_base = self._lacks_base or base is None or is_library(base)
        if file is None or base is None:
            return nothing
        if is_library(base):
            self._fault(ExtendedLibrary(path), named.span)
            return nothing
        level = self._level(base, file.finder, (*chain, file.identity))
        if variant:
            self._choose(level, path, variant, named.span)
        return level

    def _choose(self, level: Level, path: str, variant: str, span: Span | None) -> None:
        """Makes the values of a variant the defaults of a spec's params."""
        variants, params = level.tree.entries.get("variants"), level.tree.entries.get("params")
        known = variants.entries if isinstance(variants, TreeMapping) else {}
        values = known.get(variant)
        if values is None:
            self._fault(UnknownVariant(variant, f"`{path}`"), span, did_you_mean(variant, known, "its variants are"))
        elif isinstance(values, TreeMapping) and isinstance(params, TreeMapping):
            for name in values.entries.keys() - params.entries.keys():
                helps = did_you_mean(name, params.entries, "its params are")
                self._fault(UnknownParam(name), values.keys[name], helps)
            level.tree.entries["params"] = with_values(params, values)

    # ---- libraries -----------------------------------------------------------------------------------------------

    def library(self, tree: TreeMapping, finder: Finder) -> Library | None:
        """Returns a library with everything that it takes from other files; None if it cannot be made."""
        library = self._library(tree, finder, (finder.identity,) if finder.identity else ())
        return library.with_importers(self.importers) if library is not None and not self._lacks_blocks else None

    def _library(self, tree: TreeMapping, finder: Finder, chain: tuple[str, ...]) -> Library | None:
        library, found = validate(Library, without_holes(tree), "the library", DISPENSABLE, REPLACEABLE)
        self.found += found
        used = self._used(tree.entries.get("use"), finder, chain)
        if library is None:
            return None
        home: dict[str, Block] = {}
        own = {name: block.at_home(home) for name, block in library.blocks.items()}
        home.update({**used, **own})
        return library.model_copy(update={"blocks": own})

    def _used(self, tree: Tree | None, finder: Finder, chain: tuple[str, ...]) -> dict[str, Block]:
        """Returns the blocks of the libraries that a file uses."""
        blocks: dict[str, Block] = {}
        origins: dict[str, str] = {}
        for named in tree.items if isinstance(tree, Sequence) else [tree] if tree is not None else []:
            if isinstance(named, Hole):
                self._lacks_blocks = True
                continue
            if not isinstance(named, Scalar) or not isinstance(named.value, str):
                self._fault(NotALibraryName(shown(plain(named))), named.span)
                self._lacks_blocks = True
                continue
            for name, block in self._blocks(named.value, finder, named.span, chain).items():
                if name in blocks and blocks[name] is not block:
                    self._fault(AmbiguousBlock(name, (origins[name], named.value)), named.span)
                blocks[name] = block
                origins[name] = named.value
        return blocks

    def _blocks(self, name: str, finder: Finder, span: Span | None, chain: tuple[str, ...]) -> dict[str, Block]:
        file = self._open_file(name, finder, span, chain, "used here")
        if file is None:
            self._lacks_blocks = True
            return {}
        if file.identity not in self._libraries:
            self._libraries[file.identity] = {}
            tree = self._tree(file)
            if tree is not None and not is_library(tree):
                self._fault(UsedNetwork(name, "layers" in tree.entries), span)
            elif tree is not None:
                library = self._library(tree, file.finder, (*chain, file.identity))
                self._libraries[file.identity] = library.blocks if library is not None else {}
            self._lacks_blocks = self._lacks_blocks or not self._libraries[file.identity]
        return self._libraries[file.identity]

    # ---- files ---------------------------------------------------------------------------------------------------

    def _open_file(
        self, name: str, finder: Finder, span: Span | None, chain: tuple[str, ...], taken: str
    ) -> FoundFile | None:
        self._files += 1
        if self._files > limits.FILES:
            if self._files == limits.FILES + 1:
                self._fault(TooManyFiles(name, limits.FILES), span)
            return None
        try:
            file = finder.open(name)
        except RefusedError as error:
            self._fault(error.data, span, error.remedies)
            return None
        if file.identity in chain:
            ring = len(chain) - chain.index(file.identity)
            self._fault(CircularReuse(name, ring), span)
            return None
        self._total += len(file.source.text) if file.source else 0
        if len(chain) > limits.CHAIN:
            self._fault(TooLongAChain(name, limits.CHAIN), span)
            return None
        if self._total > limits.FILES_TOTAL:
            self._fault(TooMuchText(name, limits.FILES_TOTAL), span)
            self._files = limits.FILES + 1
            return None
        if span is not None:
            files = [one.span.file for one in file.found if one.span] + ([file.source] if file.source else [])
            self.importers.update(dict.fromkeys(files, Label(span, taken)))
        return file

    def _tree(self, file: FoundFile) -> TreeMapping | None:
        """Returns the tree of a file, after reporting its syntax errors."""
        tree, found = (None, file.found) if file.source is None else parse(file.source)
        self.found += found
        if any(one.is_error for one in found) or tree is None:
            return None
        return self._spec(tree)

    def _spec(self, tree: Tree) -> TreeMapping | None:
        """Returns the tree of a file; None, after reporting why, if it is not a spec."""
        if not isinstance(tree, TreeMapping):
            self._fault(NoMapping(), tree.span)
            return None
        if not is_spec(tree.entries):
            self._fault(NotASpec(), next(iter(tree.keys.values()), tree.span))
            return None
        if (
            "archspec" not in tree.entries and nearest("archspec", tree.entries) is None
        ):  # a misspelt one is reported as such
            place = next(iter(tree.keys.values()), tree.span)
            is_block = place and tree.span and place.column == 1 and place[1:3] == tree.span[1:3]
            help_line = Help("begin the file with `archspec: 1`", insert(place, "archspec: 1\n") if is_block else ())
            self._fault(MissingVersion(), place, (help_line,))
        return tree

    def _fault(self, data: DiagnosticKind, span: Span | None, remedies: tuple[Help, ...] | None = None) -> None:
        self.found.append(Diagnostic(data, span, remedies=remedies))


def label_importers(found: Iterable[Diagnostic], importers: Mapping[SourceFile, Label]) -> list[Diagnostic]:
    """Adds labels to the diagnostics in other files: the places that lead there from the spec."""
    return [_label(one, importers) for one in found] if importers else list(found)


def _label(diagnostic: Diagnostic, importers: Mapping[SourceFile, Label]) -> Diagnostic:
    if diagnostic.span is None:
        return diagnostic
    trace = tuple(islice(_trace(diagnostic.span.file, importers), limits.CHAIN + 1))
    return replace(diagnostic, labels=(*diagnostic.labels, *trace)) if trace else diagnostic


def _trace(file: SourceFile, importers: Mapping[SourceFile, Label]) -> Iterator[Label]:
    while file in importers:
        yield importers[file]
        file = importers[file].span.file


def _split(name: str) -> tuple[str, str]:
    """Returns the path of a spec and the variant after it, empty if there is none."""
    path, colon, variant = name.rpartition(":")
    return (path, variant) if colon and not set(variant) & {"/", "\\"} else (name, "")


def _without_blocks(tree: TreeMapping, names: Iterable[str]) -> TreeMapping:
    """Returns a spec without the blocks that libraries replace."""
    blocks = tree.entries.get("blocks")
    if not isinstance(blocks, TreeMapping):
        return tree
    hidden = set(names)
    kept = {name: block for name, block in blocks.entries.items() if name not in hidden}
    return TreeMapping({**tree.entries, "blocks": TreeMapping(kept, blocks.keys, blocks.span)}, tree.keys, tree.span)
