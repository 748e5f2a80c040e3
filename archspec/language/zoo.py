"""The specs that archspec ships, by name.

They are `specs/` in the repository and `archspec/zoo` in a wheel.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
FOLDER = next((one for one in (_PACKAGE / "zoo", _PACKAGE.parent / "specs") if one.is_dir()), _PACKAGE / "zoo")
"""The folder that they are in."""


def names() -> list[str]:
    """Returns the names of all specs, in alphabetical order."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))


def find(name: str) -> Path | None:
    """Returns the file of a spec; None if there is none of that name."""
    return FOLDER / f"{name}.yaml" if name in names() else None
