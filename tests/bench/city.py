"""Cities to measure with, as a `Prepared` without a layout: real buildings where there are any, else made-up ones."""

from __future__ import annotations

import os
from pathlib import Path

import geopandas
import numpy as np
import shapely

from gis.place import Building, Context, LocalFrame, Parcel, Park, Place, Provenance, Site, Trees, Zone
from gis.prepare import prepare
from gis.prepared import Prepared
from gis.text import Name
from sim.run import Run, Stays

_REAL = ((20_000, "tokyo_buildings_20k_wgs84.geojson"), (124_624, "tokyo_buildings_124k_epsg6677.fgb"))
_METRIC = 6677
_STOREY_M = 3.2
_MADE = Provenance("synthetic")


def city(count: int) -> tuple[Prepared, str]:
    """`count` buildings ready to draw, and what to append to a benchmark's name: "" if they are real."""
    folder = os.environ.get("PARKTWIN_BENCH_DATA")
    footprints, heights_m = _real(Path(folder), count) if folder else _made_up(count)
    return prepare(_place(footprints, heights_m)), "" if folder else "_synthetic"


def _real(folder: Path, count: int) -> tuple[np.ndarray, np.ndarray]:
    file = next(name for size, name in _REAL if size >= count)
    table = geopandas.read_file(folder / file).iloc[:count].to_crs(_METRIC)
    return np.asarray(table.geometry.values), table["height_m"].to_numpy(float)


def city_table(count: int) -> geopandas.GeoDataFrame:
    """`count` made-up buildings with their heights, somewhere in Tokyo."""
    footprints, heights_m = _made_up(count)
    moved = shapely.transform(footprints, lambda xy: xy - np.array([15_000, 45_000]))
    return geopandas.GeoDataFrame({"height_m": heights_m}, geometry=moved, crs=_METRIC)


def _made_up(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    side = int(np.ceil(np.sqrt(count)))
    x, y = np.divmod(np.arange(count), side)
    width, depth = rng.uniform(8, 22, (2, count))
    return shapely.box(30 * x, 30 * y, 30 * x + width, 30 * y + depth), rng.uniform(4, 60, count)


def _place(footprints: np.ndarray, heights_m: np.ndarray) -> Place:
    corner = shapely.total_bounds(footprints)[:2]
    local = shapely.transform(footprints, lambda xy: xy - corner)
    floors = np.maximum(1, np.rint(heights_m / _STOREY_M)).astype(int)
    name = Name("City", "城市")
    outline = shapely.box(*shapely.total_bounds(local))
    parcel = Parcel(
        "p", name, "city", "z", "office", outline.area, 0, 0, 0, 0, 999, "existing", 0, None, outline, _MADE
    )
    buildings = tuple(
        Building(
            f"b{i}", None, "city", "z", "p", "office", "curtain_wall_slab", int(n), float(h / n), 0.0, 0.0,
            float(shape.area * n), 0.0, "existing", 1, None, shape, _MADE,
        )
        for i, (shape, h, n) in enumerate(zip(local, heights_m, floors, strict=True))
    )  # fmt: skip
    park = Park(
        "city",
        name,
        (Site("s", name, "city", outline.area / 666.667, outline, _MADE),),
        (Zone("z", name, "city", outline, _MADE),),
        (parcel,),
        buildings,
        (),
        (),
        Trees(np.empty((0, 2)), np.empty(0), ()),
        (),
    )
    return Place(LocalFrame(_METRIC, float(corner[0]), float(corner[1])), (park,), Context())


def made_up_run(prepared: Prepared, months: int) -> Run:
    """A run of `months` in which the buildings rise and fill one after another: the same story at any length."""
    count = len(prepared.buildings.id)
    rng = np.random.default_rng(2)
    start = rng.uniform(-0.2, 1, count)
    age = np.linspace(0, 1, months)[:, None] - start
    progress = np.clip(age / 0.1, 0, 1).astype(np.float32)
    occupancy = np.clip((age - 0.1) / 0.2, 0, 0.9).astype(np.float32)
    nobody = np.empty(0, np.int32)
    return Run(
        scenario="made-up",
        scenario_name=Name("Made up", "虚构"),
        seed=2,
        version="bench",
        inputs_hash="",
        start_date="2023-01-01",
        months=tuple(f"{2023 + m // 12}-{m % 12 + 1:02d}" for m in range(months)),
        building_ids=prepared.buildings.id,
        lettable_m2=prepared.buildings.gfa_m2,
        progress=progress,
        occupancy=occupancy,
        compute_load=np.zeros_like(progress),
        kpis={},
        events=(),
        projects=(),
        stays=Stays(nobody, nobody, nobody, nobody, nobody.astype(np.float32), nobody, nobody, (), (), {}),
    )
