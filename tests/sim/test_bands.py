"""Bands on disk, for scene and desk."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim.bands import Bands
from sim.ensemble.results import ensemble
from tests.sim.ensemble.small import short
from tests.tiny import tiny_place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small ensemble."""
    path = tmp_path_factory.mktemp("bands") / "e"
    ensemble(tiny_place(), short(), 3, path)
    return path


def test_bands_come_back_as_they_were(folder: Path, tmp_path: Path) -> None:
    """The same bytes again."""
    bands = Bands.load(folder / "bands.npz")
    bands.save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == (folder / "bands.npz").read_bytes()
    assert bands.finished.shape == (12, len(tiny_place().buildings))
    p10, p50, p90 = bands.kpis.of("ai.occupancy")
    assert np.all(p10 <= p50)
    assert np.all(p50 <= p90)
    with pytest.raises(KeyError):
        bands.kpis.of("moon.occupancy")


def test_reading_bands_needs_numpy_alone(folder: Path) -> None:
    """Desk and scene read them without a simulator or a library of tables."""
    code = (
        "import sys; from pathlib import Path; from sim.bands import Bands;"
        f"Bands.load(Path({str(folder)!r}) / 'bands.npz');"
        "heavy = {'scipy', 'pyarrow', 'pandas', 'simpy', 'shapely', 'distributed'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
