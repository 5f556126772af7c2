"""When later phases open: on a date, when the park is let, or one after the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import simpy

from gis.errors import UserError
from sim.building.phasing import Bundle, Phasing
from sim.building.site import Site
from sim.calendar import YEAR_DAYS, calendar
from sim.scenario import load
from sim.settings import Build
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

PARCEL = tiny_place().parks[0].parcels[0]
YEARS = (2024.0, 2026.0, 2028.0)


def build(**values: object) -> Build:
    """The baseline's rules with phases in 2024, 2026 and 2028."""
    return changed(baseline(), build={"phase_start": YEARS, "phase_size": 1e7, **values}).build


def plot(phase: int, floor_m2: float = 100.0) -> Site:
    """A plot that waits for its phase."""
    parcel = dataclasses.replace(PARCEL, phase=phase)
    return Site(parcel, (), floor_m2, 0.0, 1, by_district=True, released=False)


class Opened:
    """The years in which bundles open over twelve years."""

    def __init__(
        self,
        rules: Build,
        sites: list[Site],
        *,
        filled: Callable[[float], float] = lambda _: 0.9,
        earlier: Callable[[float], float] = lambda _: 0.0,
    ) -> None:
        self.env = simpy.Environment()
        self.sites = sites
        phasing = Phasing(
            self.env,
            rules,
            calendar(date(2023, 1, 1), 240),
            filled=lambda _: filled(self.year),
            years_earlier=lambda _, day: earlier(2023 + day / YEAR_DAYS),
            under_way=lambda _: (site for site in sites if site.released),
        )
        self.bundles = phasing.begin("ai", [site for site in sites if not site.released])
        self.years: list[float] = []
        for bundle in self.bundles:
            bundle.opens.callbacks.append(lambda _: self.years.append(self.year))
        self.env.run(until=12 * YEAR_DAYS)

    @property
    def year(self) -> float:
        """The year it is."""
        return 2023 + self.env.now / YEAR_DAYS


def rounded(years: list[float]) -> list[float]:
    """To a tenth."""
    return [round(year, 1) for year in years]


def test_by_date_a_phase_opens_in_its_year() -> None:
    """However empty the park is."""
    opened = Opened(build(phase_by="date"), [plot(3), plot(4), plot(5)], filled=lambda _: 0.0)
    assert opened.years == pytest.approx(list(YEARS))


def test_by_demand_a_phase_waits_for_the_gate() -> None:
    """From its year on, until the park is let."""
    rules = build(phase_by="demand", phase_gate=0.7, phase_gate_patience=30.0)
    opened = Opened(rules, [plot(3), plot(4)], filled=lambda year: 0.75 if year > 2025 else 0.6)
    assert rounded(opened.years) == [2025.1, 2026.0]


def test_patience_ends() -> None:
    """After two years it opens all the same; without an end of patience, never."""
    patient = build(phase_by="demand", phase_gate=0.7, phase_gate_patience=2.0)
    assert rounded(Opened(patient, [plot(3)], filled=lambda _: 0.1).years) == [2026.0]
    endless = build(phase_by="demand", phase_gate=0.7, phase_gate_patience=30.0)
    assert Opened(endless, [plot(3)], filled=lambda _: 0.1).years == []


def test_in_sequence_a_phase_waits_for_the_roofs_of_what_was_begun_before() -> None:
    """A share of their floor; a project that was given up is waited for no more."""
    begun = [plot(2, 60.0), plot(2, 40.0)]
    for site in begun:
        site.released = True
    begun[0].days["structure"] = 2.53 * YEAR_DAYS
    rules = build(phase_by="sequence", phase_after=0.6)
    assert rounded(Opened(rules, [*begun, plot(3)]).years) == [2025.6]
    strict = build(phase_by="sequence", phase_after=0.8)
    assert Opened(strict, [*begun, plot(3)]).years == []
    begun[1].cancelled = 4.03 * YEAR_DAYS
    assert rounded(Opened(strict, [*begun, plot(3)]).years) == [2027.1]


def test_a_phase_is_released_in_bundles_of_its_usual_size() -> None:
    """In the plan's order, the rule asked again for each; what is larger than a phase is a bundle of its own."""
    rules = build(phase_by="sequence", phase_after=0.6, phase_size=150.0)
    sites = [plot(3, 100.0), plot(3, 40.0), plot(3, 30.0), plot(3, 400.0)]
    opened = Opened(rules, sites)
    assert [[site.floor_m2 for site in bundle.sites] for bundle in opened.bundles] == [[100.0, 40.0], [30.0], [400.0]]
    assert rounded(opened.years) == [2024.0]


def test_phases_open_in_their_order() -> None:
    """A later one never before an earlier one, whatever the order of the plots."""
    rules = build(phase_by="demand", phase_gate=0.7, phase_gate_patience=30.0)
    opened = Opened(rules, [plot(5), plot(3), plot(9), plot(0)], filled=lambda year: 0.8 if year > 2029 else 0.0)
    assert [bundle.phase for bundle in opened.bundles] == [0, 2]
    assert all(before <= after for before, after in pairwise(opened.years))


def test_land_release_brings_phases_forward() -> None:
    """By so many years from the day it acts on; without release there is no phase."""
    rules = build(phase_by="date")
    assert rounded(Opened(rules, [plot(4)], earlier=lambda _: 1.5).years) == [2024.5]
    assert rounded(Opened(rules, [plot(4)], earlier=lambda year: 2.0 if year >= 2025 else 0.0).years) == [2025.0]
    assert Opened(rules, [plot(4)], earlier=lambda _: float("-inf")).years == []


def test_a_released_plot_says_so() -> None:
    """And the others do not."""
    sites = [plot(3), plot(5)]
    opened = Opened(build(phase_by="date", phase_start=(2024.0, 2026.0, 2099.0)), sites)
    assert [site.released for site in sites] == [True, False]
    assert isinstance(opened.bundles[0], Bundle)


def test_an_unknown_strategy_is_refused_with_those_there_are(tmp_path: Path) -> None:
    """One sentence, with the key."""
    file = tmp_path / "mine.toml"
    start = 'id = "mine"\nparent = "baseline"\nname = { en = "X", zh = "某" }\n[build]\n'
    file.write_text(f'{start}phase_by = {{ value = "luck", choice = {{ en = "x", zh = "某" }} }}\n', encoding="utf-8")
    with pytest.raises(UserError, match=r'build\.phase_by: .*"date", "demand", "sequence"'):
        load(file)
