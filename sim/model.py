"""The model: one simulated world from a place and a scenario, run month by month and frozen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import simpy

from gis.garbage import without_collection
from gis.place import Place
from sim.building.buildout import Buildout
from sim.calendar import calendar
from sim.computing.compute import ComputeMarket
from sim.events import timeline
from sim.history import History, Lettings, lettings_of, over_months, progress_over
from sim.letting.census import Census, census_of
from sim.letting.channels import Channels
from sim.letting.departures import Departures
from sim.letting.district import District
from sim.letting.market import Market
from sim.letting.openings import Openings
from sim.letting.rents import Rents
from sim.letting.roadshows import Roadshows
from sim.letting.settling import Settling
from sim.letting.stock import stock_of
from sim.letting.tenants import Population
from sim.policy.policies import Policies
from sim.record import freeze
from sim.run import Event, Run
from sim.scenario import Scenario
from sim.setup import Setup
from sim.streams import Streams
from sim.tally import Tally


class Cancelled(Exception):  # noqa: N818 (a wish of the user, not an error)
    """The caller asked to stop."""


# Nearly everything that a run makes lives to its end: searching it for garbage takes a fifth of the time.
@without_collection()
def simulate(
    place: Place,
    scenario: Scenario,
    *,
    seed: int | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Simulate `scenario` in `place`: the same place, scenario and seed give the same run to the byte.

    `seed` replaces the scenario's own. `progress` is told the share done, `cancelled` asked, at every month end.

    Raises:
        Cancelled: `cancelled` said so.
    """
    seed = scenario.seed if seed is None else seed
    world = World(place, scenario, seed)
    months = len(world.calendar.labels)
    for month in range(months):
        if cancelled is not None and cancelled():
            raise Cancelled
        world.run_month(month)
        if progress is not None:
            progress((month + 1) / months)
    return freeze(place, seed, world.history(), world.events())


class World:
    """Everything that lives during a run. It dies with it."""

    def __init__(self, place: Place, scenario: Scenario, seed: int) -> None:
        self.calendar = calendar(scenario.start, scenario.months)
        self.stock = stock_of(place, scenario)
        self.env = simpy.Environment()
        self._scenario = scenario
        streams = Streams(seed)
        rents = Rents(scenario.stock, len(self.stock.parks))
        market = Market(self.env, self.stock, scenario.tenants, rents, self.calendar)
        policies = Policies(scenario, self.calendar, streams, market)
        self._at = Setup(
            env=self.env,
            scenario=scenario,
            calendar=self.calendar,
            streams=streams,
            stock=self.stock,
            market=market,
            policies=policies,
            compute=ComputeMarket(scenario, self.calendar, streams, policies),
            tally=Tally(),
            events=[],
        )
        self._population = Population(self._at)
        self._at.policies.watch(self._population.enterprises)
        openings = Openings(self._at, self._population)
        self.buildout = Buildout(
            self.env,
            place,
            scenario,
            self.calendar,
            streams,
            self.stock,
            opened=openings.building_opened,
            occupancy=market.occupancy,
            budget_cny=self._at.policies.building_budget_cny,
            years_earlier=self._at.policies.phase_years_earlier,
            online_days=self._at.compute.settle_in(place.buildings),
        )
        openings.begin()
        self._district = District(self._at, self._population)
        for channel in (Settling, Channels, Roadshows, Departures):
            channel(self._at, self._population).begin()
        self._district.begin()
        self._at.compute.begin()
        self._waiting_m2: dict[str, list[float]] = {park: [] for park in self.stock.parks}
        self._scenes_factor: dict[str, list[float]] = {park: [] for park in self.stock.parks}
        self._supported: dict[str, list[float]] = {park: [] for park in self.stock.parks}
        self._rent_level: dict[str, list[float]] = {park: [] for park in self.stock.parks}

    @property
    def policies(self) -> Policies:
        """The support packages and their accounts."""
        return self._at.policies

    def run_month(self, month: int) -> None:
        """Let a month pass and close its books."""
        for park in self.stock.parks:
            # A month is under the policy of its first day, so that what begins with the next month leaves it in place.
            self._scenes_factor[park].append(self._at.policies.scenes_factor(park, self.env.now))
            self._supported[park].append(self._at.policies.demonstrations_a_year(park, self.env.now))
        self.env.run(until=float(self.calendar.ends[month]))
        self._at.policies.close_month(month)
        self._at.compute.close_month(month, self.buildout.handed_over)
        for park, series in self._waiting_m2.items():
            series.append(float(self._at.market.waiting_m2(park)))
        self._at.market.close_month()
        for index, park in enumerate(self.stock.parks):
            self._rent_level[park].append(self._at.market.rents.level(index, self.env.now))

    def events(self) -> tuple[Event, ...]:
        """What the time bar marks, in order of time."""
        return timeline(
            self._scenario,
            self.calendar,
            self.stock.parks,
            self._at.compute.houses.service_days(self.buildout.handed_over),
            {"ai": self._at.policies.enterprise.closes, "vr": self._at.policies.vr.closes},
            [*self.buildout.events, *self._at.policies.events, *self._at.events],
        )

    def history(self) -> History:
        """What has happened, frozen."""
        months = len(self.calendar.labels)
        lettings = lettings_of(self._at.market.stays, months)
        at_start, progress, built = progress_over(self.buildout.knots, self.buildout.handed_over, self.calendar)
        return History(
            scenario=self._scenario,
            calendar=self.calendar,
            stock=self.stock,
            sites=tuple(self.buildout.sites),
            building_budget=self.buildout.budget.books,
            progress=progress,
            progress_at_start=at_start,
            built=built,
            handed_over=np.array(self.buildout.handed_over),
            let_m2=over_months(
                lettings.start_month,
                lettings.end_month,
                lettings.building,
                lettings.area_m2,
                months,
                len(self.stock.buildings),
            ),
            lettings=lettings,
            enterprises=tuple(self._population.enterprises),
            tally=self._at.tally,
            ledger=self._at.policies.ledger,
            books=self._at.compute.books,
            online_days=self._at.compute.houses.service_days(self.buildout.handed_over),
            waiting_m2={park: np.array(series) for park, series in self._waiting_m2.items()},
            streams=self._at.streams,
            scenes_factor={park: np.array(series) for park, series in self._scenes_factor.items()},
            supported_projects={park: np.array(series) for park, series in self._supported.items()},
            rent_level={park: np.array(series) for park, series in self._rent_level.items()},
            district_outside=self._district.outside(self.calendar.ends),
            census=self._census(lettings),
        )

    def _census(self, lettings: Lettings) -> Census:
        """All enterprises, with the floor that they held."""
        count = len(self._population.enterprises)
        spans = (lettings.start_month, lettings.end_month, lettings.tenant, lettings.area_m2)
        in_core = np.zeros(count, dtype=bool)
        in_core[lettings.tenant[~self.stock.wing[lettings.building]]] = True
        held_m2 = over_months(*spans, len(self.calendar.labels), count)
        return census_of(self._population.lives, held_m2, in_core, self.calendar)
