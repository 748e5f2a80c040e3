"""`archspec COMMAND`: runs a command, and turns exceptions into an exit code and a message.

Exit codes: 0 clean, 1 errors, 2 could not run, 101 internal error.

NOTE: Why does it change the garbage collector, Pydantic's plugins and the end of the process? For start-up time. Almost
every object of a check lives until its end. Searching them for garbage repeatedly, and freeing them one by one at the
end, takes a sixth of the time each. Searching for plugins reads a file of every installed package. All this is only for
processes of the command line, not for `import archspec`.
"""

import argparse
import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from archspec.diagnostics.terminal import visible

COMMANDS = {
    "check": "infer every shape of specs and report errors and likely mistakes",
    "show": "print a network as a table, with its costs",
    "diff": "compare two networks, layer by layer, and their costs",
    "new": "copy a network that archspec ships, to start from",
    "build": "make a Keras model and save it",
    "bench": "measure the speed and memory of a network",
    "explain": "explain a diagnostic",
    "layers": "list the kinds of layers, or print the manual page of one",
    "schema": "write the JSON Schema of specs, for editors",
}
"""The commands; each is in the file of its name."""

INTERNAL_ERROR = 101
OBJECTS_BETWEEN_COLLECTIONS = 1_000_000


class CommandError(Exception):
    """A command could not run; the message says why."""


def console() -> NoReturn:
    """Runs the command that the process was started for, and ends the process."""
    prepare()
    code = main()
    if "keras" in sys.modules:  # frameworks have threads and files to close
        sys.exit(code)
    sys.stderr.flush()
    os._exit(code)


def prepare() -> None:
    """Prepares the process for running a single command."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    # Now, and not below ten other imports: so deep in the stack, Python 3.11 takes memory from the system and gives it
    # back whenever a function is called.
    import_module("pydantic.main")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        set_encoding()
        code = _run(given)
        sys.stdout.flush()
        return code
    except CommandError as error:
        return complain(str(error))
    except BrokenPipeError:  # whoever reads the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except OSError as error:
        return complain(in_words(error))
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the last door: what comes here is a fault of archspec itself
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('archspec')[2].lstrip('/')}:{place.lineno}"
        return complain(
            f"internal error, please report it with the spec: {type(error).__name__} at {where}: {error}",
            INTERNAL_ERROR,
        )


def _run(given: list[str]) -> int:
    parser = _Parser(
        prog="archspec", description="Neural networks in YAML: check shapes without Keras, build Keras models."
    )
    parser.add_argument("--version", action="version", version=f"archspec {version()}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    wanted = [name for name in given[:1] if name in COMMANDS]
    for name in wanted or COMMANDS:
        command = commands.add_parser(name, help=COMMANDS[name], description=COMMANDS[name])
        if wanted:
            import_module(f"archspec.cli.{name}").configure(command)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return 2
    return import_module(f"archspec.cli.{options.command}").run(options)


def set_encoding(encoding: str | None = None) -> None:
    """Makes sure that everything can be printed; characters that the encoding lacks are escaped.

    Args:
        encoding: The encoding of standard output, for a program that expects one; the terminal's by default.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=encoding if stream is sys.stdout else None, errors="backslashreplace")


def version() -> str:
    """Returns the version of archspec."""
    return str(import_module("archspec").__version__)


def in_words(error: OSError) -> str:
    """Returns what went wrong with a file."""
    if isinstance(error, FileNotFoundError) and error.filename is not None:
        return f"there is no file `{error.filename}`"
    return f"`{error.filename}`: {error.strerror}" if error.filename else str(error)


def complain(message: str, code: int = 2) -> int:
    """Prints why a command could not run, and returns the exit code for that."""
    print("archspec: " + "\n".join(map(visible, message.splitlines())), file=sys.stderr)
    return code


class _Parser(argparse.ArgumentParser):
    """A parser that prints errors as all commands do."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"archspec: {visible(message)}\nsee `{self.prog} --help`\n")
