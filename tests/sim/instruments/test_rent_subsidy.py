"""Rent subsidies: who gets one, how much, how long, and what it changes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.calendar import YEAR_DAYS, calendar
from sim.instruments.base import Standing
from sim.instruments.rent_subsidy import Instrument, Settings, claim_hazard_factor
from sim.model import simulate
from sim.policy.claims import Claims
from sim.streams import Streams
from tests.sim.instruments.acting import CLOSING, OPENING, after, alone, day, someone
from tests.sim.worlds import baseline, changed, parks

RULES: Settings = baseline().instruments["rent_subsidy"]
NEW = ("ai", "organic/1")


ENDS = [float(end) for end in calendar(baseline().start, 240).ends]


def claims(**rules: float) -> Claims:
    """An empty book with other rules."""
    return Claims(changed(baseline(), instruments={"rent_subsidy": rules}).instruments["rent_subsidy"])


def passed(one: Claims, rent: float = 2.0) -> float:
    """Let twenty years pass; what fell due in them."""
    due = 0.0
    for month, (begin, end) in enumerate(zip([0.0, *ENDS[:-1]], ENDS, strict=True)):
        one.accrue(month, begin, end, lambda building: rent)
        due += one.due(month)
        assert one.claimed == pytest.approx(due + one.pending)
    return due


def certified(one: Claims, area_m2: float, begins: float = 0.0) -> None:
    """A tenant that is certified for sure."""
    one.certify(1, 0, area_m2, begins, Streams(1).of("certified", *NEW), True)


def test_a_claim_runs_its_years_and_no_longer() -> None:
    """Half of 2 CNY a day for 1,000 m2 over five years, all of it due some months later."""
    one = claims(certified=1.0, cap=1e9)
    certified(one, 1000.0, begins=100.0)
    assert passed(one) == pytest.approx(0.5 * 2.0 * 1000.0 * 5 * YEAR_DAYS)
    assert one.pending == one.running == 0


@given(st.floats(1.0, 1e6), st.floats(0.0, 50.0), st.floats(0.0, 1e8), st.floats(0.0, 3000.0))
def test_no_enterprise_gets_more_than_its_cap_nor_for_more_floor_than_counts(
    area_m2: float, rent: float, cap: float, begins: float
) -> None:
    """Whatever it holds and pays."""
    one = claims(certified=1.0, cap=cap)
    certified(one, area_m2, begins)
    due = passed(one, rent)
    most = RULES.share * rent * min(area_m2, RULES.area) * RULES.years * YEAR_DAYS
    assert due <= min(cap, most) * (1.0 + 1e-9)
    assert due == pytest.approx(min(cap, most))


def test_who_leaves_has_no_claim_any_more() -> None:
    """What was due until then stays due, to the day on which it leaves."""
    one = claims(certified=1.0)
    certified(one, 1000.0)
    one.accrue(0, 0.0, 31.0, lambda building: 2.0)
    one.end(1, 45.0)
    one.accrue(1, 31.0, 59.0, lambda building: 2.0)
    assert one.claimed == pytest.approx(45.0 * 1000.0 * 2.0 * RULES.share)
    before = one.claimed
    assert passed(one) == one.claimed == before
    assert one.hazard_factor(1, 45.0, 1e9) == 1.0


def test_it_lowers_the_hazard_while_it_runs_and_raises_it_in_the_year_after() -> None:
    """By the effects of the book at its share of one half; without a share, not at all."""
    assert claim_hazard_factor(RULES, 99.0, 100.0) == pytest.approx(0.88)
    assert claim_hazard_factor(RULES, 100.0, 100.0) == pytest.approx(1.3)
    assert claim_hazard_factor(RULES, 100.0 + YEAR_DAYS, 100.0) == 1.0
    nothing = changed(baseline(), instruments={"rent_subsidy": {"share": 0.0}}).instruments["rent_subsidy"]
    assert claim_hazard_factor(nothing, 99.0, 100.0) == claim_hazard_factor(nothing, 100.0, 100.0) == 1.0


def test_arrivals_follow_the_mean_net_rent_of_newcomers_to_its_park() -> None:
    """Half of the rent for half of them: a quarter less, at an elasticity of -0.3."""
    instrument = Instrument(RULES)
    assert instrument.arrival_factor("ai", Standing(1.0)) == pytest.approx(0.75**-0.3)
    assert instrument.arrival_factor("vr", Standing(1.0)) == instrument.arrival_factor("ai", Standing(0.0)) == 1.0


def test_it_is_offered_between_its_dates() -> None:
    """From the opening until the account closes."""
    policies = after(alone("rent_subsidy"), 1)
    assert policies.arrival_factor("ai", day(2023, 2, 22)) == 1.0 < policies.arrival_factor("ai", day(2023, 2, 23))
    assert policies.arrival_factor("ai", day(2026, 2, 23)) == 1.0
    assert (RULES.begins, RULES.ends) == (OPENING, CLOSING)


def test_the_hazard_of_its_tenants_jumps_when_the_account_closes_or_runs_dry() -> None:
    """A cliff, on the day on which no money comes any more."""
    policies = after(changed(alone("rent_subsidy", certified=1.0), months=24), 24)
    tenant = next(
        one.number for one in policies.people if policies.exit_factor(one.number, day(2025, 1)) == pytest.approx(0.88)
    )
    assert policies.exit_factor(tenant, day(2026, 2, 22)) == pytest.approx(0.88)
    assert policies.exit_factor(tenant, day(2026, 2, 23)) == pytest.approx(1.3)
    assert day(2026, 2, 22) < policies.subsidy_ends(tenant) <= day(2026, 2, 23)
    poor = changed(
        alone("rent_subsidy", certified=1.0), months=24, policy={"ai_fund": 300_001_000.0, "ai_other_draw": 0.0}
    )
    dry = after(poor, 24)
    assert dry.enterprise.balance == 0.0 < dry.ledger.rent_unpaid[-1]
    assert dry.ledger.ai_owed[-1] == 0.0
    assert dry.exit_factor(tenant, dry.enterprise.dry) == pytest.approx(1.3)
    assert dry.arrival_factor("ai", day(2025, 1)) == 1.0
    assert policies.exit_factor(someone(policies, "vr").number, day(2025, 1)) == 1.0


def test_claims_outlive_the_account_and_are_still_owed() -> None:
    """Claims run five years, the account three: a result to show."""
    ledger = after(changed(alone("rent_subsidy", certified=1.0), months=72), 72).ledger
    closed = 12 * (CLOSING.year - 2023) + CLOSING.month - 1
    assert ledger.ai_owed[closed - 1] == 0.0 < ledger.ai_owed[closed + 12] < ledger.ai_owed[-1]
    assert np.all(np.diff(ledger.paid["rent_subsidy"][closed:]) == 0.0)
    total = np.array(ledger.paid["rent_subsidy"]) + ledger.rent_unpaid + np.array(ledger.rent_pending)
    assert total == pytest.approx(np.array(ledger.rent_claimed))


def test_what_is_paid_follows_who_is_certified() -> None:
    """None certified, nothing paid; all certified, more than with half."""
    paid = {
        share: simulate(parks(), changed(baseline(), months=36, instruments={"rent_subsidy": {"certified": share}}))
        .kpis["policy.ai_rent_paid_cny"]
        .values[-1]
        for share in (0.0, 0.5, 1.0)
    }
    assert paid[0.0] == 0.0 < paid[0.5] < paid[1.0]


def test_a_subsidy_that_begins_later_is_offered_to_those_who_come_later() -> None:
    """Nobody who came before has a claim."""
    late = after(changed(alone("rent_subsidy", certified=1.0, begins=date(2024, 1, 1)), months=24), 24).ledger
    assert late.certified[11] == 0 < late.certified[-1]
