"""The traps of the sources: figures that look alike and are not, each kept apart where the model could mix them."""

from __future__ import annotations

from sim.facts import assumptions, facts
from sim.kpis import registered
from sim.ledger.entries import members
from sim.milestones import milestones
from sim.scenario import load, shipped
from tests.sim.worlds import baseline_run

_COUNTS = {
    "roadshow.total": 40,
    "landed.2023q1": 100,
    "ai.enterprises.district": 170,
    "ai.target.enterprises.2024": 300,
}
_MONEY = {"ai.output.district": 23e9, "ai.target.revenue.2024": 20e9, "ai.target.output.2028": 60e9}


def test_the_four_counts_are_four_things() -> None:
    """40 projects, about 100 settled, 170 of the district, 300 aimed at: no two share level, kind, unit and park."""
    assert {key: facts()[key].value for key in _COUNTS} == _COUNTS
    said = {(facts()[key].level, facts()[key].kind, facts()[key].unit, facts()[key].park) for key in _COUNTS}
    assert len(said) == len(_COUNTS)
    assert set(_COUNTS) <= {fact.id for fact in members("four_counts")}


def test_the_three_sums_of_money_are_three_scopes() -> None:
    """230 is the district's; 200 and 600 are aims of the core, of different years."""
    assert {key: facts()[key].value for key in _MONEY} == _MONEY
    assert len({(facts()[key].level, facts()[key].as_of) for key in _MONEY}) == len(_MONEY)
    assert facts()["ai.output.district"].level == "district"


def test_roadshows_add_up_to_the_published_total() -> None:
    """8, 16 and 16 are the same count at the same level: these, and only such, may be added."""
    parts = [facts()[f"roadshow.{city}"] for city in ("shanghai", "shenzhen", "beijing")]
    total = facts()["roadshow.total"]
    assert sum(float(part.value) for part in parts) == total.value
    assert {(part.level, part.unit, part.kind) for part in parts} == {(total.level, total.unit, total.kind)}


def test_no_figure_of_the_model_mixes_published_amounts_of_different_levels() -> None:
    """Published amounts in the unit of a KPI, on which it rests, are all of one level."""
    for kpi in registered():
        cited = [facts()[source] for source in kpi.sources if source in facts()]
        assert len({fact.level for fact in cited if fact.unit == kpi.unit}) <= 1, kpi.id


def test_milestones_compare_like_with_like() -> None:
    """A published figure to be reached speaks of the level of its KPI, or of the park where core and park are one."""
    levels = {kpi.id: kpi.level for kpi in registered()}
    for one in milestones():
        fact = facts().get(one.source)
        if fact is not None and one.kpi in levels:
            assert fact.level == levels[one.kpi] or {fact.level, levels[one.kpi]} == {"core", "park"}, one.id


def test_a_hundred_p_run_at_the_opening_and_not_two_hundred_and_fifty() -> None:
    """The second centre was signed, not online: nothing of it is supplied before its earliest day."""
    run = baseline_run()
    supply = dict(zip(run.months, run.kpis["compute.supply_p"].values, strict=True))
    assert supply["2023-01"] == 0
    assert 0 < supply["2023-03"] <= facts()["compute.aicc.capacity"].value
    assert facts()["compute.haizhixin.capacity"].kind == "plan"
    for name in shipped():
        second = next(centre for centre in load(name).centres if centre.id == "haizhixin")
        assert second.online.earliest.isoformat() > "2023-04-25", name


def test_the_joined_and_those_in_talks_are_stages_of_one_funnel() -> None:
    """80 joined later than 270 talked: the model starts from the joined and never subtracts one from the other."""
    joined, talking = facts()["compute.customers"], facts()["compute.intent.enterprises"]
    assert joined.conflict == talking.conflict == "compute_funnel"
    assert joined.as_of > talking.as_of
    assert load("baseline").compute.customers_joined == joined.value


def test_no_floor_area_ratio_follows_from_the_whole_site() -> None:
    """1.08 million m2 are the core's, 2,918 mu the whole park's; the innovation park's 1.0 million count basements."""
    floor, site, innovation = (facts()[key] for key in ("ai.core.gfa_built", "ai.area", "press.iip.total"))
    assert (floor.level, site.level) == ("core", "park")
    assert innovation.unit != floor.unit
    assert "incl. underground" in innovation.unit


def test_the_two_accounts_are_two_facts_of_two_parks() -> None:
    """530 million and 1.2 bn; the district's 20 bn are in neither."""
    ai, vr, district = (
        facts()[key] for key in ("policy.ai.fund", "press.policy.vr.fund", "policy.ai.district_investment")
    )
    assert (ai.park, vr.park, district.level) == ("ai", "vr", "district")
    yearly = facts()["policy.ai.city_construction"]
    years = facts()["policy.ai.years"]
    left = float(ai.value) - float(yearly.value) * float(years.value)
    assert left == assumptions()["policy.account.enterprise"].value


def test_plans_of_the_plant_are_plans_and_the_hand_over_is_observed() -> None:
    """Six months early are those from the first plan to the hand-over, and of no other."""
    first, whole = facts()["press.vr.plant.plan1"], facts()["vr.phase1.delivered"]
    assert (first.kind, whole.kind) == ("plan", "observed")
    months = (int(str(first.value)[:4]) - int(str(whole.value)[:4])) * 12
    months += int(str(first.value)[5:7]) - int(str(whole.value)[5:7])
    assert months == facts()["vr.phase1.lead"].value
