"""`archspec COMMAND`: finds the command, runs it, and turns what goes wrong into an exit code and a sentence.

Exit codes: 0 clean, 1 findings, 2 could not run, 101 internal error.
"""

import argparse
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from archspec.diagnostics.terminal import visible

COMMANDS = {
    "check": "follow every shape of specs and report what is wrong",
    "show": "print a network as a table, with what it costs",
    "diff": "tell how two networks differ, and what follows",
    "new": "begin with a copy of a network that archspec ships",
    "build": "make a Keras model and save it",
    "explain": "print the manual page of a finding",
    "layers": "list the kinds of layers, or print the manual page of one",
    "schema": "write the JSON Schema of specs, for editors",
}
"""The commands; each stands in the file of its name."""

INTERNAL_ERROR = 101


class CommandError(Exception):
    """A command could not run; the message says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(given)
    except CommandError as error:
        return _complain(str(error), 2)
    except FileNotFoundError as error:
        return _complain(f"there is no file `{error.filename}`", 2)
    except OSError as error:
        return _complain(f"`{error.filename}`: {error.strerror}" if error.filename else str(error), 2)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last door: what comes here is a fault of archspec itself
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('archspec')[2].lstrip('/')}:{place.lineno}"
        return _complain(
            f"internal error, please report it with the spec: {type(error).__name__} at {where}: {error}",
            INTERNAL_ERROR,
        )


def _run(given: list[str]) -> int:
    parser = _Parser(prog="archspec", description="Networks as YAML, every shape checked before anything is built.")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        if name in given[:1]:
            import_module(f"archspec.cli.{name}").configure(command)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return 2
    return import_module(f"archspec.cli.{options.command}").run(options)


def _version() -> str:
    return f"archspec {import_module('archspec').__version__}"


def _complain(message: str, code: int) -> int:
    print(f"archspec: {visible(message)}", file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints look like all others."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"archspec: {visible(message)}\nsee `{self.prog} --help`\n")
