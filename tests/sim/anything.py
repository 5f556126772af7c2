"""Scenarios of all kinds for property tests, and a park of ten buildings that lives through them in no time.

Whatever is legal in a scenario may come: numbers about their value and at their limits, dates, switches, instruments,
entries of lists. What cannot be written in a file (shares that do not add up, dates out of order) does not come.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, get_origin, get_type_hints

from hypothesis import assume
from hypothesis import strategies as st

from gis.place import Place, Zone
from gis.text import Name
from sim.scenario import Scenario
from sim.scenarios.checks import defects
from sim.scenarios.files import LISTS
from sim.scenarios.grounds import Ground
from sim.settings import Anchor, Centre, Dated, DateSpread, Departure, Limits, Roadshow
from sim.settings.build import PHASE_RULES
from sim.streams import Spread
from sim.uncertain.paths import limits_at, list_attribute, replaced, value_at
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

SMALL: dict[str, dict[str, Any]] = {
    "stock": {"ai_enterprises": 12, "vr_enterprises": 10, "ai_district": 17},
    "tenants": {"organic_ai": 1.5, "organic_vr": 1.0, "vr_pipeline": 6, "roadshow_signings": 4.0},
    "compute": {"talks": 27, "customers_joined": 12, "new_customers": 1.0},
    # So low that small firms come to it.
    "instruments": {"rent_subsidy": {"cap": 50_000.0}},
}
CHOSEN = Ground("choice", "", Name("for a test", "供测试"))
_WHOLES = ("class_key", "class_new", "sector_shares", "vr_sector_shares", "contract_shares")
_WITHIN = timedelta(days=900)
Draw = st.DrawFn


@cache
def ten_buildings() -> Place:
    """Two parks with ten buildings in all: offices, a wing, halls, a data hall, housing, what stands and what comes."""
    place = tiny_place()
    ai, vr = place.parks
    wing = Zone("ai-wing", Name("Wing", "企业区"), "ai", ai.zones[0].outline, ai.zones[0].provenance)
    of_ai = tuple(dataclasses.replace(one, zone="ai-wing") if one.id == "A2" else one for one in ai.buildings)
    of_ai = tuple(one for one in of_ai if one.id != "A5")
    # The laboratory goes to the other plot: the first is its owner's, and something must be to let there too.
    of_vr = tuple(dataclasses.replace(one, parcel="Q2") if one.id == "V2" else one for one in vr.buildings)
    of_vr = tuple(one for one in of_vr if one.id != "V5")
    ai = dataclasses.replace(ai, zones=(*ai.zones, wing), buildings=of_ai)
    return Place(place.frame, (ai, dataclasses.replace(vr, buildings=of_vr)), place.context)


@cache
def small() -> Scenario:
    """The baseline for `ten_buildings`: a tenth as many enterprises, centres, owners and dates of its own plots."""
    base = changed(baseline(), months=24, **SMALL)
    haier, _, goertek = base.owners
    aicc, haizhixin = base.centres
    first, _, plant, _ = base.dated
    return grounded(
        base,
        owners=(
            dataclasses.replace(haier, zones=("ai-wing",)),
            dataclasses.replace(goertek, parcels=("Q1",)),
        ),
        centres=(dataclasses.replace(aicc, parcel="P2"), dataclasses.replace(haizhixin, parcel="P3")),
        dated=(dataclasses.replace(first, parcel="P2"), dataclasses.replace(plant, parcel="Q2", first=("V4",))),
        anchors=tuple(dataclasses.replace(one, area=600.0) for one in base.anchors),
    )


def grounded(scenario: Scenario, **lists: Any) -> Scenario:
    """With other entries in these lists, each value with a ground, as every value of a file has."""
    scenario = dataclasses.replace(scenario, **lists)
    grounds = {path: ground for path, ground in scenario.grounds.items() if _is_there(scenario, path)}
    for key in LISTS:
        for number, row in enumerate(getattr(scenario, list_attribute(key))):
            name = getattr(row, "id", getattr(row, "parcel", number))
            grounds |= {path: grounds.get(path, CHOSEN) for path in _entry_paths(f"{key}.{name}", row)}
    return dataclasses.replace(scenario, grounds=grounds)


def _entry_paths(path: str, row: Any) -> Iterator[str]:
    """Of its values that are set."""
    for name, hint in get_type_hints(type(row), include_extras=True).items():
        if get_origin(hint) is Annotated and getattr(row, name) is not None:
            yield f"{path}.{name}"


# ---------------------------------------------------------------- values


def paths(scenario: Scenario, wanted: Callable[[Any], bool]) -> list[str]:
    """The paths of all values of the scenario that are as wanted."""
    return [path for path in scenario.grounds if _is_there(scenario, path) and wanted(value_at(scenario, path))]


def is_number(value: Any) -> bool:
    """A number, or several: a spread, a table, a list."""
    return isinstance(value, int | float | Spread | tuple) and not isinstance(value, bool)


def at_limit(scenario: Scenario, path: str, *, high: bool) -> Scenario:
    """With the value at `path` at one of its limits."""
    limits = limits_at(scenario, path)
    return replaced(scenario, {path: _spread_out(value_at(scenario, path), limits.high if high else limits.low)})


def _spread_out(value: Any, number: float) -> Any:
    if isinstance(value, Spread):
        return Spread(number, number)
    if isinstance(value, tuple):
        return tuple(number for _ in value)
    return round(number) if isinstance(value, int) else float(number)


def _is_there(scenario: Scenario, path: str) -> bool:
    try:
        value_at(scenario, path)
    except KeyError:  # an entry that has been taken out
        return False
    return True


def a_number(draw: Draw, value: Any, limits: Limits, name: str = "") -> Any:
    """About the value, as a factor, or at one of its limits."""
    if isinstance(value, Spread):
        two = sorted(_one(draw, one, limits) for one in (value.median, value.p90))
        return Spread(*two)
    if isinstance(value, tuple):
        several = [_one(draw, one, limits) for one in value]
        if name == "phase_start":
            several.sort()
        if name in _WHOLES:
            total = math.fsum(several)
            several = [one / total for one in several] if total > 0.0 else list(value)
        return tuple(several)
    return round(_one(draw, value, limits)) if isinstance(value, int) else _one(draw, value, limits)


def _one(draw: Draw, value: float, limits: Limits) -> float:
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return limits.low
    if kind == 1:
        return limits.high
    factor = math.exp(draw(st.integers(-15, 15)) / 10)
    return min(max((value or limits.high / 100) * factor, limits.low), limits.high)


def a_day(draw: Draw, scenario: Scenario) -> date:
    """From some time before the run to some time after it."""
    run = timedelta(days=31 * scenario.months)
    return scenario.start + timedelta(days=draw(st.integers(-500, (run + _WITHIN).days)))


def with_other_numbers(draw: Draw, scenario: Scenario, most: int) -> Scenario:
    """Up to `most` other numbers, whatever section, instrument or entry they stand in."""
    for path in draw(st.lists(st.sampled_from(paths(scenario, is_number)), max_size=most, unique=True)):
        value, limits = value_at(scenario, path), limits_at(scenario, path)
        scenario = replaced(scenario, {path: a_number(draw, value, limits, path.rpartition(".")[2])})
    return scenario


def with_other_switches(draw: Draw, scenario: Scenario, most: int) -> Scenario:
    """Other switches, rules and dates."""
    kinds = (bool, date, str)
    for path in draw(st.lists(st.sampled_from(paths(scenario, lambda one: isinstance(one, kinds))), max_size=most)):
        value = value_at(scenario, path)
        if isinstance(value, date):
            other: Any = a_day(draw, scenario)
        else:
            other = draw(st.booleans()) if isinstance(value, bool) else draw(st.sampled_from(PHASE_RULES))
        changed_one = replaced(scenario, {path: other})
        scenario = scenario if any(defects(changed_one)) else changed_one
    return scenario


def with_other_policy(draw: Draw, scenario: Scenario) -> Scenario:
    """Instruments on and off, with other windows, accounts and amounts."""
    instruments: dict[str, Any] = {}
    for name, one in scenario.instruments.items():
        if draw(st.booleans()):
            begins, ends = sorted((a_day(draw, scenario), a_day(draw, scenario)))
            values: dict[str, Any] = {"active": draw(st.booleans()), "begins": begins, "ends": ends + timedelta(days=1)}
            values["account"] = draw(st.sampled_from((one.account, one.account, "ai", "vr", "district")))
            instruments[name] = values
    scenario = changed(scenario, instruments=instruments)
    amounts = [path for path in paths(scenario, is_number) if path.startswith(("instrument.", "policy."))]
    for path in draw(st.lists(st.sampled_from(amounts), max_size=8, unique=True)):
        scenario = replaced(scenario, {path: a_number(draw, value_at(scenario, path), limits_at(scenario, path))})
    return scenario


# ---------------------------------------------------------------- lists


def with_other_entries(draw: Draw, scenario: Scenario) -> Scenario:
    """Entries of lists taken out, and others put in."""
    lists: dict[str, Any] = {
        key: tuple(one for one in getattr(scenario, key) if draw(st.integers(0, 3)))
        for key in ("openings", "roadshows", "owners", "anchors", "centres", "dated")
    }
    if draw(st.booleans()):
        lists["centres"] += (a_centre(draw, scenario),)
    for number in range(draw(st.integers(0, 3))):
        show = Roadshow(str(number), Name("Show", "推介会"), a_day(draw, scenario), draw(st.integers(0, 30)))
        lists["roadshows"] += (show,)
    for number in range(draw(st.integers(0, 2))):
        lists["anchors"] += (an_anchor(draw, scenario, number),)
    lists["departures"] = tuple(
        Departure(str(number), Name("Gone", "离开"), draw(st.sampled_from(("ai", "vr"))), a_day(draw, scenario))
        for number in range(draw(st.integers(0, 3)))
    )
    plots = sorted({"P2", "P3", "Q1", "Q2"} - {one.parcel for one in lists["dated"]})
    lists["dated"] += tuple(a_dated_plot(draw, scenario, plot) for plot in plots if draw(st.integers(0, 2)) == 0)
    lists["centres"] = tuple(one for one in lists["centres"] if not _before_its_house(one, lists["dated"]))
    return grounded(scenario, **lists)


def _before_its_house(centre: Centre, dated: tuple[Dated, ...]) -> bool:
    """Whether it would be on line before its house is begun, which no scenario may say."""
    first = centre.online.earliest if isinstance(centre.online, DateSpread) else centre.online
    return any(one.parcel == centre.parcel and one.start is not None and first <= one.start for one in dated)


def a_centre(draw: Draw, scenario: Scenario) -> Centre:
    """In a data hall, in rooms of another house, or on a plot that the place does not have."""
    parcel = draw(st.sampled_from(("P1", "P2", "P3", "elsewhere")))
    capacity = draw(st.sampled_from((0.0, 1.0, 80.0, 1e4, 1e6)))
    online: date | DateSpread = a_day(draw, scenario)
    if draw(st.booleans()):
        assert isinstance(online, date)
        online = DateSpread(online, online + timedelta(days=60), online + timedelta(days=draw(st.integers(60, 900))))
    return Centre("more", Name("More", "新增"), "ai", parcel, capacity, online, 3.0, 1.3)


def an_anchor(draw: Draw, scenario: Scenario, number: int) -> Anchor:
    """With a little floor, or with more than there is."""
    area_m2 = draw(st.sampled_from((0.0, 300.0, 5_000.0, 500_000.0)))
    park = draw(st.sampled_from(("ai", "vr")))
    return Anchor(str(number), Name(f"Anchor {number}", f"企业{number}"), park, a_day(draw, scenario), area_m2)


def a_dated_plot(draw: Draw, scenario: Scenario, plot: str) -> Dated:
    """With a start, with a handover, with both, or with none."""
    start, handover = sorted((a_day(draw, scenario), a_day(draw, scenario)))
    return Dated(
        park="ai" if plot.startswith("P") else "vr",
        parcel=plot,
        start=start if draw(st.booleans()) else None,
        handover=handover + timedelta(days=1) if draw(st.booleans()) else None,
    )


# ---------------------------------------------------------------- whole scenarios


@st.composite
def anything(draw: Draw, base: Scenario, most: int = 12, *, months: int = 0) -> Scenario:
    """`base` with everything changed that may be; over up to `months` months, or as long as it is."""
    if months:
        start = date(draw(st.integers(2021, 2027)), draw(st.integers(1, 12)), 1) if draw(st.booleans()) else base.start
        base = dataclasses.replace(base, start=start, months=draw(st.sampled_from((12, months, months))))
    scenario = with_other_numbers(draw, base, most)
    scenario = with_other_switches(draw, scenario, 4)
    if draw(st.booleans()):
        scenario = with_other_policy(draw, scenario)
    if draw(st.booleans()):
        scenario = with_other_entries(draw, scenario)
    assume(not any(defects(scenario)))  # several high rates together may bring more enterprises than are simulated
    return dataclasses.replace(scenario, seed=draw(st.integers(1 - 2**63, 2**63 - 1)))
