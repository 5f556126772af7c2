"""The back-test: nothing of what is scored is known to the model, and every fact has its side."""

from __future__ import annotations

import json
import math
from datetime import date, timedelta

import numpy as np
import pytest

from gis.errors import UserError
from gis.text import Name
from sim.backtest import Report, backtest, document, facts_used, targets
from sim.backtest.earlier import before, earlier_values, later_facts, leaks
from sim.backtest.observations import Observation, Replications, observations, observed, sample, unit
from sim.backtest.text import text
from sim.ensemble.pools import Serial
from sim.facts import assumptions, facts, known_on
from sim.model import simulate
from tests.sim.worlds import baseline, parks

SPLIT = date(2023, 3, 1)
DAYS = [SPLIT, date(2023, 2, 24), date(2023, 3, 23), date(2023, 3, 24), date(2023, 4, 25)]


@pytest.fixture(scope="module")
def report() -> Report:
    """Of the split that is the default, with few replications."""
    return backtest(parks(), SPLIT, 3, Serial())


@pytest.mark.parametrize("split", DAYS, ids=str)
def test_nothing_that_the_model_rests_on_was_published_after_the_split(split: date) -> None:
    """Neither the facts of its values nor those that the reasons of its assumptions lean on."""
    scenario = before(split).scenario
    assert leaks(scenario, split) == {}
    for ground in scenario.grounds.values():
        if ground.kind == "fact":
            assert facts()[ground.id].published_on < split
        if ground.kind == "assumption":
            evidence = assumptions()[ground.id].evidence
            assert not [one for one in evidence if (known_on(one) or date.min) >= split]


def test_the_baseline_itself_would_leak() -> None:
    """So that the test above can fail: it knows the signings, the handover and the customers."""
    leaking = leaks(baseline(), SPLIT)
    assert {"roadshow.beijing.signings", "dated.VR-024-1.handover", "compute.customers_joined"} <= set(leaking)
    assert leaking["stock.lettable_share"] == ("ai.core.gfa_built",)


def test_an_address_leaks_as_a_fact_does() -> None:
    """The tender news of February 2023, which no fact stands for, was not known before it."""
    ground = baseline().grounds["build.crews_district"]
    address = "http://macsoso.com/xin/2023/295989.html"
    assert later_facts(ground, date(2023, 2, 8)) == (address,)
    assert later_facts(ground, date(2023, 2, 9)) == ()


def test_an_assumption_is_no_way_around() -> None:
    """Every one of the back-test's own rests on what was published before March, and is wider than its later self."""
    own = [one for one in assumptions().values() if one.id.startswith("earlier.")]
    assert len(own) > 30
    for one in own:
        assert not [each for each in one.evidence if (known_on(each) or date.min) >= SPLIT]
    for earlier, later in (
        ("earlier.tenant.roadshow_signings", "tenant.roadshow.signings"),
        ("earlier.tenant.organic_ai", "tenant.organic.ai"),
        ("earlier.tenant.never_land", "tenant.never_land"),
        ("earlier.compute.join_share", "compute.intent_to_contract.firms"),
    ):
        spans = [float(assumptions()[name].high) / float(assumptions()[name].low) for name in (earlier, later)]
        assert spans[0] > spans[1], earlier


def test_only_what_leaks_is_taken_back() -> None:
    """A later split leaves more as it is; every row that is kept ready acts at the usual one."""
    assert [row for row, _ in before(SPLIT).replaced] == list(earlier_values())
    later = {row.path for row, _ in before(date(2023, 4, 25)).replaced}
    assert "roadshow.beijing" in later
    assert not {"roadshow.shanghai", "roadshow.shenzhen", "tenants.vr_pipeline"} & later


def test_every_row_says_why_in_both_languages() -> None:
    assert all(row.why.en and row.why.zh for row in earlier_values())


@pytest.mark.parametrize(
    ("split", "said"), [(date(2022, 1, 1), "were published|was published"), (date(2023, 4, 26), "The last day is")]
)
def test_a_split_that_cannot_be_is_refused(split: date, said: str) -> None:
    """Before the parks were announced there is no model; after the last day there is nothing to score."""
    with pytest.raises(UserError, match=said):
        before(split)


def test_an_announced_handover_is_drawn_and_never_comes_before_the_split() -> None:
    """It had not been reported by then; from seed to seed it comes earlier or later."""
    scenario = before(SPLIT).scenario
    days = []
    for seed in range(6):
        run = simulate(parks(), scenario, seed=seed)
        project = next(one for one in run.projects if one.parcel == "VR-024-1")
        first = run.progress[:, run.building_ids.index("VR-024-1-B01")]
        days.append(int((first < 1.0).sum()))
        assert not project.stage_days[-1] < (SPLIT - scenario.start).days
    assert len(set(days)) > 1
    assert min(days) >= 2


def runs_of(**kpis: list[list[float]]) -> Replications:
    """Replications of the first months of 2023, with KPIs named by `__` for dots."""
    made = {name.replace("__", "."): np.array(rows) for name, rows in kpis.items()}
    months = tuple(f"2023-{month:02d}" for month in range(1, 1 + next(iter(made.values())).shape[1]))
    return Replications(date(2023, 1, 1), months, made, {"a.day": np.array([90.0, math.nan])})


def looks_at(fact: str = "roadshow.total", **how: object) -> Observation:
    """An observation of a fact."""
    rest = {"kpis": (), "flows": (), "month": "", "since": "", "milestone": "", "show": 0, "note": Name("", "")}
    return Observation(fact=facts()[fact], **{**rest, **how})  # type: ignore[arg-type]


def test_an_amount_is_read_at_a_month_and_a_change_between_two() -> None:
    runs = runs_of(a__stock=[[1.0, 4.0, 9.0], [2.0, 2.0, math.nan]], a__flow=[[5.0, 6.0, 7.0], [1.0, 1.0, 1.0]])
    assert list(sample(looks_at(kpis=("a.stock",), month="2023-02"), runs, SPLIT)) == [4.0, 2.0]
    assert list(sample(looks_at(kpis=("a.stock",), month="2023-03", since="2023-01"), runs, SPLIT)) == [8.0]
    assert list(sample(looks_at(flows=("a.flow",), month="2023-03"), runs, SPLIT)) == [18.0, 3.0]
    both = looks_at(kpis=("a.stock",), flows=("a.flow",), month="2023-02", since="2023-01")
    assert list(sample(both, runs, SPLIT)) == [14.0, 2.0]


def test_a_month_that_no_run_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="2031-01"):
        sample(looks_at(kpis=("a.stock",), month="2031-01"), runs_of(a__stock=[[1.0]]), SPLIT)


def test_the_signings_of_a_roadshow_are_counted_from_the_split() -> None:
    """Those before it are not its first; two in a month share; replications without one say nothing."""
    runs = runs_of(
        both__projects_signed=[[9.0, 9.0, 20.0, 20.0, 50.0], [0.0, 0.0, 7.0, 12.0, 12.0]],
        both__roadshows=[[1.0, 1.0, 2.0, 2.0, 4.0], [0.0, 0.0, 1.0, 2.0, 2.0]],
    )
    assert list(sample(looks_at(show=1), runs, SPLIT)) == [11.0, 7.0]
    assert list(sample(looks_at(show=2), runs, SPLIT)) == [15.0, 5.0]
    assert list(sample(looks_at(show=3), runs, SPLIT)) == [15.0]


def test_a_date_is_read_at_the_end_of_its_month() -> None:
    """31 March is held at the end of March: on the ninetieth day. Who never gets there is late, not left out."""
    one = looks_at("vr.phase1.delivered", milestone="a.day")
    assert observed(one, date(2023, 1, 1)) == 90.0
    assert list(sample(one, runs_of(a__stock=[[1.0] * 12]), SPLIT)) == [90.0, 365.0]
    assert unit(one, date(2023, 1, 1)) == "days from 2023-01-01"
    assert date(2023, 1, 1) + timedelta(days=89) == date(2023, 3, 31)


def test_the_side_is_that_of_the_publication(report: Report) -> None:
    """Not of the day that is spoken of: the handover of March was published in April."""
    sides = {row.fact.id: row.side for row in report.rows}
    assert sides["vr.phase1.delivered"] == "score"
    assert sides["roadshow.total"] == "score"
    assert sides["compute.aicc.capacity"] == "fit"
    for row in report.rows:
        if not row.is_target:
            assert (row.side == "score") == (row.fact.published_on >= SPLIT)


def test_every_published_milestone_of_march_and_april_is_scored(report: Report) -> None:
    """40 signings and each of 8, 16, 16; the first halls; 80 customers; about 100 settled; 110 VR firms."""
    wanted = {
        "roadshow.total", "roadshow.shanghai", "roadshow.shenzhen", "roadshow.beijing", "vr.phase1.delivered",
        "compute.customers", "landed.2023q1", "vr.enterprises.district",
    }  # fmt: skip
    assert wanted <= {row.fact.id for row in report.scored}
    assert all(math.isfinite(row.crps) and row.p10 <= row.p50 <= row.p90 for row in report.scored if row.count > 1)


def test_targets_have_a_probability_and_no_score(report: Report) -> None:
    """Of 2024, 2028 and 2030; nobody knows what came."""
    assert {row.fact.as_of[:4] for row in report.targets} == {"2024", "2028", "2030"}
    assert [row.fact.id for row in report.targets] == [one.source for one in targets()]
    for row in report.targets:
        assert 0.0 <= row.probability <= 1.0
        assert math.isnan(row.crps)
        assert math.isnan(row.observed)


def test_the_document_is_a_list_with_the_agreed_keys(report: Report) -> None:
    """Fact, level, side, unit, the band, what was observed, the score; never NaN."""
    rows = json.loads(json.dumps(document(report), allow_nan=False))
    for row in rows:
        assert {"fact", "level", "side", "unit", "p10", "p50", "p90", "observed", "crps"} <= set(row)
        assert row["side"] in ("fit", "score")
    unseen = [row for row in rows if "probability" in row]
    assert [row["fact"] for row in unseen] == [row.fact.id for row in report.targets]
    assert all(row["observed"] is None and row["crps"] is None for row in unseen)


def test_the_report_names_every_fact_and_says_how_few_points_there_are(report: Report) -> None:
    """The ones it is scored on, the ones that the model knows, and what was taken back."""
    said = " ".join(text(report).split())
    for fact in (*facts_used(report.before), *(row.fact for row in report.rows)):
        assert fact.id in said
    assert f"leaves {len(report.scored)} points of two months" in said
    assert "too few to prove the model right" in said
    for row, _ in report.before.replaced:
        assert f"{row.path}: " in said


def test_the_same_split_gives_the_same_rows(report: Report) -> None:
    again = backtest(parks(), SPLIT, 3, Serial())
    assert document(again) == document(report)


def test_observations_name_what_the_runs_have() -> None:
    """Every KPI that is asked for is one of the baseline's."""
    known = set(simulate(parks(), before(SPLIT).scenario).kpis)
    asked = {kpi for one in observations() for kpi in (*one.kpis, *one.flows)}
    assert asked <= known
