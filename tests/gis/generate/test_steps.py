"""Steps between terraces: found where levels differ, and no lane leads over one."""

from __future__ import annotations

import pytest
import shapely

from gis.generate.inside_layers import RIM_M
from gis.generate.rules import rules
from gis.generate.steps import steps
from tests.gis.parks import PARKS, layers


def ground(x0: float, x1: float, low_m: float, high_m: float) -> shapely.Polygon:
    """A square piece 10 m deep that rises from `low_m` at `x0` to `high_m` at `x1`."""
    return shapely.Polygon([(x0, 0, low_m), (x1, 0, high_m), (x1, 10, high_m), (x0, 10, low_m)])


def test_a_step_is_where_two_terraces_differ_by_more_than_may_be_driven_over() -> None:
    assert steps([ground(0, 10, 5, 5), ground(10, 20, 6, 6)], 0.3).length == pytest.approx(10, abs=0.1)
    assert steps([ground(0, 10, 5, 5), ground(10, 20, 5.2, 5.2)], 0.3).is_empty
    assert steps([ground(0, 10, 5, 5), ground(11, 20, 9, 9)], 0.3).is_empty


def test_a_ramp_has_steps_at_its_sides_and_none_at_its_ends() -> None:
    """From level 0 up to 2, beside ground at level 0: drivable for the first 3 of 20 m."""
    beside = shapely.Polygon([(0, 10, 0), (20, 10, 0), (20, 20, 0), (0, 20, 0)])
    found = steps([ground(-10, 0, 0, 0), ground(0, 20, 0, 2), ground(20, 30, 2, 2), beside], 0.3)
    assert found.length == pytest.approx(17, abs=0.6)
    assert found.bounds[0] == pytest.approx(3, abs=0.6)


@pytest.mark.parametrize("park", PARKS)
def test_no_lane_leads_over_a_step(park: str) -> None:
    terraces, lanes = layers(park)["terraces"], layers(park)["lanes"]
    for parcel, own in lanes.groupby("parcel"):
        outlines = terraces[terraces["parcel"] == parcel].geometry.to_list()
        high = steps(outlines, rules().levels.step_m)
        assert not shapely.intersects(high, shapely.buffer(own.geometry.to_numpy(), -RIM_M)).any(), parcel
