"""Small files of planners, and the window with the import assistant in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ui.desk.importer.page import ImportPage
from ui.desk.window import DeskWindow

EAST, NORTH = 541_800.0, 4_003_200.0
"""A place in the AI park, in EPSG:4549."""


def house(x: float, y: float, side: float = 20.0) -> list[list[list[float]]]:
    """A square footprint, its corner at x, y."""
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return [ring]


def write_houses(
    file: Path, origin: tuple[float, float] = (EAST, NORTH), crs: str = "EPSG:4549", **fields: Any
) -> Path:
    """Twelve houses in rows on a GeoJSON of that system ("" for none that can be true)."""
    features = [
        {"type": "Feature", "properties": {"HGT": 3.5 * (3 + i), "xx": 3 + i, **fields},
         "geometry": {"type": "Polygon", "coordinates": house(origin[0] + 40 * (i % 4), origin[1] + 40 * (i // 4))}}
        for i in range(12)
    ]  # fmt: skip
    content: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    """Buildings whose coordinate system is recorded."""
    return write_houses(tmp_path / "buildings.geojson")


@pytest.fixture
def unplaced(tmp_path: Path) -> Path:
    """Buildings in metres that the file takes for degrees."""
    return write_houses(tmp_path / "buildings.geojson", crs="")


@pytest.fixture
def page(window: DeskWindow) -> ImportPage:
    """The assistant, entered and empty."""
    return window.importer.enter()


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[ImportPage], None]:
    """Waits until nothing is being read or written."""

    def wait(page: ImportPage) -> None:
        qtbot.waitUntil(lambda: not page.intake.busy and page.outcome.state != "writing", timeout=60_000)

    return wait
