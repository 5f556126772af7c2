"""A park of one's own plan: read, drawn, checked, balanced. Every mistake in the plan is one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import geopandas as gpd
import shapely

from gis.check import park_defects
from gis.errors import UserError
from gis.generate.layers import park_layers
from gis.generate.misfit import MisfitError
from gis.generate.park import DrawnPark, draw
from gis.generate.plan import GroundPlan, Plan, read_plan
from gis.text import tr
from gis.units import m2_from_mu, mu_from_m2

Layers = dict[str, gpd.GeoDataFrame]
_LARGEST_MU: Final = 30_000
_OUTSIDE_M2: Final = 1.0
_FAILURES: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, MemoryError, RuntimeError,
    shapely.errors.ShapelyError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Land:
    """A line of the balance: land of one kind and the floor area above ground on it."""

    kind: str
    area_m2: float
    gfa_m2: float


@dataclass(frozen=True, slots=True)
class Generated:
    """A park as layers, its balance (land by kind, which adds up to the site), and what of it is assumed."""

    layers: Layers
    balance: tuple[Land, ...]
    site_m2: float
    assumed: tuple[str, ...]


def generated(file: Path, seed: int | None = None) -> Generated:
    """The park of the plan in `file`, with another `seed` than the plan's if one is given.

    Raises:
        UserError: the first mistake in the plan: where it stands, what it is, what would be right.
    """
    plan = read_plan(file)
    plan = replace(plan, seed=plan.seed if seed is None else seed, ground=plan.ground or GroundPlan())
    park, layers = _drawn(file.name, plan)
    defects = park_defects(layers)
    if defects:
        raise UserError(file.name, tr("What is drawn of it is no park: {defect}.", defect=defects[0]))
    balance = tuple(_balance(layers))
    return Generated(layers, balance, float(layers["site"].area.sum()), tuple(_assumed(park, layers)))


def _drawn(name: str, plan: Plan) -> tuple[DrawnPark, Layers]:
    for table in plan.tables["site"]:
        if mu_from_m2(shapely.Polygon(table["ring"]).area) > _LARGEST_MU:
            raise UserError(
                f"{name} [[site]] {table['id']}, ring", tr("It is larger than {mu} mu.", mu=f"{_LARGEST_MU:,}"),
                remedy=tr("Lengths are metres; draw a smaller site."),
            )  # fmt: skip
    try:
        park = draw(plan)
        _check_built(name, park)
        return park, park_layers(park)
    except MisfitError as misfit:
        raise UserError(f"{name} {misfit.name}", f"{misfit.what.rstrip('.')}.", misfit.expected) from misfit
    except _FAILURES as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UserError(
            name, tr("This plan cannot be drawn ({reason}).", reason=reason[:160]),
            remedy=tr("Look for shapes that lie outside the site, or rules that leave no room; compare docs/plans.md."),
        ) from error  # fmt: skip


def _check_built(name: str, park: DrawnPark) -> None:
    """Buildings that were scaled to a floor area must still stand on their land."""
    for plot in park.plots:
        table, standing = plot.table, park.masses[plot.id]
        if not standing and (table.get("features") or "fill" in table):
            raise MisfitError(plot.id, tr("none of its buildings fits on its land"))
        shapes = shapely.union_all([plot.frame.to_world(mass.shape) for mass in standing])
        if (shapes - plot.outline).area > _OUTSIDE_M2:
            wanted = f"{table.get('gfa_m2', 0):,.0f}"
            raise MisfitError(plot.id, tr("its land has no room for {wanted} m2 of floor", wanted=wanted))


def _balance(layers: Layers) -> Iterator[Land]:
    parcels = layers["parcels"]
    for use, own in parcels.groupby("use", sort=True):
        yield Land(str(use), float(own.area.sum()), float(own["gfa_m2"].sum()))
    for name in ("roads", "greens", "water", "squares"):
        if name in layers and len(layers[name]):
            yield Land(name, float(layers[name].area.sum()), 0.0)


def _assumed(park: DrawnPark, layers: Layers) -> Iterator[str]:
    plan = park.plan
    assert plan.ground is not None
    yield tr(
        "The ground: {level} m above the sea at the first frame's origin, falling {slope} % towards {way} degrees.",
        level=f"{plan.ground.level_m:g}", slope=f"{plan.ground.slope_pct:g}", way=f"{plan.ground.falls_deg:g}",
    )  # fmt: skip
    drafted = sum(int((table["provenance"] == "synthetic").sum()) for table in layers.values())
    yield tr(
        "Outlines: all are drafted; {drafted} of {all} features are marked synthetic.",
        drafted=f"{drafted:,}", all=f"{sum(map(len, layers.values())):,}",
    )  # fmt: skip
    free = [plot.id for plot in park.plots if "gfa_m2" not in plot.table and park.masses[plot.id]]
    if free:
        yield tr("Floor areas: by the rules, not by the plan, on {parcels}.", parcels=", ".join(free))
    yield tr("Storeys, heights, parking, lanes and trees: by the rules, seed {seed}.", seed=plan.seed)
    wanted = plan.park.get("area_mu")
    site_mu = mu_from_m2(float(layers["site"].area.sum()))
    if wanted and abs(m2_from_mu(wanted - site_mu)) > _OUTSIDE_M2:
        yield tr("The sites have {site} mu, the plan's park {wanted} mu.", site=f"{site_mu:,.1f}", wanted=f"{wanted:,}")
