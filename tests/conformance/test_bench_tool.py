"""The benchmarks run, short, and write the ratios that `BENCHMARKS.md` quotes; how fast anything is is not asserted."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import bench


def figures(benchmark: str, path: Path, *options: str) -> dict[str, dict[str, float]]:
    """What a benchmark writes, by the labels of its rows."""
    assert bench.main([benchmark, "--repeats", "1", "-o", str(path), *options]) == 0
    written: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert written["format_version"] == 1
    assert {"date", "cpu", "cores", "load", "python", "packages"} <= set(written["machine"])
    assert list(path.parent.iterdir()) == [path]
    return {row["label"]: row["figures"] for row in written["benchmarks"][benchmark]["rows"]}


@pytest.mark.slow
def test_a_check_is_compared_with_imports_and_with_others(tmp_path: Path) -> None:
    found = figures("check", tmp_path / "check.json")
    assert found["`import pydantic, yaml`"]["× base"] == 1
    assert {"× base", "× base, CPU"} <= set(found["archspec check specs/resnet.yaml:152"])
    assert {"× base", "× base, CPU"} <= set(found["Keras, refusing the fault"])


@pytest.mark.slow
def test_layers_are_timed_out_of_blocks_and_flat(tmp_path: Path) -> None:
    found = figures("scale", tmp_path / "scale.json", "--sizes", "100", "1000", "2000")
    assert len(found) == 6
    assert all(row[figure] > 0 for row in found.values() for figure in ("µs a layer", "YAML included", "bytes a layer"))
    assert "× linear from 1,000" in found["2,000 layers out of blocks"]


@pytest.mark.slow
def test_building_is_compared_with_the_same_network_by_hand(tmp_path: Path) -> None:
    found = figures("build", tmp_path / "build.json", "--networks", "unet.yaml")
    assert found["unet.yaml"]["× by hand"] > 0


def test_a_program_that_does_something_else_is_not_measured() -> None:
    from tools.benching.processes import Program, WrongExitError, measure, python

    with pytest.raises(WrongExitError, match="returned 3, not 1:\nwhy"):
        measure(Program("one", python("-c", "print('why'); raise SystemExit(3)"), 1))
