"""The rules of plans: the shipped ones are sound, a plan may replace any, and says wrong ones plainly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gis.assets import asset
from gis.errors import UserError
from gis.generate.park import draw
from gis.generate.plan import Plan, read_plan
from gis.generate.rules import rules
from gis.place import USES


def plan_with(folder: Path, head: str) -> Plan:
    """The VR park's plan, with lines put before it."""
    file = folder / "plan.toml"
    file.write_text(f"{head}\n{asset('plans', 'vr.toml').read_text(encoding='utf-8')}", encoding="utf-8")
    return read_plan(file)


def test_every_archetype_has_a_real_storey() -> None:
    """Between a flat's 3 m and a studio's 9 m."""
    assert all(3.0 <= archetype.floor_height_m <= 9.0 for archetype in rules().archetype.values())


def test_archetypes_and_uses_name_uses_of_parks() -> None:
    """None that a park's file would refuse."""
    named = {archetype.use for archetype in rules().archetype.values()} | set(rules().use)
    assert named - {None, "usual"} <= set(USES)


def test_every_rule_says_why() -> None:
    """Each line with a value is explained, or belongs to a table of sizes that is explained as a whole."""
    text = asset("plans", "rules.toml").read_text(encoding="utf-8")
    sized = ("width_m", "depth_m", "floors", "floor_height_m", "style", "use", "lanes")
    lines = [line for line in text.splitlines() if " = " in line and not line.startswith("#")]
    assert [line for line in lines if "#" not in line and line.split(" = ")[0] not in sized] == []


def test_a_use_inherits_what_it_does_not_say() -> None:
    """Compute parcels say their parking only."""
    assert rules().of_use("compute").setback_m == rules().of_use("usual").setback_m
    assert rules().of_use("compute").parking_per_100_m2 < rules().of_use("usual").parking_per_100_m2
    assert rules().of_use("office") == rules().of_use("usual")


def test_a_plan_replaces_single_rules() -> None:
    """What it does not name stays."""
    own = rules({"rows": {"gap_m": 20}, "use": {"office": {"setback_m": 6}}})
    assert own.rows.gap_m == 20.0
    assert own.rows.stretch == rules().rows.stretch
    assert (own.of_use("office").setback_m, own.of_use("office").paved_yard) == (6.0, False)


def test_a_plan_adds_sorts_of_building() -> None:
    """A whole new archetype is known then."""
    barn = {"width_m": 20, "depth_m": 10, "floors": 1, "floor_height_m": 5, "style": "panel_hall"}
    assert rules({"archetype": {"barn": barn}}).archetype["barn"].depth_m == 10.0


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"row": {}}, "'row' is not known"),
        ({"rows": {"gap": 3}}, "'gap' is not known"),
        ({"rows": {"gap_m": "wide"}}, "'wide' is no value"),
        ({"rows": {"gap_m": True}}, "'True' is no value"),
        ({"rows": {"gap_m": -1}}, "'-1' is no value"),
        ({"rows": {"gap_m": float("nan")}}, "'nan' is no value"),
        ({"rows": 3}, "'3' is no value"),
        ({"lawn": {"strip_m": [1]}}, "Expected a list of 2 values"),
        ({"use": {"industrial": {"paved_yard": 1}}}, "Expected true or false"),
        ({"use": {"industrial": 1}}, "Expected a table"),
        ({"archetype": {"tower": {"floors": 0}}}, "Expected a whole number above 0"),
        ({"archetype": {"tower": {"style": ""}}}, "Expected a text"),
        ({"archetype": {"barn": {"width_m": 1}}}, "'depth_m' is missing"),
    ],
)
def test_a_wrong_rule_is_refused_by_name(own: dict[str, Any], said: str) -> None:
    """The message says where it stands and what is expected."""
    with pytest.raises(UserError, match=said) as caught:
        rules(own, "plan.toml rules")
    assert str(caught.value).startswith("plan.toml rules")


def test_rules_may_stand_in_a_file_beside_the_plan(tmp_path: Path) -> None:
    """Named by the plan; one that is not there is said by its path."""
    (tmp_path / "own.toml").write_text("[rows]\ngap_m = 17\n")
    assert plan_with(tmp_path, 'rules = "own.toml"').rules.rows.gap_m == 17.0
    with pytest.raises(UserError, match=r"other\.toml"):
        plan_with(tmp_path, 'rules = "other.toml"')


@pytest.mark.parametrize("head", ["rules = 3", "seed = -1", 'seed = "x"', "seed = true", "seed = 4294967296"])
def test_rules_and_seed_of_a_wrong_sort_are_refused(tmp_path: Path, head: str) -> None:
    """In one sentence."""
    with pytest.raises(UserError, match="is no value for this"):
        plan_with(tmp_path, head)


def test_a_seed_varies_what_is_drawn_by_chance_and_nothing_else(tmp_path: Path) -> None:
    """The same seed gives the same trees; buildings and ground stay."""
    usual, once, again = (draw(plan_with(tmp_path, head)) for head in ("seed = 0", "seed = 7", "seed = 7"))
    assert once.trees == again.trees
    assert once.trees != usual.trees
    assert once.masses == usual.masses
    assert once.landscape == usual.landscape


def test_what_names_no_size_gets_the_usual_one(tmp_path: Path) -> None:
    """Of its archetype or road class."""
    plan = plan_with(tmp_path, "")
    file = tmp_path / "plan.toml"
    text = file.read_text(encoding="utf-8")
    for spelled in ("width_m = 40\n", ", w=50, d=51", ", fl=[4,5,4,5]"):
        assert spelled in text
        text = text.replace(spelled, "", 1)
    file.write_text(text, encoding="utf-8")
    bare = read_plan(file)
    fill = next(table["fill"] for table in bare.tables["parcel"] if table["id"] == "VR-SUP")
    usual = plan.rules.archetype["factory"]
    assert (fill["w"], fill["d"], fill["fl"]) == (usual.width_m, usual.depth_m, [usual.floors])
    assert bare.tables["road"][0]["width_m"] == plan.rules.road_class["arterial"].width_m
