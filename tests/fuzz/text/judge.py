"""Checks a text in this process as the command does, and says what went wrong."""

import contextlib
import io
import json
import signal
import unicodedata
from collections.abc import Generator, Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple
from xml.etree import ElementTree

from archspec.cli.main import main
from archspec.files import Text
from archspec.session import Session

LONGEST = 10
"""How many seconds of processor time a check may take before it counts as one that never ends."""

WAYS: tuple[tuple[str, ...], ...] = (
    *[()] * 24, ("--color", "always"), ("--verbose",), ("--diff",), ("--format", "json"), ("--format", "sarif"),
    ("--format", "github"), ("--format", "gitlab"), ("--format", "junit"), ("--error-on-warning", "--quiet"),
    ("--at", "H=37"), ("--set", "x=1"),
)  # fmt: skip
"""What is asked of the command: most often nothing."""


class Verdict(NamedTuple):
    """What became of a text.

    Attributes:
        code: The exit code; None if it did not end.
        wrong: What went wrong; empty if nothing did.
        kinds: The names of what was found, where it was printed as text.
    """

    code: int | None
    wrong: str
    kinds: frozenset[str]


class StalledError(BaseException):
    """A check takes too long; no `Exception`, so that nobody mends it on its way."""


def way(seed: int, number: int) -> tuple[str, ...]:
    """Returns the arguments with which a mutant is checked."""
    return Random(f"way {seed}:{number}").choice(WAYS)


def judge(path: Path, data: bytes, arguments: tuple[str, ...] = ()) -> Verdict:
    """Checks a text.

    Args:
        path: The file that it is written to; what it takes from other files is looked for beside it.
        data: The text.
        arguments: Further arguments for `check`.
    """
    path.write_bytes(data)
    printed = (io.BytesIO(), io.BytesIO())
    out, err = (io.TextIOWrapper(stream, encoding="utf-8") for stream in printed)
    try:
        with _watched(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(["check", *arguments, str(path)])
    except StalledError:
        return Verdict(None, f"it takes more than {LONGEST} s", frozenset())
    except SystemExit as stop:
        return Verdict(None, f"the process is ended with {stop.code}", frozenset())
    out.flush()
    err.flush()
    told, complained = (stream.getvalue() for stream in printed)
    wrong = next(_wrongs(code, told, complained, arguments), "")
    if code == 101:
        wrong = _broken(data, path) or wrong
    return Verdict(code, wrong, frozenset(_kinds(told)))


def _kinds(output: bytes) -> Iterator[str]:
    for line in output.splitlines():
        severity, bracket, rest = line.partition(b"[")
        if bracket and severity in (b"error", b"warning", b"note"):
            yield rest.partition(b"]")[0].decode()


def _wrongs(code: int, out: bytes, err: bytes, arguments: tuple[str, ...]) -> Iterator[str]:
    if code not in (0, 1, 2):
        yield f"exit code {code}: {err.decode(errors='replace').strip()}"
    if b"Traceback" in out + err:
        yield "a traceback is printed"
    try:
        text = (out + err).decode()
    except UnicodeDecodeError:
        yield "it prints what is no UTF-8"
        return
    form = arguments[1] if arguments[:1] == ("--format",) else "text"
    if "--diff" not in arguments:  # which holds the lines of the file as they are
        plain = text.replace("\x1b[", "") if "always" in arguments else text
        odd = {one for one in plain if one not in "\n" and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
        if odd:
            yield f"it prints {', '.join(f'U+{ord(one):04X}' for one in sorted(odd))}"
    if form == "text" and "--diff" not in arguments and code == 0 and (out.startswith(b"error[") or b"\nerror[" in out):
        yield "errors, and exit code 0"
    if form == "text" and code == 1 and not any(b"[" in line for line in (out + err).splitlines()):
        yield "exit code 1, and no finding"
    try:
        if form in ("json", "sarif", "gitlab"):
            json.loads(out)
        elif form == "junit":
            ElementTree.fromstring(out)
    except (ValueError, ElementTree.ParseError) as error:
        yield f"it prints what is no {form}: {error}"


def _broken(data: bytes, path: Path) -> str:
    """Returns the error of a check that ended in one, with the place where it was raised."""
    try:
        with _watched():
            str(Session().analyse(Text(data, path.name, path)).report)
    except StalledError:
        return "it takes too long"
    except Exception as error:
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else ""
        return f"{type(error).__name__} at {where}: {error}"
    return ""


def _stalled(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise StalledError


@contextlib.contextmanager
def _watched() -> Generator[None]:
    """Ends what takes too much processor time."""
    before = signal.signal(signal.SIGPROF, _stalled)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
