"""A place and a run small enough to check by hand: two parks, a dozen buildings, 24 months."""

from __future__ import annotations

from functools import cache

import numpy as np
from shapely import LineString, Polygon, box
from shapely.geometry import Point

from gis.outlines import freeze
from gis.place import (
    Area,
    Building,
    Context,
    ContextBlock,
    Landmark,
    LocalFrame,
    Parcel,
    Park,
    Place,
    Provenance,
    Road,
    Site,
    Trees,
    Zone,
)
from gis.prepare import prepare
from gis.prepared import Prepared
from gis.text import Name
from gis.units import mu_from_m2
from sim.bands import FULL, Bands, KpiBands, MilestoneBands
from sim.run import Event, Project, Run, Series, Stays

FRAME = LocalFrame(4549, 542_000.0, 4_002_000.0)
DRAWN = Provenance("synthetic")
PRINTED = Provenance("published", ("ai.area",))
MONTHS = 24

# id, parcel, use, style, floors, floor height, base, footprint, status, year
_Row = tuple[str, str, str, str, int, float, float, Polygon, str, int | None]


def _ground_m(x_m: float, y_m: float) -> float:
    return 34.0 + 0.004 * x_m + 0.019 * y_m


def _building(park: str, zone: str, row: _Row) -> Building:
    name, parcel, use, style, floors, floor_height_m, base_m, footprint, status, year = row
    return Building(
        id=name, name=Name(f"Building {name}", f"{name}号楼"), park=park, zone=zone, parcel=parcel, use=use,
        style=style, floors=floors, floor_height_m=floor_height_m, base_m=base_m,
        ground_m=_ground_m(footprint.centroid.x, footprint.centroid.y), gfa_m2=footprint.area * floors,
        gfa_below_m2=0.0, status=status, phase=0 if status == "existing" else 2, year=year, footprint=footprint,
        provenance=DRAWN,
    )  # fmt: skip


def _parcel(park: str, zone: str, name: str, use: str, outline: Polygon, status: str, masses: list[Building]) -> Parcel:
    own = [building for building in masses if building.parcel == name]
    gfa_m2 = sum(building.gfa_m2 for building in own)
    ground = sum(building.footprint.area for building in own if building.base_m == 0)
    return Parcel(
        id=name, name=Name(f"Parcel {name}", f"{name}地块"), park=park, zone=zone, use=use, area_m2=outline.area,
        gfa_m2=gfa_m2, gfa_below_m2=0.0, floor_area_ratio=gfa_m2 / outline.area, coverage=ground / outline.area,
        height_limit_m=100.0, status=status, phase=0 if status == "existing" else 2,
        year=2020 if status == "existing" else None, outline=outline, provenance=DRAWN,
    )  # fmt: skip


def _ai_rows() -> list[_Row]:
    court = Polygon(box(20, 20, 80, 80).exterior, [box(35, 35, 65, 65).exterior])
    return [
        ("A1", "P1", "office", "podium", 4, 5.0, 0.0, box(100, 20, 160, 80), "existing", 2018),
        ("A2", "P1", "office", "glass_tower", 18, 4.1, 20.0, box(112, 32, 148, 68), "existing", 2018),
        ("A3", "P1", "rnd", "landmark", 6, 4.8, 0.0, court, "existing", 2019),
        ("A4", "P2", "compute", "louvred_hall", 4, 6.5, 0.0, box(20, 220, 110, 280), "under_construction", None),
        ("A5", "P2", "utility", "utility_box", 2, 6.0, 0.0, box(130, 220, 170, 250), "under_construction", None),
        ("A6", "P3", "software", "curtain_wall_slab", 8, 4.0, 0.0, box(220, 20, 270, 38), "planned", None),
        ("A7", "P3", "housing", "housing_slab", 14, 3.0, 0.0, box(220, 60, 270, 75), "planned", None),
    ]


def _vr_rows() -> list[_Row]:
    corner = Polygon([(-180, 20), (-120, 20), (-120, 36), (-164, 36), (-164, 80), (-180, 80)])
    return [
        ("V1", "Q1", "industrial", "panel_hall", 5, 6.0, 0.0, box(-100, 20, -20, 140), "existing", 2022),
        ("V2", "Q1", "rnd", "brick_panel_lab", 5, 4.2, 0.0, corner, "under_construction", None),
        ("V3", "Q2", "theme_park", "theme_shell", 3, 8.0, 0.0, Point(-60, 240).buffer(30, 8), "planned", None),
        ("V4", "Q2", "dormitory", "dormitory_slab", 12, 3.3, 0.0, box(-180, 220, -120, 240), "planned", None),
        ("V5", "Q2", "culture", "public_hall", 3, 4.5, 0.0, box(-180, 260, -120, 290), "planned", None),
    ]


def _trees(points: list[tuple[float, float]]) -> Trees:
    xy_m = freeze(points, np.float64)
    return Trees(xy_m, freeze(6.0 + np.arange(len(points)) % 3, np.float64), tuple("street" for _ in points))


def _road(name: str, park: str, x0: float, y0: float, x1: float, y1: float, width_m: float) -> Road:
    middle = LineString([(x0, y0), (x1, y1)])
    return Road(
        name, Name(f"Road {name}", f"{name}路"), park, "collector", width_m, 4, middle,
        middle.buffer(width_m / 2, cap_style="flat"), DRAWN,
    )  # fmt: skip


def _ai_park() -> Park:
    masses = [_building("ai", "ai-a", row) for row in _ai_rows()]
    outline = box(0, 0, 300, 300)
    parcels = (
        _parcel("ai", "ai-a", "P1", "office", box(5, 5, 190, 190), "existing", masses),
        _parcel("ai", "ai-a", "P2", "compute", box(5, 210, 190, 295), "under_construction", masses),
        _parcel("ai", "ai-a", "P3", "software", box(210, 5, 295, 190), "planned", masses),
    )
    areas = (
        Area("green", Name("Green", "绿地"), "ai", "green", "park", box(210, 210, 295, 295), DRAWN),
        Area("pond", Name("Pond", "池塘"), "ai", "water", "lake", Point(250, 250).buffer(20, 8), DRAWN),
        Area("lawn", Name("Lawn", "草坪"), "ai", "lawn", "lawn", box(20, 100, 80, 180), DRAWN),
    )
    return Park(
        id="ai", name=Name("Tiny AI park", "小型人工智能园"),
        sites=(Site("ai-core", Name("Core", "核心区"), "ai", mu_from_m2(outline.area), outline, PRINTED),),
        zones=(Zone("ai-a", Name("Software", "软件区"), "ai", outline, DRAWN),),
        parcels=parcels, buildings=tuple(masses),
        roads=(_road("east", "ai", 200, 0, 200, 300, 20), _road("cross", "ai", 0, 200, 190, 200, 20)), areas=areas,
        trees=_trees([(196.0 - 8 * (i % 2), 10.0 + 20 * i) for i in range(14)]),
        landmarks=(Landmark(Name("South gate", "南门"), "ai", "gate", 1, 200.0, 0.0, DRAWN),),
    )  # fmt: skip


def _vr_park() -> Park:
    masses = [_building("vr", "vr-a", row) for row in _vr_rows()]
    outline = box(-200, 0, 0, 300)
    parcels = (
        _parcel("vr", "vr-a", "Q1", "industrial", box(-195, 5, -5, 190), "existing", masses),
        _parcel("vr", "vr-a", "Q2", "theme_park", box(-195, 210, -5, 295), "planned", masses),
    )
    return Park(
        id="vr", name=Name("Tiny VR park", "小型虚拟现实园"),
        sites=(Site("vr", Name("VR park", "虚拟现实园"), "vr", mu_from_m2(outline.area), outline, DRAWN),),
        zones=(Zone("vr-a", Name("Hardware", "硬件区"), "vr", outline, DRAWN),),
        parcels=parcels, buildings=tuple(masses), roads=(_road("west", "vr", -200, 200, 0, 200, 20),),
        areas=(Area("square", Name("Square", "广场"), "vr", "square", "square", box(-110, 150, -30, 185), DRAWN),),
        trees=_trees([(-190.0 + 15 * i, 196.0) for i in range(12)]),
        landmarks=(Landmark(Name("Theme park", "主题公园"), "vr", "parcel", 2, -60.0, 240.0, DRAWN),),
    )  # fmt: skip


@cache
def tiny_place() -> Place:
    """Two parks side by side: all statuses, a tower on a podium, a courtyard, a data hall, a pond, sea in the south."""
    blocks = (
        ContextBlock("housing", 18, 54.0, box(500, 100, 534, 113)),
        ContextBlock("factory", 2, 12.0, box(-600, 100, -526, 144)),
    )
    context = Context(
        blocks=blocks, roads=(_road("highway", "", 420, -800, 420, 800, 40),),
        land=box(-60_000, -4_000, 60_000, 60_000), peaks=((Name("Hill", "小山"), 3000.0, 2000.0, 320.0),),
        credits=("Illustration",),
    )  # fmt: skip
    return Place(FRAME, (_ai_park(), _vr_park()), context)


@cache
def tiny_prepared() -> Prepared:
    """`tiny_place` ready to draw."""
    return prepare(tiny_place())


@cache
def tiny_run() -> Run:
    """A run of `tiny_place` over 24 months: what stands fills, what is begun rises, the rest follows later."""
    return made_up_run(tiny_place(), MONTHS)


def made_up_run(place: Place, months: int) -> Run:
    """A plausible run of any place, drawn by hand: no model behind it, so that tests need no simulator."""
    buildings = place.buildings
    month = np.arange(months, dtype=float)[:, None]
    start, length = _schedule(buildings, months)
    progress = np.clip((month - start) / length, 0.0, 1.0)
    turn = np.arange(len(buildings)) * 0.618 % 1
    filled = np.clip(0.35 + 0.6 * (month - start - length) / (0.6 * months + 12) + 0.3 * (turn - 0.5), 0.02, 0.97)
    occupancy = np.where(progress >= 1, filled, 0.0)
    computes = np.array([b.use == "compute" and b.style == "louvred_hall" for b in buildings])
    load = np.where((progress >= 1) & computes, np.clip(0.3 + 0.6 * month / months, 0, 1), 0.0)
    lettable = np.array([0.75 * b.gfa_m2 if b.use not in ("utility", "compute") else 0.0 for b in buildings])
    names = month_names(months)
    return Run(
        scenario="baseline", scenario_name=Name("Baseline", "基准情景"), seed=1, version="test", inputs_hash="0" * 64,
        start_date="2023-01-01", months=names, building_ids=tuple(b.id for b in buildings),
        lettable_m2=freeze(lettable, np.float32), progress=freeze(progress, np.float32),
        occupancy=freeze(occupancy, np.float32), compute_load=freeze(load, np.float32),
        kpis=_kpis(place, progress, occupancy, lettable), events=_events(place, months),
        projects=_projects(place, months), stays=_stays(buildings, occupancy, lettable, months),
    )  # fmt: skip


def month_names(months: int) -> tuple[str, ...]:
    """`months` months from 2023-01 on."""
    return tuple(f"{2023 + i // 12}-{i % 12 + 1:02d}" for i in range(months))


def _schedule(buildings: tuple[Building, ...], months: int) -> tuple[np.ndarray, np.ndarray]:
    """Month in which each building is begun, and how many months it takes."""
    early = {"existing": -60.0, "under_construction": -6.0, "planned": 2.0}
    turn = np.arange(len(buildings)) * 0.618 % 1
    start = np.array([early[b.status] + (b.phase >= 3) * months * 0.1 * (b.phase - 2) for b in buildings])
    start += np.where([b.status == "planned" for b in buildings], turn * 0.15 * months, turn * 3)
    return start, np.array([min(9 + 0.8 * b.floors, 0.45 * months + 2) for b in buildings])


def _kpis(place: Place, progress: np.ndarray, occupancy: np.ndarray, lettable: np.ndarray) -> dict[str, Series]:
    buildings = place.buildings
    gfa = np.array([b.gfa_m2 for b in buildings])
    months = len(progress)
    time = np.arange(months) / max(months - 1, 1)
    supply, demand = np.where(time < 0.35, 100.0, 250.0), 70 + 330 * time**1.4
    sold = np.minimum(supply, demand)
    kpis: dict[str, Series] = {}

    def add(name: str, en: str, zh: str, unit: str, park: str, values: np.ndarray) -> None:
        level, better = ("park" if park else "centre"), "down" if "unmet" in name else "up"
        made_up = Name(f"{en}, made up for tests", f"{zh}（测试用）")
        kpis[name] = Series(name, Name(en, zh), made_up, unit, level, park, better, (), freeze(values, np.float64))

    for i, park in enumerate(place.parks):
        own = np.array([b.park == park.id for b in buildings])
        built, offered = progress @ (gfa * own), (progress >= 1) @ (lettable * own)
        let = occupancy @ (lettable * own)
        occupied = np.divide(let, offered, out=np.zeros(months), where=offered > 0)
        add(f"{park.id}.enterprises", "Enterprises", "入驻企业", "enterprises", park.id, np.round(let / 900))
        add(f"{park.id}.occupancy", "Occupancy", "出租率", "share", park.id, occupied)
        add(f"{park.id}.built_m2", "Built floor area", "已建成面积", "m2", park.id, built)
        add(f"{park.id}.lettable_m2", "Lettable floor area", "可租面积", "m2", park.id, offered)
        add(f"{park.id}.let_m2", "Let floor area", "已租面积", "m2", park.id, let)
        add(f"{park.id}.staff", "Staff", "就业人数", "people", park.id, np.round(let / 22))
        share = sold / supply * (0.7, 0.3)[i % 2]
        add(f"{park.id}.compute_sold_share", "Compute sold to the park", "园区算力售出率", "share", park.id, share)
    add("compute.supply_p", "Compute supply", "算力供给", "P", "", supply)
    add("compute.demand_p", "Compute demand", "算力需求", "P", "", demand)
    add("compute.sold_p", "Compute sold", "已售算力", "P", "", sold)
    add("compute.running_p", "Compute running", "运行算力", "P", "", 0.8 * sold)
    add("compute.sold_share", "Compute sold share", "算力售出率", "share", "", sold / supply)
    add("compute.unmet_p", "Unmet demand", "未满足算力需求", "P", "", demand - sold)
    return kpis


def _events(place: Place, months: int) -> tuple[Event, ...]:
    last = months * 30.4
    named = [
        (53.0, "opening", "ai", Name("AI park opens", "人工智能产业园开园"), "ai.opened"),
        (0.35 * last, "compute", "", Name("Second compute centre on line", "第二座算力中心投用"), ""),
        (0.6 * last, "handover", "vr", Name("Plant handed over", "厂房交付"), ""),
    ]
    known = {park.id for park in place.parks} | {""}
    return tuple(Event(*values) for values in named if values[2] in known)


def _projects(place: Place, months: int) -> tuple[Project, ...]:
    stages = ("planned", "under construction", "handed over")
    begun = {"existing": -1800.0, "under_construction": -180.0, "planned": months * 8.0}
    return tuple(
        Project(p.id, p.park, p.name, stages, (-2000.0, begun[p.status], begun[p.status] + 540), p.gfa_m2)
        for p in place.parcels()
        if p.gfa_m2 > 0
    )


def _stays(buildings: tuple[Building, ...], occupancy: np.ndarray, lettable: np.ndarray, months: int) -> Stays:
    """One tenant a building, from the month it opens to the end, and a second one that leaves half-way."""
    rows: list[tuple[int, int, int, int, float, int, int]] = []
    for i in range(len(buildings)):
        let = np.flatnonzero(occupancy[:, i] > 0)
        if not len(let) or lettable[i] == 0:
            continue
        first = int(let[0])
        rows.append((len(rows), i, first, months, 0.3 * lettable[i], i % 3, i % 2))
        rows.append((len(rows), i, first, (first + months + 1) // 2, 0.1 * lettable[i], (i + 1) % 3, 0))
    tenant, building, start, end, area_m2, sector, size = zip(*rows, strict=True) if rows else [()] * 7
    return Stays(
        tenant=freeze(tenant, np.int32), building=freeze(building, np.int32), start_month=freeze(start, np.int32),
        end_month=freeze(end, np.int32), area_m2=freeze(area_m2, np.float32), sector=freeze(sector, np.int32),
        size_class=freeze(size, np.int32), sectors=("software", "hardware", "content"),
        size_classes=("small", "large"), named={"0": Name("First tenant", "首家企业")},
    )  # fmt: skip


def tiny_bands(run: Run, runs: int = 40) -> Bands:
    """Bands about `run`, a fifth of each figure to either side, made up as the run is."""
    values = np.array([series.values for series in run.kpis.values()])
    finished = np.rint(FULL * run.progress).astype(np.uint8)
    occupancy = np.rint(FULL * run.occupancy).astype(np.uint8)
    kpis = KpiBands(
        ids=tuple(run.kpis), names=tuple(one.name for one in run.kpis.values()),
        units=tuple(one.unit for one in run.kpis.values()), levels=tuple(one.level for one in run.kpis.values()),
        parks=tuple(one.park for one in run.kpis.values()), p10=0.8 * values, p50=values, p90=1.2 * values,
    )  # fmt: skip
    none = np.zeros(0)
    milestones = MilestoneBands((), (), (), (), none, none, none, np.zeros((0, len(run.months))))
    return Bands(
        scenario=run.scenario, scenario_name=run.scenario_name, version=run.version, inputs_hash=run.inputs_hash,
        seed=run.seed, runs=runs, start_date=run.start_date, months=run.months, building_ids=run.building_ids,
        finished=finished, occupancy_p10=occupancy // 2, occupancy_p50=occupancy, occupancy_p90=occupancy, kpis=kpis,
        milestones=milestones,
    )  # fmt: skip
