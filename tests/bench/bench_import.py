"""124,624 real buildings imported and opened, against the bare reading of their file."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import geopandas as gpd
import pyogrio

from gis.cache import open_prepared
from gis.intake.answers import Answers
from gis.intake.making.importing import import_files
from tests.bench.city import city_table
from tests.bench.measure import cpu_ms, figure, report

COUNT = 124_624
ROUNDS = 5
MEMORY_MB = 1536


def main() -> None:
    """Measure, alternating so that a drifting machine slows both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The user's own cache must neither help nor be filled.
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        file, suffix = _file(folder)
        bare, whole, opening = _measured(file, folder)
    report(
        figure(f"import_124k{suffix}", whole, "ms CPU", against="bare pyogrio with Arrow", other=bare, limit=8),
        figure(f"import_124k_memory{suffix}", _peak_mb(), "MB", against="1.5 GB", other=MEMORY_MB, limit=1),
        figure(
            f"open_prepared_124k{suffix}", opening, "ms CPU", against="bare pyogrio with Arrow", other=bare, limit=1
        ),
    )


def _file(folder: Path) -> tuple[Path, str]:
    """The city's file, and what to append to a benchmark's name: "" if it is the real one."""
    data = os.environ.get("PARKTWIN_BENCH_DATA")
    if data:
        return Path(data) / "tokyo_buildings_124k_epsg6677.fgb", ""
    table: gpd.GeoDataFrame = city_table(COUNT)
    pyogrio.write_dataframe(table, folder / "city.fgb", driver="FlatGeobuf")
    return folder / "city.fgb", "_synthetic"


def _measured(file: Path, folder: Path) -> tuple[float, float, float]:
    """Milliseconds of the bare reading, of import with checks and preparation, and of opening what was prepared."""
    park = folder / "park.gpkg"
    actions: tuple[Callable[[int], object], ...] = (
        lambda _: pyogrio.read_dataframe(file, use_arrow=True),
        partial(_imported, file, park, folder),
        lambda _: open_prepared([park]),
    )
    _imported(file, park, folder, 0)
    times: list[list[float]] = [[], [], []]
    for _ in range(ROUNDS):
        for found, action in zip(times, actions, strict=True):
            found.append(cpu_ms(action, times=1, rounds=1))
    bare, whole, opening = (statistics.median(found) for found in times)
    return bare, whole, opening


def _imported(file: Path, park: Path, folder: Path, _: int) -> None:
    """What 'park import' and the first opening do, without starting Python."""
    for kept in folder.glob("cache/**/*.npz"):
        kept.unlink()
    job = {
        "files": [str(file)], "base": "", "answers": Answers().to_json(), "id": "city", "id_given": True,
        "name_en": "City", "name_zh": "城市", "out": str(park),
    }  # fmt: skip
    park.unlink(missing_ok=True)
    account = import_files(job)
    assert account["written"], account
    open_prepared([park])


def _peak_mb() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
