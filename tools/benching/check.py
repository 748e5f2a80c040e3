"""How long `archspec check` takes, as a process from its start to its end, beside processes that do a similar job."""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tools.benching.networks import with_one_fault
from tools.benching.processes import ROOT, Measured, Program, compare, python, ratio
from tools.benching.tables import Row, Table

SPEC = "specs/resnet.yaml:152"
BASE = Program("`import pydantic, yaml`", python("-c", "import pydantic, yaml"))
MODEL = (
    "import os; os.environ['PYDANTIC_DISABLE_PLUGINS'] = '1'\n"
    "import pydantic, yaml\n"
    "class Model(pydantic.BaseModel):\n"
    "    field: int\n"
    "Model(field=1)\n"
    "os._exit(0)"
)
"""The least that a process does which validates with a Pydantic model, with all that `archspec` does to be quick."""


def archspec(*arguments: str) -> tuple[str, ...]:
    """Returns the command that does what the script `archspec` does, which need not be installed."""
    return python("-c", "from archspec.cli.main import console; console()", *arguments)


OWN = (
    BASE,
    Program("the same and one model of one field", python("-c", MODEL)),
    Program(f"archspec check {SPEC}", archspec("check", SPEC)),
)


def check(repeats: int, slow_repeats: int, progress: Callable[[str], None]) -> Table:
    """Measures `archspec check` and all others that are installed.

    Args:
        repeats: How often each program runs.
        slow_repeats: How often those run that take seconds.
        progress: Is told what runs.
    """
    with TemporaryDirectory() as folder:
        faulty = Path(folder, "faulty.yaml")
        faulty.write_text(with_one_fault(Path(ROOT, "specs/resnet.yaml").read_text(encoding="utf-8")), encoding="utf-8")
        fault = Program("archspec check, one fault", archspec("check", f"{faulty}:152"), 1)
        peers = list(_peers(Path(folder)))
        programs = [*OWN, fault, *(one for one in peers if isinstance(one, Program))]
        missing = [one for one in peers if isinstance(one, Row)]
        runs = compare(programs, repeats, slow_repeats, progress)
    rows = [_row(program, taken, runs[0]) for program, taken in zip(programs, runs, strict=True)]
    return Table(f"ResNet-152 checked by a process of its own: medians of {repeats} runs", [*rows, *missing])


def _row(program: Program, runs: list[Measured], base: list[Measured]) -> Row:
    """Returns the line of a program; its ratios are to the base in the same turns."""
    figures = {
        "s": median(one.wall for one in runs),
        "CPU s": median(one.cpu for one in runs),
        "× base": ratio(runs, base, lambda one: one.wall),
        "× base, CPU": ratio(runs, base, lambda one: one.cpu),
    }
    return Row(program.label, figures, f"{len(runs)} runs" if program.slow else "")


def _peers(folder: Path) -> Iterator[Program | Row]:
    """Yields the programs of others, which read files in a folder; in place of one that is missing, how to get it."""
    keras = "tools.benching.peers.keras_model"
    for label, package, arguments, code in (
        ("Keras, building it", "tensorflow", ("-m", keras), 0),
        ("Keras, refusing the fault", "tensorflow", ("-m", keras, "fault"), 1),
        ("PyTorch, on the meta device", "torch", ("-m", "tools.benching.peers.torch_meta"), 0),
    ):
        yield Program(label, python(*arguments), code, slow=True) if find_spec(package) else _absent(label, package)
    for label, package, module, name in (
        ("ONNX shape inference", "onnx", "onnx_graph", "resnet.onnx"),
        ("MLnode, validating its JSON", "mlnode", "mlnode_graph", "resnet.mlnode.json"),
        ("narchi, validating its jsonnet", "narchi", "narchi_graph", "resnet.jsonnet"),
    ):
        if not find_spec(package):
            yield _absent(label, package)
            continue
        peer = import_module(f"tools.benching.peers.{module}")
        path = folder / name
        peer.write(path)
        yield Program(label, python(*peer.COMMAND, str(path)), slow=True)


def _absent(label: str, package: str) -> Row:
    return Row(label, {}, f"not installed: `pip install {package}`")
