"""Changes the shape arithmetic, one small thing at a time, and says which changes no test notices.

    python tools/mutate.py
    python tools/mutate.py archspec/tensors/term.py archspec/layers/pooling

Makes mutants of `archspec/tensors` and of the shape rules of `archspec/layers` (`output`, `weights`, `macs`, and what
they call), runs the unit tests of each on it, the quickest first, and those of `tests/property/test_tensors.py` last.
None of them needs Keras. Prints how many of each file are killed, and every survivor as an entry of
`tools/mutating/survivors.yaml`, where those are listed that are no lack of a test, with the reason. Returns 1 if there
is a survivor that is not listed, or one listed that does not survive.

Left out are changes of text, of annotations and of decorators, and whatever knows Keras: tests/conformance holds that.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("archspec/tensors", "archspec/layers/window.py", "archspec/layers/stepwise.py", "archspec/layers/*/")
SURVIVORS = ROOT / "tools" / "mutating" / "survivors.yaml"


class Survivor(NamedTuple):
    """A mutant that no test notices, as it is listed: wherever its lines stand in the function.

    Attributes:
        place: The file, and the function or class that was changed.
        diff: The lines that were taken away, and those that came instead.
    """

    place: str
    diff: str

    def entry(self) -> str:
        """Returns it as an entry of the list, without a reason."""
        lines = "".join(f"\n    {line}" for line in self.diff.splitlines())
        return f"- in: {self.place}\n  diff: |-{lines}"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program; returns 1 if the survivors are others than those listed, and 0 otherwise."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "paths",
        nargs="*",
        default=PARTS,
        metavar="PATH",
        help="a file or folder, from the project's root (default: all)",
    )
    options = parser.parse_args(argv)
    if missing := [path for path in options.paths if not any(ROOT.glob(path))]:
        parser.error(f"there is no {missing[0]}")
    sys.path.insert(0, str(ROOT))
    listed = _listed()
    total, killed = 0, 0
    new: list[Survivor] = []
    gone: list[Survivor] = []
    print("mutants  killed  listed  new")
    for path in _files(options.paths):
        tried, survivors = _try(path)
        unlisted = [one for one in survivors if one not in listed]
        if tried:
            counts = (tried, tried - len(survivors), len(survivors) - len(unlisted), len(unlisted))
            print("{:7}{:8}{:8}{:5}  {}".format(*counts, path), flush=True)
        total, killed = total + tried, killed + tried - len(survivors)
        new += unlisted
        gone += (one for one in listed if one.place.split()[0] == path and one not in survivors)
    print(f"\n{killed} of {total} mutants killed ({killed / max(total, 1):.1%})")
    for heading, some in (("survivors that are not listed", new), ("listed, but killed or no more to be made", gone)):
        if some:
            print(f"\n# {heading}\n" + "\n".join(dict.fromkeys(one.entry() for one in some)))
    return int(bool(new or gone))


def _listed() -> list[Survivor]:
    import yaml

    entries: list[dict[str, str]] = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or []
    return [Survivor(entry["in"], entry["diff"]) for entry in entries]


def _files(paths: Sequence[str]) -> Iterator[str]:
    """Yields the modules that some files and folders hold, as paths from the root."""
    for found in (found for path in paths for found in sorted(ROOT.glob(path))):
        modules = sorted(found.rglob("*.py")) if found.is_dir() else [found]
        yield from (module.relative_to(ROOT).as_posix() for module in modules)


def _try(path: str) -> tuple[int, list[Survivor]]:
    """Returns how many mutants a module has, and those that survive."""
    from tools.mutating.mutants import mutants
    from tools.mutating.trial import run_tests, tests_of

    source = (ROOT / path).read_text(encoding="utf-8")
    changed = list(mutants(path, source))
    survivors: list[Survivor] = []
    stages = [(tests, run_tests(tests, path, source)) for tests in tests_of(path)] if changed else []
    if failing := [tests for tests, outcome in stages if not outcome.passed]:
        raise SystemExit(f"{path}: {failing[0]} fail without any change")
    for number, mutant in enumerate(changed):
        if all(
            run_tests(tests, path, mutant.source, seconds=5 * unchanged.seconds + 1).passed
            for tests, unchanged in stages
        ):
            survivors.append(Survivor(f"{path} {mutant.place}".strip(), mutant.diff))
        _tell(f"{path}: {number + 1} of {len(changed)}, {len(survivors)} survive")
    _tell("")
    return len(changed), survivors


def _tell(progress: str) -> None:
    """Says how far it has come, where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
