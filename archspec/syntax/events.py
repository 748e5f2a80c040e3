"""The YAML reader underneath: text in, events out."""

from collections.abc import Callable

import yaml
from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class _PureReader(Reader, Scanner, Parser):
    """PyYAML's own reader, for where it was installed without libyaml; about 40 times slower."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def event_source(text: str) -> Callable[[], Event | None]:
    """Returns a function that gives the next event of the text, and None after the last.

    Its events tell places in lines and columns from 0, in characters. A carriage return, a line feed and both together
    end a line, and so do U+0085, U+2028 and U+2029, which `parse` lets nobody use. It raises `yaml.MarkedYAMLError`
    where the text is not YAML, and does not recurse.
    """
    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser

        return CParser(text).get_event
    return _PureReader(text).get_event
