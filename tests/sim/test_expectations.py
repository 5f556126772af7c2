"""The table of expected effects: written before the first run, never edited to fit, and held against the model."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import pytest

from sim.expectations import BASE, Expectation, changed, changes, effect, expectations, name_of
from sim.model import simulate
from sim.run import Run
from sim.scenario import load, shipped
from tests.sim.worlds import baseline_run, parks

PAIRS = 4
"""Replications that share their luck: few, since what differs between them is the change alone."""
FILE = Path(__file__).resolve().parents[2] / "assets" / "expectations.toml"


@cache
def runs(change: str) -> tuple[Run, ...]:
    """The paired runs of a change, or of the baseline."""
    scenario = load(BASE) if change == BASE else changed(change)
    return tuple(simulate(parks(), scenario, seed=seed) for seed in range(PAIRS))


@pytest.mark.parametrize("row", expectations(), ids=lambda row: row.id)
def test_the_effect_is_as_expected_or_its_record_says_what_was_found(row: Expectation) -> None:
    """Sign and range; what did not hold still does not, by about as much as was written down."""
    came = effect(row, runs(BASE), runs(row.change))
    if row.found is None:
        assert row.holds(came), f"{row.id}: {came:+.4f}, expected {row.low:+g} to {row.high:+g}"
    else:
        assert not row.holds(came), f"{row.id} holds now: take its record away"
        assert came == pytest.approx(row.found.effect, rel=0.5, abs=0.02)


def test_ranges_agree_with_their_signs() -> None:
    """A range may reach a little over zero, where the sign is expected and cannot be seen through the noise."""
    for row in expectations():
        assert row.low <= row.high
        middle = (row.low + row.high) / 2.0
        assert {"+": middle > 0.0, "-": middle < 0.0, "0": middle == 0.0}[row.sign], row.id
        assert row.measure in ("relative", "absolute")
        assert row.aggregate in ("end", "sum", "mean")


def test_every_scenario_and_every_instrument_of_the_baseline_is_in_the_table() -> None:
    """And nothing that does not exist."""
    asked = {row.change for row in expectations()}
    assert set(shipped()) - {BASE} <= asked
    assert asked <= set(shipped()) | set(changes())
    off = {path for change in changes().values() for path in change.values}
    in_force = {name for name, settings in load(BASE).instruments.items() if settings.active}
    # The rent subsidy is switched off by a scenario of its own.
    assert in_force - {"rent_subsidy"} <= {path.split(".")[1] for path in off if path.startswith("instrument.")}
    assert not [name for name in changes() if not name_of(name).zh]


def test_every_row_asks_for_a_figure_of_the_runs_within_their_months() -> None:
    for row in expectations():
        assert row.kpi in baseline_run().kpis, row.id
        for month in row.window:
            baseline_run().month_index(month)


def test_every_row_gives_its_reason_in_both_languages() -> None:
    for row in expectations():
        assert row.why.en.endswith(".")
        assert row.why.zh.endswith("。")
        if row.found:
            assert row.found.why.en.endswith(".")
            assert row.found.why.zh.endswith("。")


def test_what_was_expected_stands_as_it_was_written() -> None:
    """Its digest is that of the commit before the first run: a row that fails gets a record, not another range."""
    told = re.findall(r"^expected = .*$", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(told) == len(expectations()) == 52
    assert (
        hashlib.sha256("\n".join(told).encode()).hexdigest()
        == "450afd550e665e37681447feedbf269a414af67a6e046368215ed1d41b935058"
    )
