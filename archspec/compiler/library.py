"""Checks a library of blocks by itself: what can be told of a block before it is called.

Nothing is known of the tensor that arrives, nor of the params that a call must give. What depends on neither is checked
as in a network: kinds, fields and their values, params, the blocks that call each other.
"""

from typing import Any

from archspec.compiler.construction import Frame
from archspec.compiler.elaborate import check_blocks
from archspec.compiler.names import UNKNOWN, Scope, Tensor
from archspec.compiler.origin import Call
from archspec.compiler.params import bind
from archspec.compiler.values import UNREADABLE, Context, TooLargeError, UnreadableError
from archspec.compiler.walk import Walk
from archspec.diagnostics.diagnostic import Diagnostic
from archspec.language.document import Architecture, Block, Library
from archspec.syntax.tree import Sequence, Tree


def faults_of_library(library: Library) -> list[Diagnostic]:
    """Returns what is wrong with a library whatever calls its blocks, each fault once."""
    found: dict[object, Diagnostic] = {}

    def report(diagnostic: Diagnostic) -> None:
        found.setdefault((diagnostic.kind, diagnostic.span or diagnostic.data), diagnostic)

    walk = _LibraryWalk(Architecture(blocks=dict(library.blocks), layers=Sequence([])), {}, report)
    check_blocks(library.blocks, report)
    try:
        for name, block in library.blocks.items():
            walk.block_by_itself(name, block)
    except TooLargeError:
        pass  # it is among what was found
    return list(found.values())


class _LibraryWalk(Walk):
    """A walk over blocks that nothing calls: names that it does not know may be known where they are called."""

    def block_by_itself(self, name: str, block: Block) -> None:
        """Walks over a block with the defaults of its params."""
        context = Context({}, None, _unknown, self.report, self.budgets.expressions)
        needed = {param: UNREADABLE for param, one in block.params.items() if one.default is None}
        given = {param: one for param, one in block.params.items() if param not in needed}
        values = {**needed, **bind(given, {}, context, needed, f"block `{name}`", block.layers.span, _nowhere)}
        frame = Frame(Scope(name), values, way=(Call(name, None),), blocks=(block,))
        self.layers(block.layers, UNKNOWN, frame)

    def context(self, tensor: Tensor | None, frame: Frame) -> Context:
        """Returns what the names in an expression stand for: the channels of no tensor are known."""
        return super().context(tensor, frame)._replace(channels_of=_unknown)

    def tensor(self, tree: Tree, context: Context, frame: Frame) -> Tensor:
        """Returns the tensor that a value names, or one of which nothing is known."""
        name = context.value(tree)
        found = self.names.find(name, frame.scope) if isinstance(name, str) else None
        return found or UNKNOWN


def _unknown(name: str) -> Any:
    del name
    raise UnreadableError


def _nowhere(name: str) -> None:
    del name
