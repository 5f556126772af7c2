"""Scenarios: what is shipped, what is refused, and that every value names its ground."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Annotated, get_origin, get_type_hints

import pytest

from gis.errors import UserError
from sim.facts import assumptions, facts
from sim.scenario import load, shipped
from sim.streams import Spread
from tests.sim.worlds import SECTIONS, baseline

TEXT = shipped()["baseline"].read_text(encoding="utf-8")


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    """A scenario file with this text."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str) -> str:
    """What is said of a scenario with this text."""
    with pytest.raises(UserError) as refused:
        load(written(folder, text))
    return str(refused.value)


def test_twelve_scenarios_are_shipped_and_the_baseline_comes_first() -> None:
    """Named as planners ask for them."""
    assert next(iter(shipped())) == "baseline"
    assert set(shipped()) == {
        "baseline", "fast_build", "slow_build", "demand_led", "no_rent_subsidy", "subsidy_from_month_24",
        "haizhixin_late", "third_centre", "roadshows_doubled", "anchor_leaves", "budget_halved", "press_capacity",
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name in shipped() if name != "baseline"])
def test_a_shipped_scenario_is_a_small_difference_to_the_baseline(name: str) -> None:
    """It changes up to a dozen values, and says why of each; all others keep the baseline's ground."""
    scenario, base = load(name), baseline()
    changed = {path for path, ground in scenario.grounds.items() if base.grounds.get(path) != ground}
    assert 1 <= len(changed) <= 12
    assert all(scenario.grounds[path].reason.en or path.startswith("centre.third") for path in changed)
    assert set(base.grounds) <= set(scenario.grounds)


@pytest.mark.parametrize("name", list(shipped()))
def test_every_shipped_scenario_loads_and_is_named_in_both_languages(name: str) -> None:
    """A scenario's id is that of its file."""
    scenario = load(name)
    assert scenario.id == name
    assert scenario.name.en
    assert scenario.name.zh


@pytest.mark.parametrize("name", list(shipped()))
def test_every_value_names_a_fact_or_an_assumption_that_exists(name: str) -> None:
    """Traceability: nothing in a scenario rests on nothing."""
    scenario = load(name)
    for path, ground in scenario.grounds.items():
        books = {"fact": facts(), "assumption": assumptions(), "choice": {"": None}}
        assert ground.id in books[ground.kind], path
        assert ground.kind != "choice" or ground.reason.en, path
    for section in SECTIONS:
        for key, hint in get_type_hints(type(getattr(scenario, section)), include_extras=True).items():
            assert get_origin(hint) is Annotated, key
            assert f"{section}.{key}" in scenario.grounds


def test_a_child_changes_only_what_it_names() -> None:
    """Everything else is its parent's."""
    fast = load("fast_build")
    assert fast.build.winter_factor == 0.85
    assert fast.build.talks_to_signing == Spread(40, 140)
    assert fast.tenants == baseline().tenants
    assert fast.dated == baseline().dated
    same = {"cost_office", "stop_hazard", "handover", "site_age"}
    assert all(getattr(fast.build, key) == getattr(baseline().build, key) for key in same)


def test_a_child_may_name_the_file_of_its_parent(tmp_path: Path) -> None:
    """Beside it, by file name."""
    written(tmp_path, TEXT.replace("2030-12-31", "2024-12-31"), "above.toml")
    child = 'id = "x"\nparent = "above.toml"\nname = { en = "X", zh = "某" }\n'
    assert load(written(tmp_path, child)).months == 24


def test_an_unknown_scenario_is_refused_and_the_known_ones_named() -> None:
    """One sentence says what there is."""
    with pytest.raises(UserError, match="baseline, anchor_leaves, budget_halved"):
        load("no_such")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """With its path."""
    with pytest.raises(UserError, match=re.escape(str(tmp_path / "gone.toml"))):
        load(tmp_path / "gone.toml")


def test_what_is_no_scenario_file_is_told_apart(tmp_path: Path) -> None:
    """A folder, a file of bytes, an empty one."""
    with pytest.raises(UserError, match="This is a folder"):
        load(tmp_path)
    for content, said in (
        (b"\xff\xc1\x00", "This is no text in UTF-8."),
        (b"# nothing\n", "This scenario file is empty."),
    ):
        (tmp_path / "own.toml").write_bytes(content)
        with pytest.raises(UserError, match=said):
            load(tmp_path / "own.toml")


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    """The line is named."""
    assert "line 2" in refusal(tmp_path, 'id = "x"\nname = = 3\n')


def test_an_unknown_key_is_refused_by_name_with_the_nearest_known_one(tmp_path: Path) -> None:
    """The known ones are listed too."""
    text = refusal(tmp_path, TEXT.replace("winter_factor =", "winter_facter ="))
    assert "mine.toml: build.winter_facter" in text
    assert "Did you mean 'winter_factor'?" in text
    assert "crews_district" in text


def test_an_unknown_section_is_refused_by_name(tmp_path: Path) -> None:
    """At the top of the file as well."""
    assert "mine.toml: weather" in refusal(tmp_path, TEXT + "\n[weather]\nrain = 1\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seed = 2023", 'seed = "x"', "seed: This must be a whole number."),
        ("seed = 2023", f"seed = {2**63}", f"seed: {2**63} is out of range."),
        ('start = "2023-01-01"', 'start = "9999-12-01"', "start: 9999 is out of range. From 2000 to 2100."),
        ('id = "shenzhen"', 'id = "beijing"', "roadshow.beijing: This entry stands there twice. Remove one of them."),
        (
            'horizon = "2030-12-31"',
            'horizon = "2023-06-30"',
            "horizon: The run from 2023-01-01 to 2023-06-30 has 6 months.",
        ),
        ('horizon = "2030-12-31"', 'horizon = "2043-01-31"', "has 241 months. From 12 to 240 months."),
        ('horizon = "2030-12-31"', 'horizon = "2019-12-31"', "has -36 months. From 12 to 240 months. Move the horizon"),
        ('horizon = "2030-12-31"', 'horizon = "2030-12-30"', "horizon: This must be the last day of a month."),
        ('horizon = "2030-12-31"', "horizon = 96", "horizon: This must be text."),
        ('start = "2023-01-01"', 'start = "2023-01-15"', "start: This must be the first day of a month."),
        ('en = "Baseline"', "en = 3", "name: This must be a name in both languages."),
        ("winter_factor = { value = 0.65", 'winter_factor = { value = "cold"', "winter_factor: This must be a number."),
        ("winter_factor = { value = 0.65", "winter_factor = { value = 7.5", "7.5 is out of range: from 0.05 to 1"),
        ("winter_factor = { value = 0.65", "winter_factor = { value = nan", "winter_factor: This must be a number."),
        ("crews_district = { value = 40", "crews_district = { value = 40.5", "This must be a whole number."),
        ("{ median = 75, p90 = 270 }", "{ median = 75 }", "This must be a table of median, p90."),
        ("{ median = 75, p90 = 270 }", "{ median = 75, p90 = 70 }", "P90 must not be below the median."),
        ("leader = 0.08, ", "", "'leader' is missing. This must be a table of leader, growth, startup."),
        ("sector_shares = { value = { industrial", "sector_shares = { value = { mining", "'mining' is unknown here."),
        (
            "organic_ai = { value = 5.0",
            "organic_ai = { value = -5.0",
            "tenants.organic_ai: -5.0 is out of range: from 0",
        ),
        (
            "ai_enterprises = { value = 120",
            "ai_enterprises = { value = 1000000",
            "1000000 is out of range: from 0 to 5000",
        ),
        ('date = { value = "2023-03-31"', 'date = { value = "31 March"', "This must be a date"),
        ('earliest = "2023-08-31"', 'earliest = "2024-08-31"', "must follow each other"),
        ('park = "ai"\nparcel', 'park = ["ai"]\nparcel', "centre.aicc.park: This must be text."),
        ('zones = ["ai-wing-haier"]', 'zones = "ai-wing-haier"', "owner.haier.zones: This must be a list of texts."),
        (
            "office = { value = 70",
            "office = { value = -70",
            "energy.office: -70 is out of range: from 0 to 2000 kWh/m2",
        ),
        (
            "peak_factor = { value = 3.0",
            "peak_factor = { value = 0.3",
            "energy.peak_factor: 0.3 is out of range: from 1",
        ),
        ("pue = { value = 1.25", "pue = { value = 0.9", "centre.aicc.pue: 0.9 is out of range: from 1 to 3 ratio."),
        ("capacity = { value = 100", "capacity = { value = -100", "centre.aicc.capacity: -100 is out of range: from 0"),
        ('online = { value = "2023-02-23"', "online = { value = 2023", "centre.aicc.online: This must be a date"),
        ("yearly = { value = 100_000_000", "yearly = { value = -1", "park_construction.yearly: -1 is out of range"),
        (
            'share = { value = 0.5, assumption = "policy.sub',
            'share = { value = 1.5, assumption = "policy.sub',
            "instrument.rent_subsidy.share: 1.5 is out of range: from 0 to 1 share.",
        ),
        ('account = "ai"', 'account = "city"', "account: There is no account 'city'; known are ai, vr, district."),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    """Type, range and shape, each with what was expected."""
    assert old in TEXT
    text = refusal(tmp_path, TEXT.replace(old, new, 1))
    assert said in text
    assert "\n" not in text


_GUESS = ', assumption = "tenant.anchor_area", reason = { en = "a guess", zh = "估计" } }'


def test_a_child_changes_adds_and_removes_single_entries(tmp_path: Path) -> None:
    """An entry is known by its id: the others stay as they are."""
    text = (
        'id = "x"\nparent = "baseline"\nname = { en = "X", zh = "某" }\n'
        '[[anchor]]\nid = "pico"\ndate = { value = "2023-06-01"' + _GUESS + "\n"
        '[[roadshow]]\nid = "beijing"\nremove = true\n'
        '[[opening]]\nid = "new"\nname = { en = "New", zh = "新" }\npark = "ai"\ndate = { value = "2024-06-01"' + _GUESS
    )
    scenario = load(written(tmp_path, text))
    assert [one.id for one in scenario.anchors] == [one.id for one in baseline().anchors]
    assert [one.area for one in scenario.anchors] == [one.area for one in baseline().anchors]
    assert next(one.date for one in scenario.anchors if one.id == "pico").isoformat() == "2023-06-01"
    assert [one.id for one in scenario.roadshows] == ["shanghai", "shenzhen"]
    assert [one.id for one in scenario.openings] == [*(one.id for one in baseline().openings), "new"]


def test_a_choice_is_neither_known_nor_estimated(tmp_path: Path) -> None:
    """What a scenario decides is said in both languages."""
    text = TEXT.replace(
        'winter_factor = { value = 0.65, assumption = "build.winter_factor"',
        'winter_factor = { value = 0.9, choice = { en = "tents over every site", zh = "全部搭棚施工" }',
    )
    ground = load(written(tmp_path, text)).grounds["build.winter_factor"]
    assert (ground.kind, ground.id, ground.reason.zh) == ("choice", "", "全部搭棚施工")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (', assumption = "build.winter_factor"', "", "must name a fact, an assumption or a choice"),
        ('"build.winter_factor"', '"build.winter_facter"', "Did you mean 'build.winter_factor'?"),
        ("winter_factor = { value = 0.65", "winter_factor = { value = 0.7", "says 0.65; give a reason"),
        ("capacity = { value = 100", "capacity = { value = 250", "the fact 'compute.aicc.capacity' says 100"),
        ("signings = { value = 16", "signings = { value = 40", "says 16"),
        ("winter_factor = {", "winter_factor = 0.65 #", "This value names no ground."),
    ],
)
def test_a_value_says_what_its_ground_says(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A fact is met exactly; an assumption is met, or the reason given."""
    assert old in TEXT
    assert said.lower() in refusal(tmp_path, TEXT.replace(old, new, 1)).lower()


def test_an_event_is_told_as_published_only_where_a_fact_says_so(tmp_path: Path) -> None:
    """An assumed date is no source."""
    assumed = (
        'date = { value = "2023-06-01", assumption = "tenant.anchor_area", reason = { en = "a guess", zh = "估计" }'
    )
    text = TEXT.replace('date = { value = "2023-02-23", fact = "ai.opened"', assumed)
    assert text != TEXT
    scenario = load(written(tmp_path, text))
    assert scenario.fact_of("opening.ai.date") == ""
    assert scenario.fact_of("opening.vr.date") == "vr.phase1.delivered"


def test_another_value_than_the_assumed_one_needs_a_reason(tmp_path: Path) -> None:
    """And is taken with one."""
    reason = ', reason = { en = "a mild winter", zh = "暖冬" }'
    text = TEXT.replace(
        'winter_factor = { value = 0.65, assumption = "build.winter_factor"',
        'winter_factor = { value = 0.9, assumption = "build.winter_factor"' + reason,
    )
    scenario = load(written(tmp_path, text))
    assert scenario.build.winter_factor == 0.9
    assert scenario.grounds["build.winter_factor"].reason.en == "a mild winter"


def test_a_missing_value_and_a_missing_section_are_refused(tmp_path: Path) -> None:
    """By name."""
    without = "\n".join(line for line in TEXT.splitlines() if not line.startswith("patience"))
    assert "tenants.patience: This value is missing." in refusal(tmp_path, without)
    assert "production" in refusal(tmp_path, TEXT.replace("[production]", "[production2]"))


def test_a_scenario_that_descends_from_itself_is_refused(tmp_path: Path) -> None:
    """In one step or in two."""
    name = 'name = { en = "X", zh = "某" }\n'
    assert "descends from itself" in refusal(tmp_path, f'id = "x"\nparent = "mine.toml"\n{name}')
    written(tmp_path, f'id = "y"\nparent = "mine.toml"\n{name}', "other.toml")
    assert "descends from itself" in refusal(tmp_path, f'id = "x"\nparent = "other.toml"\n{name}')


def test_a_scenario_cannot_be_changed() -> None:
    """A run's inputs stay what they were."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        baseline().months = 12  # type: ignore[misc]
