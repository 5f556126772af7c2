"""`parktwin facts`: lists, filters, one entry explained, what a scenario rests on, one sentence for every mistake."""

from __future__ import annotations

import json

import pytest

from sim.facts import assumptions, facts
from ui.cli import main


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What the command prints; nothing on standard error."""
    assert main(["--lang", "en", "facts", *words]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> set[str]:
    """Ids of the facts in the document."""
    return {row["id"] for row in json.loads(told(capsys, "--json", *words))["facts"]}


def test_every_fact_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """At least a hundred of them, each with its level as heading."""
    text = told(capsys)
    assert len(facts()) >= 100
    for fact in facts():
        assert f"\n{fact} " in f"\n{text}"


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, so that it can be piped."""
    assert listed(capsys) == set(facts())
    assert told(capsys, "--json").count("\n") == 1


def test_filters_narrow_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    """By level, park, kind, source, group, words and days of publication."""
    assert listed(capsys, "--level", "core", "--kind", "observed") == {"ai.core.gfa_built"}
    assert listed(capsys, "--conflict", "haizhixin", "--until", "2023-03-01") == {"compute.haizhixin.online_plan"}
    assert listed(capsys, "--conflict") == {fact.id for fact in facts().values() if fact.conflict}
    assert listed(capsys, "--search", "dpvr CHINESE") == {"dpvr.rank.china"}
    assert listed(capsys, "--park", "vr", "--source", "article.shenzhen_roadshow", "--search", "record") == {
        "speed.talks_to_signing", "speed.signing_to_start", "speed.start_to_topping_out",
    }  # fmt: skip
    assert listed(capsys, "--since", "2023-04-26") == set()


def test_one_entry_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """A fact or an assumption, as text or as a document."""
    assert told(capsys, "compute.aicc.capacity").startswith("compute.aicc.capacity\n")
    content = json.loads(told(capsys, "compute.aicc.capacity", "--json"))
    assert (content["fact"]["value"], content["fact"]["unit"]) == (100, "P")
    assert json.loads(told(capsys, "stock.occupancy0", "--json"))["assumption"]["low"] == 0.66


def test_assumptions_are_listed_and_searched(capsys: pytest.CaptureFixture[str]) -> None:
    """Instead of the facts."""
    content = json.loads(told(capsys, "--assumptions", "--json"))
    assert [row["id"] for row in content["assumptions"]] == list(assumptions())
    found = told(capsys, "--assumptions", "--search", "PUE")
    assert "compute.pue.aicc" in found
    assert "stock.occupancy0" not in found


def test_a_scenario_shows_what_it_rests_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Facts, assumptions and decisions."""
    content = json.loads(told(capsys, "--used-by", "baseline", "--json"))
    assert content["scenario"] == "baseline"
    rows = {row["id"]: row for row in content["facts"]}
    assert "compute.customers_joined" in rows["compute.customers"]["values"]
    assert "published facts" in told(capsys, "--used-by", "baseline")


def test_it_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """Headings, figures and names."""
    assert main(["--lang", "zh", "facts", "--level", "core"]) == 0
    assert "108 万m²" in capsys.readouterr().out
    assert main(["--lang", "zh", "facts", "--used-by", "baseline"]) == 0
    assert "公布数据" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compute.customer"], "compute.customer: There is no such fact or assumption. Nearest are compute.customers"),
        (["qwertyuiop"], "qwertyuiop: There is no such fact or assumption. See 'parktwin facts', or search"),
        ([""], "There is no such fact or assumption."),
        (["--level", "cty"], "--level: 'cty' is not known. Known are core, park, both parks, centre, district, city,"),
        (["--park", "xi"], "--park: 'xi' is not known. Known are ai, vr, both."),
        (["--kind", "rumour"], "--kind: 'rumour' is not known. Known are observed, plan, target, place."),
        (["--conflict", "haizhi"], "--conflict: 'haizhi' is not known. Known are phase1, haizhixin"),
        (
            ["--source", "article.beijing"],
            "--source: 'article.beijing' is not known. Nearest are article.beijing_roadshow",
        ),
        (["--since", "March"], "--since: 'March' is not a day. Write it as \"2023-02-23\"."),
        (["--until", "2023-02-30"], "--until: '2023-02-30' is not a day."),
        (["--used-by", "nowhere"], "scenario 'nowhere': There is no such scenario."),
        (["ai.area", "--level", "core"], "Command line: ID and --level do not go together. Ask for one of them."),
        (["--assumptions", "--park", "ai"], "Command line: --assumptions and --park do not go together."),
        (["--used-by", "baseline", "--assumptions"], "--used-by and --assumptions do not go together."),
    ],
)
def test_every_mistake_gets_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, nothing on standard output."""
    assert main(["--lang", "en", "facts", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
