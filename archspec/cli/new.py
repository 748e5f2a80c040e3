"""`archspec new NAME [FILE]`."""

import argparse
from difflib import get_close_matches
from pathlib import Path

from archspec.api import load
from archspec.cli.main import CommandError
from archspec.cli.output import write_text
from archspec.language import zoo


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the command's arguments."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="the network to copy; without it, lists them")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="where to write it: `NAME.yaml` by default")
    parser.add_argument("--force", action="store_true", help="overwrite the file")


def run(options: argparse.Namespace) -> int:
    """Copies a spec that archspec ships, with its comments, or lists all of them."""
    if options.name is None:
        width = max(map(len, zoo.names()), default=0)
        for name in zoo.names():
            variants = ", ".join(load(zoo.FOLDER / f"{name}.yaml").variants)
            print(f"{name:{width}}  {variants}".rstrip())
        return 0
    source = zoo.find(options.name)
    if source is None:
        name: str = options.name
        near = get_close_matches(name.partition(":")[0], zoo.names(), n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`archspec new` lists them"
        raise CommandError(f"archspec ships no network `{options.name}`; {hint}")
    target: Path = options.file or Path(f"{options.name}.yaml")
    write_text(target, source.read_text(encoding="utf-8"), force=options.force)
    print(f"{target}: a copy of `{options.name}`; `archspec show {target}` shows it")
    return 0
