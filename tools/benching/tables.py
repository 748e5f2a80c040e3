"""Figures in tables: printed for people, and written as JSON."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table as RichTable

FORMAT_VERSION = 1
PACKAGES = ("pydantic", "PyYAML", "keras", "tensorflow", "tensorflow-cpu", "onnx", "torch", "narchi", "mlnode")


class Row(NamedTuple):
    """One line of a table.

    Attributes:
        label: What was measured.
        figures: What it came to, by the heading of the column.
        note: What must be known of it; why there are no figures, where there are none.
    """

    label: str
    figures: Mapping[str, float]
    note: str = ""


class Table(NamedTuple):
    """What a benchmark came to.

    Attributes:
        title: What was measured, and how.
        rows: Its lines.
    """

    title: str
    rows: Sequence[Row]


def show(table: Table, console: Console) -> None:
    """Prints a table."""
    headings = list(dict.fromkeys(heading for row in table.rows for heading in row.figures))
    shown = RichTable(title=f"\n{table.title}", title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    shown.add_column("", no_wrap=True)
    for heading in headings:
        shown.add_column(heading, justify="right", no_wrap=True)
    shown.add_column("")
    for row in table.rows:
        cells = [_number(row.figures[heading]) if heading in row.figures else "" for heading in headings]
        shown.add_row(row.label, *cells, row.note)
    console.print(shown)


def _number(value: float) -> str:
    """Returns a figure with three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"


def machine() -> dict[str, Any]:
    """Returns where and when figures are taken, with how busy the machine is."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = (
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        )
        cpu = next(names, cpu)
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "system": platform.platform(terse=True),
        "cpu": cpu,
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "python": platform.python_version(),
        "packages": dict(_versions()),
    }


def _versions() -> Iterable[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue


def write(tables: Mapping[str, Table], where: Mapping[str, Any], path: Path) -> None:
    """Writes tables as JSON, by the names of their benchmarks, to a new file that then takes the path."""
    content = {
        "format_version": FORMAT_VERSION,
        "machine": where,
        "benchmarks": {
            name: {"title": table.title, "rows": [row._asdict() for row in table.rows]}
            for name, table in tables.items()
        },
    }
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
