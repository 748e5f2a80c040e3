"""The manual page of a kind of diagnostic, which is its docstring."""

import inspect
import re
from typing import NamedTuple

from archspec.diagnostics.kind import DiagnosticKind

_SECTION = re.compile(r"^(Example|Instead):\n+ *```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Page(NamedTuple):
    """What `archspec explain` tells about a kind of diagnostic. A part that the docstring lacks is empty.

    Attributes:
        title: One line: what is wrong.
        text: What it means, in Markdown.
        example: A spec that has the fault.
        instead: A spec that has not.
    """

    title: str
    text: str
    example: str
    instead: str


def page(kind: type[DiagnosticKind]) -> Page:
    """Returns the manual page of a kind of diagnostic."""
    title, _, body = inspect.cleandoc(kind.__doc__ or "").partition("\n")
    specs = {name: inspect.cleandoc(spec) + "\n" for name, spec in _SECTION.findall(body)}
    text = re.split(r"^(?:Example|Instead):$", body, maxsplit=1, flags=re.MULTILINE)[0]
    return Page(title, text.strip(), specs.get("Example", ""), specs.get("Instead", ""))
