"""`archspec schema`."""

import argparse
import json
from pathlib import Path

from archspec.cli.main import CommandError
from archspec.cli.output import write_text
from archspec.language.schema import schema
from archspec.layers.registry import BrokenKindError


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="write to this file, not to standard output")
    parser.add_argument("--force", action="store_true", help="overwrite the output file")
    parser.epilog = (
        "To use it in an editor with the YAML language server, begin specs with `# yaml-language-server: $schema=FILE`."
    )


def run(options: argparse.Namespace) -> int:
    """Prints the JSON Schema of specs, or writes it to a file."""
    try:
        text = json.dumps(schema(), indent=1, ensure_ascii=False)
    except BrokenKindError as error:
        raise CommandError(str(error)) from error
    if options.output is None:
        print(text)
    else:
        write_text(options.output, text + "\n", force=options.force)
    return 0
