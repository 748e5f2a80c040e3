"""Diagnostics as text, with the source lines they are about and carets under them.

The form is rustc's:

```
error[channel-mismatch]: `add_2` adds 64 channels to 128
  --> specs/mynet.yaml:31:9
   |
24 |       - conv: {filters: 128, size: 3, stride: 2, name: down}
   |                         --- 128 channels come from here
31 |       - add: [down, shortcut]
   |         ^^^ (28, 28, 128) + (28, 28, 64)
   |
   = note: `shortcut` has 64 channels since `pool1` (line 18)
   = help: give the shortcut a projection
```

Nothing from a spec reaches the screen as it is: names, lines and messages pass `terminal.visible` first.
"""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from archspec.diagnostics.diagnostic import Diagnostic
from archspec.diagnostics.excerpt import Mark, excerpt
from archspec.diagnostics.kind import Severity
from archspec.diagnostics.source import SourceFile
from archspec.diagnostics.terminal import Style, paint, visible

_WIDTH = 120
_STYLES: dict[Severity, Style] = {"error": Style.RED, "warning": Style.YELLOW, "note": Style.GREEN}


def render(diagnostic: Diagnostic, *, color: bool) -> str:
    """Returns one diagnostic as text, without a line break at its end.

    Args:
        diagnostic: The diagnostic.
        color: Whether to paint it with terminal escapes; see `terminal.use_color`.
    """
    return "\n".join(_Renderer(diagnostic, color).lines())


def render_all(diagnostics: Iterable[Diagnostic], *, color: bool) -> str:
    """Returns diagnostics as text, by place and with an empty line between; those without a place come last."""
    return "\n\n".join(render(diagnostic, color=color) for diagnostic in sorted(diagnostics, key=_place))


def _place(diagnostic: Diagnostic) -> tuple[bool, str, int, int]:
    span = diagnostic.span
    return (False, span.file.name, span.line, span.column) if span else (True, "", 0, 0)


class _Renderer:
    """Renders one diagnostic; knows its colours and the width of its gutter."""

    def __init__(self, diagnostic: Diagnostic, color: bool) -> None:
        self._diagnostic = diagnostic
        self._color = color
        self._style = _STYLES[diagnostic.severity]
        self._files: dict[SourceFile, list[Mark]] = {}
        if diagnostic.span:
            self._files[diagnostic.span.file] = [Mark(diagnostic.span, diagnostic.label, True, self._style)]
        for label in diagnostic.labels:
            self._files.setdefault(label.span.file, []).append(Mark(label.span, label.text, False, Style.BLUE))
        lines = [mark.span.line for marks in self._files.values() for mark in marks]
        self._gutter = len(str(max(lines, default=1)))

    def lines(self) -> Iterator[str]:
        diagnostic = self._diagnostic
        yield self._paint(f"{diagnostic.severity}[{diagnostic.kind.name}]", self._style) + self._paint(
            f": {visible(diagnostic.message)}", Style.BOLD
        )
        if diagnostic.span is None and diagnostic.layer is not None:
            yield self._arrow("-->", f"layer `{diagnostic.layer}`")
        for index, (file, marks) in enumerate(self._files.items()):
            if index:
                yield self._bar()
            yield from self._snippet(file, marks)
        if self._files and (diagnostic.notes or diagnostic.helps):
            yield self._bar()
        for note in diagnostic.notes:
            yield from self._remark("note", note)
        for advice in diagnostic.helps:
            yield from self._remark("help (fixable)" if advice is diagnostic.fix else "help", advice.text)

    def _snippet(self, file: SourceFile, marks: Sequence[Mark]) -> Iterator[str]:
        """The lines of one file that have marks, under the place of its first mark."""
        yield self._arrow("-->" if marks[0].primary else ":::", str(marks[0].span))
        yield self._bar()
        for number in sorted({mark.span.line for mark in marks}):
            line = file.lines[number - 1] if number <= len(file.lines) else ""
            here = [mark for mark in marks if mark.span.line == number]
            shown, *below = excerpt(line, here, _WIDTH - self._gutter - 3, color=self._color)
            yield f"{self._paint(f'{number:>{self._gutter}} |', Style.BLUE)} {shown}".rstrip()
            for row in below:
                yield f"{self._bar()} {row}"

    def _remark(self, word: str, text: str) -> Iterator[str]:
        """A note or help under the snippets, its further lines hanging under its first word."""
        indent = " " * (self._gutter + 1)
        head = f"{indent}= {word}: "
        first, *others = wrap(visible(text), _WIDTH - len(head), break_long_words=False, break_on_hyphens=False) or [""]
        yield f"{indent}{self._paint('=', Style.BLUE)} {self._paint(word, Style.BOLD)}: {first}"
        for line in others:
            yield " " * len(head) + line

    def _arrow(self, arrow: str, place: str) -> str:
        return f"{' ' * self._gutter}{self._paint(arrow, Style.BLUE)} {visible(place)}"

    def _bar(self) -> str:
        return " " * (self._gutter + 1) + self._paint("|", Style.BLUE)

    def _paint(self, text: str, style: Style) -> str:
        return paint(text, style, color=self._color)
