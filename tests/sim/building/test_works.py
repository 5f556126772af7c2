"""How long work takes: published records are the fast tail, luck is a project's, and stops show."""

from __future__ import annotations

import dataclasses
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.place import Building
from sim.building.works import MEDIAN, Works, luck_of, progress_at, progress_knots, timetable, works_of
from sim.calendar import WorkDays
from sim.settings import Build
from sim.streams import Streams
from tests.sim.worlds import baseline, changed
from tests.tiny import tiny_place

DRAWS = 20_000


def rules(**values: object) -> Build:
    """The baseline's building rules with other values."""
    return changed(baseline(), build=values).build


def hall(floors: int) -> Building:
    """A factory hall of so many floors."""
    industrial = next(one for one in tiny_place().buildings if one.use == "industrial")
    return dataclasses.replace(industrial, floors=floors)


def share_below(limit: float, drawn: list[float]) -> float:
    """How many of the drawn values lie below the limit."""
    return float(np.mean(np.array(drawn) < limit))


def test_ten_days_of_talks_are_a_record() -> None:
    """Near the second percentile."""
    streams, talks = Streams(1), baseline().build.talks_to_signing
    drawn = [streams.of("talks", number).spread(talks) for number in range(DRAWS)]
    assert 0.01 < share_below(10.0, drawn) < 0.035


def test_four_months_from_signing_to_start_are_the_fast_tail() -> None:
    """Near the tenth percentile; they hold land, design and permit."""
    streams, land = Streams(1), baseline().build.signing_to_start
    drawn = [streams.of("land", number).spread(land) for number in range(DRAWS)]
    assert 0.085 < share_below(120.0, drawn) < 0.115


def test_a_first_roof_within_a_hundred_days_is_the_fast_tail() -> None:
    """Near the eighth percentile, of the first halls of a plant: large plates of four or five floors, in summer."""
    streams, build = Streams(1), baseline().build
    slip = build.slip_ratio / build.slip_within
    drawn = [
        works_of(hall(4 + number % 2), build, luck_of(streams.of("works", number)), 0.0, slip).structure
        for number in range(DRAWS)
    ]
    assert 0.05 < share_below(100.0, drawn) < 0.11


def test_the_common_slip_stretches_all_work_alike() -> None:
    """Structure, fit-out and acceptance; a plan knows nothing of it."""
    planned = works_of(hall(4), rules(), MEDIAN)
    slipped = works_of(hall(4), rules(), MEDIAN, slip=1.3)
    for part in dataclasses.fields(Works):
        assert getattr(slipped, part.name) == pytest.approx(1.3 * getattr(planned, part.name)), part.name


def test_more_crews_are_quicker_with_diminishing_return() -> None:
    """Four crews do not halve the time of two."""
    two, four = (works_of(hall(4), rules(crews_per_building=crews), MEDIAN).structure for crews in (2, 4))
    assert two / 2 < four < two


def test_buildings_of_one_project_share_its_luck() -> None:
    """Two equal halls take equally long; their project's luck decides for both."""
    luck = luck_of(Streams(1).of("works", "P"))
    one, two = (works_of(hall(4), rules(), luck, stagger) for stagger in (0.0, 1.0))
    assert (one.structure, one.fit_out) == (two.structure, two.fit_out)
    assert one.stagger < two.stagger


stops = st.lists(st.tuples(st.floats(-300, 2500), st.floats(0, 400)), max_size=4).map(
    lambda rows: [(day, day + length) for day, length in sorted(rows) if day >= -300]
)


@given(st.floats(-600, 7000), st.integers(1, 30), stops)
def test_progress_rises_from_nothing_to_handover(start: float, floors: int, pauses: list[tuple[float, float]]) -> None:
    """Days and progress follow each other, whatever stops work."""
    work = WorkDays(date(2023, 1, 1), rules())
    apart = [pause for number, pause in enumerate(pauses) if not number or pause[0] > pauses[number - 1][1]]
    works = works_of(hall(floors), rules(), MEDIAN)
    table = timetable(works, work, start, apart, [], -1e9)
    knots = progress_knots(table, work, apart, [30.5 * month for month in range(240)])
    for (day, low), (later, high) in pairwise(knots):
        assert day <= later
        assert low <= high
    assert knots[0][1] == 0.0
    assert knots[-1] == (table.handover, 1.0)


def test_nothing_rises_while_work_is_stopped() -> None:
    """A stop of a year is a year without progress, and moves the roof by a year of work."""
    work = WorkDays(date(2023, 1, 1), rules(winter_factor=1.0, new_year_stop=0.0))
    works = works_of(hall(6), rules(), MEDIAN)
    pause = [(200.0, 565.0)]
    free, stopped = (timetable(works, work, 100.0, stop, [], -1e9) for stop in ([], pause))
    knots = progress_knots(stopped, work, pause, [30.5 * month for month in range(60)])
    assert stopped.topped == pytest.approx(free.topped + 365.0)
    assert progress_at(knots, 549.0) == pytest.approx(progress_at(knots, 213.5))


def test_indoor_work_rests_at_long_stops_only() -> None:
    """A short stop after the roof delays nothing."""
    work, works = WorkDays(date(2023, 1, 1), rules()), works_of(hall(4), rules(), MEDIAN)
    free = timetable(works, work, 100.0, [], [], -1e9)
    pause = [(free.topped + 5.0, free.topped + 35.0)]
    assert timetable(works, work, 100.0, pause, [], -1e9) == free
    assert timetable(works, work, 100.0, pause, pause, -1e9).fitted == pytest.approx(free.fitted + 30.0)


def test_progress_between_knots_is_read_off() -> None:
    """Nothing before the first, all after the last."""
    knots = [(10.0, 0.0), (20.0, 0.5), (40.0, 1.0)]
    assert [progress_at(knots, day) for day in (0.0, 15.0, 20.0, 30.0, 50.0)] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert progress_at([], 5.0) == 0.0
