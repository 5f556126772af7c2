"""The schema is data; its page is made from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gis.schema import EPSG, LAYERS, layer, page
from tests.gis.parks import PARKS, layers

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_in_the_repository_is_current() -> None:
    """`python -m gis.schema > docs/parks-schema.md` after a change."""
    assert (ROOT / "docs" / "parks-schema.md").read_text(encoding="utf-8") == page()


def test_the_module_prints_the_page() -> None:
    """So that anyone can remake it."""
    made = subprocess.run([sys.executable, "-m", "gis.schema"], capture_output=True, check=True, cwd=ROOT).stdout
    assert made.decode("utf-8").replace("\r\n", "\n") == page()


@pytest.mark.parametrize("park", PARKS)
def test_the_shipped_parks_hold_exactly_the_schema(park: str) -> None:
    """Every layer in EPSG:4549, every column in the order of the schema but those of imported features."""
    found = layers(park)
    assert list(found) == [known.name for known in LAYERS if known.name in found]
    assert {known.name for known in LAYERS if not known.optional} <= set(found)
    for name, table in found.items():
        assert table.crs.to_epsg() == EPSG
        own = [column.name for column in layer(name).columns if column.name not in ("source", "estimated")]
        assert list(table.columns) == [*own, "geometry"]


def test_units_are_part_of_the_column_names() -> None:
    """A length, an area, a volume says in what."""
    for known in LAYERS:
        for column in known.columns:
            if column.kind == "number" and column.name not in ("floor_area_ratio", "coverage", "green_ratio"):
                assert column.name.rsplit("_", 1)[-1] in ("m", "m2", "mu", "deg", "pct"), column.name


def test_an_unknown_layer_is_an_error() -> None:
    """The programmer's, not the user's."""
    with pytest.raises(KeyError):
        layer("rivers")
