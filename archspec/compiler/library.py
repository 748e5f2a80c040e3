"""Checks a library of blocks by itself: what does not depend on a call.

Nothing is known of the tensor that arrives, nor of the params that a call must give. What depends on neither is checked
as in a network: kinds, fields and their values, params, the blocks that call each other.
"""

from contextlib import suppress
from typing import Any

from archspec.compiler.elaborate import check_blocks
from archspec.compiler.names import UNKNOWN, Scope
from archspec.compiler.params import bind
from archspec.compiler.places import Call
from archspec.compiler.unfold import begin_walk, unfold_layers
from archspec.compiler.values import UNREADABLE, Context, TooLargeError, UnreadableError
from archspec.compiler.walk import Frame, Walk
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.document import Architecture, Block, Library
from archspec.syntax.tree import Sequence


def faults_of_library(library: Library) -> list[Diagnostic]:
    """Returns what is wrong with a library whatever calls its blocks, each fault once."""
    found: dict[object, Diagnostic] = {}

    def report(diagnostic: Diagnostic) -> None:
        found.setdefault((diagnostic.kind, diagnostic.span or diagnostic.data), diagnostic)

    architecture = Architecture(blocks=dict(library.blocks), layers=Sequence([]))
    walk = begin_walk(architecture, {}, report)
    walk.names.are_partial = True
    check_blocks(library.blocks, report)
    with suppress(TooLargeError):  # it is among what was found
        for name, block in library.blocks.items():
            _unfold_block(walk, name, block)
    return list(found.values())


def _unfold_block(walk: Walk, name: str, block: Block) -> None:
    """Walks over a block with the defaults of its params."""
    context = Context({}, None, _unknown, walk.report, walk.budgets.expressions)
    needed = {param: UNREADABLE for param, one in block.params.items() if one.default is None}
    given = {param: one for param, one in block.params.items() if param not in needed}
    values = {**needed, **bind(given, {}, context, needed, f"block `{name}`", block.layers.span, _nowhere)}
    unfold_layers(walk, block.layers, UNKNOWN, Frame(Scope(name), values, trace=(Call(name, None),), blocks=(block,)))


def _unknown(name: str) -> Any:
    del name
    raise UnreadableError


def _nowhere(name: str) -> None:
    del name
