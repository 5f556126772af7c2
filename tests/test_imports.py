"""What a part of the program loads, seen in a fresh interpreter: the contracts of the folders at work."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "geopandas": "GIS", "pyogrio": "GIS", "pyproj": "GIS", "simpy": "simulator",
    "panda3d": "graphics", "PySide6": "Qt",
}  # fmt: skip


def loaded_by(module: str) -> set[str]:
    """The kinds of heavy library that `import module` loads."""
    question = f"import sys, {module}; print(*sorted(name for name in sys.modules if '.' not in name))"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True).stdout
    return {HEAVY[name] for name in answer.split() if name in HEAVY}


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("gis.prepared", set()),
        ("sim.run", set()),
        ("gis.read", {"GIS"}),
        ("sim.model", {"simulator"}),
        ("twin.walk", {"graphics"}),
        ("twin.picture", {"graphics"}),
        ("ui.launch", set()),
        ("ui.desk.worker", set()),
    ],
)
def test_a_module_loads_no_more_than_it_needs(module: str, allowed: set[str]) -> None:
    """The walk needs no Qt, the simulator no graphics."""
    assert loaded_by(module) <= allowed
