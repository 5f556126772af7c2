"""Values of a scenario by their paths."""

from __future__ import annotations

import pytest

from sim.uncertain.paths import limits_at, replaced, value_at
from tests.sim.worlds import baseline


def test_every_ground_leads_to_its_value_and_limits() -> None:
    """Sections, instruments and lists alike."""
    for path in baseline().grounds:
        value = value_at(baseline(), path)
        limits = limits_at(baseline(), path)
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert limits.low <= value <= limits.high, path


def test_values_are_replaced_where_they_stand() -> None:
    """Several of one entry, others untouched."""
    new = replaced(baseline(), {"centre.aicc.pue": 1.5, "centre.aicc.capacity": 90.0, "build.winter_factor": 0.5})
    assert [(one.id, one.pue, one.capacity) for one in new.centres if one.id == "aicc"] == [("aicc", 1.5, 90.0)]
    assert new.centres[1:] == baseline().centres[1:]
    assert new.build.winter_factor == 0.5
    assert replaced(new, {path: value_at(baseline(), path) for path in baseline().grounds}) == baseline()


@pytest.mark.parametrize("path", ["centre.moon.pue", "moon.pue", "build.moon", "build", "instrument.moon.share"])
def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    """Before anything is made of it."""
    with pytest.raises(KeyError):
        value_at(baseline(), path)
