"""Checks the corpus in this process under an audit hook, and prints what happened that must not, as lines of JSON.

    python tests/hostile/audit.py [PLANTED]

What may happen: reading files of the spec's folder and of archspec itself, and importing modules of archspec that are
not loaded yet, by names that are known before. What PLANTED names is done inside of a check, to see that it is told.
"""

import contextlib
import dataclasses
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from archspec.cli.main import main  # noqa: E402 - the path comes first
from archspec.diagnostics.catalogue import kinds  # noqa: E402
from archspec.language.structure import STRUCTURES  # noqa: E402
from archspec.layers import registry  # noqa: E402
from tests.hostile.corpus import CORPUS  # noqa: E402

ORDINARY = """archspec: 1
params: {width: 8}
input: [H, W, 3]
use: std/residual
blocks: {b: {layers: [relu]}}
layers:
  - conv: {filters: $(width * 2), size: 3, activation: relu}  # archspec: allow missing-activation
  - max_pool: 2
  - b
  - add: [., [dense: 7]]
  - rleu
  - cnvlution
expect: {params: 3, macs: 1, at: {H: 8, W: 8}, sizes: [H >= 1]}
"""
"""A spec with faults, which makes archspec load what it loads late."""

FORBIDDEN = (
    "compile", "exec", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate",
    "os.putenv", "os.unsetenv", "os.kill", "subprocess.Popen", "shutil.", "socket.", "urllib.Request", "http.client.",
    "ftplib.", "smtplib.", "webbrowser.open", "ctypes.", "pickle.find_class", "marshal.load", "code.__new__",
    "function.__new__", "builtins.input", "sqlite3.", "sys.addaudithook", "sys.settrace", "sys.setprofile",
    "tempfile.", "fcntl.", "pty.", "signal.", "setopencodehook", "cpython.",
)  # fmt: skip
"""Events, or what their names begin with, that no check may raise."""

PLANTED: dict[str, Callable[[], object]] = {
    "exec": lambda: exec("1"),
    "compile": lambda: compile("1", "<text>", "eval"),
    "import": lambda: __import__("wave"),
    "socket": lambda: __import__("socket").socket().close(),
    "subprocess": lambda: __import__("subprocess").Popen(["true"]),
    "write": lambda: Path(os.devnull).write_text("x"),
    "outside": lambda: Path("/etc/hostname").read_bytes(),
    "listing": lambda: list(Path("/etc").iterdir()),
}
"""What breaks the rules, by name."""


class Watch:
    """An audit hook that tells what a check must not do.

    Attributes:
        folder: The folder of the spec that is checked; None where nothing is.
        told: What happened that must not.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.told: list[dict[str, str]] = []
        self._own = {*_own_modules()}

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        folder, self.folder = self.folder, None  # what the hook itself does is nobody's business
        if folder is not None:
            try:
                if reason := self._reason(event, arguments, folder):
                    self.told.append({"event": event, "reason": reason})
            finally:
                self.folder = folder

    def _reason(self, event: str, arguments: tuple[Any, ...], folder: Path) -> str:
        if event == "import":
            name = str(arguments[0])
            return "" if name in sys.modules or name in self._own else f"imports {name}"
        if event in ("open", "os.listdir", "os.scandir"):
            mode, flags = (arguments[1], arguments[2]) if event == "open" else ("r", 0)
            writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
            if (isinstance(mode, str) and set(mode) & set("wax+")) or flags & writes:
                return f"writes {arguments[0]!r}"
            return "" if self._may_be_read(arguments[0], folder) else f"reads {arguments[0]!r}"
        if event == "compile":
            return "" if self._by_own_source() else f"compiles {str(arguments[0])[:60]!r}"
        if event in ("exec", "marshal.loads", "code.__new__"):
            return "" if self._by_own_source() else f"runs code: {str(arguments)[:60]}"
        return event if event.startswith(FORBIDDEN) else ""

    def _may_be_read(self, path: object, folder: Path) -> bool:
        if isinstance(path, int):
            return True
        real = Path(os.path.realpath(os.fsdecode(path)))  # pyright: ignore[reportArgumentType] - a path of either sort
        return (
            real.is_relative_to(folder) or real.is_relative_to(ROOT / "archspec") or real.is_relative_to(ROOT / "specs")
        )

    @staticmethod
    def _callers() -> list[tuple[str, str]]:
        frame, found = sys._getframe(4), []
        while frame is not None:
            found.append((frame.f_code.co_filename, frame.f_code.co_name))
            frame = frame.f_back
        return found

    def _by_own_source(self) -> bool:
        return self._by_own_import() or self._by_own_dataclass()

    def _by_own_dataclass(self) -> bool:
        """Whether a kind of diagnostic is just made a dataclass, out of fields that archspec's own source names."""
        match [one for one in self._callers() if not one[0].endswith("audit.py")]:
            case [(maker, _), *callers]:
                made = (str(ROOT / "archspec/diagnostics/kind.py"), "__new__")
                return Path(maker) == Path(dataclasses.__file__) and made in callers
            case _:
                return False

    def _by_own_import(self) -> bool:
        """Whether a module of archspec, or Pydantic for one of its models, is just being loaded."""
        files = [file for file, _ in self._callers()]
        loads = any(file.startswith("<frozen importlib._bootstrap") for file in files)
        return loads and any(Path(file).is_relative_to(ROOT / "archspec") for file in files)


def _own_modules() -> list[str]:
    """Returns the names of all modules of archspec that know no framework: they are fixed before any spec is read."""
    names: list[str] = []
    for file in (ROOT / "archspec").rglob("*.py"):
        steps = file.relative_to(ROOT).with_suffix("").parts
        if steps[1] != "convert":
            names.append(".".join(steps).removesuffix(".__init__"))
    return names


def check(folder: Path, name: str, *arguments: str) -> None:
    """Checks a spec from its folder, and prints nothing."""
    os.chdir(folder)
    out = io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        main(["check", *arguments, name])


def warm_up(folder: Path) -> None:
    """Checks an ordinary spec in every format, and loads all kinds of layers, of findings and of advice.

    Pydantic compiles the annotations of a model of archspec when it is first used.
    """
    kinds()
    for model in (*registry.kinds(), *STRUCTURES.values()):
        model.model_rebuild()
    (folder / "spec.yaml").write_bytes(b"archspec: 1\0")
    check(folder, "spec.yaml")
    (folder / "spec.yaml").write_text(ORDINARY)
    for form in ("text", "json", "sarif", "github", "gitlab", "junit"):
        check(folder, "spec.yaml", "--format", form)
    check(folder, "spec.yaml", "--verbose", "--color", "always")


def run(planted: str = "") -> list[dict[str, str]]:
    """Checks all of the corpus; returns what happened that must not."""
    watch = Watch()
    sys.addaudithook(watch)
    with tempfile.TemporaryDirectory() as place:
        warm_up(Path(place))
        for number, case in enumerate(CORPUS[:1] if planted else CORPUS):
            folder = Path(place, str(number), "specs")
            folder.mkdir(parents=True)
            case.write(folder)
            before = len(watch.told)
            watch.folder = Path(os.path.realpath(folder))
            if planted:
                PLANTED[planted]()
            check(folder, case.spec, *case.arguments)
            watch.folder = None
            for one in watch.told[before:]:
                one["case"] = case.name
        os.chdir("/")
    return watch.told


if __name__ == "__main__":
    print(json.dumps(run(*sys.argv[1:])))
