"""`parktwin simulate`: table, JSON, files, and one sentence for everything that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.run import Run
from ui.cli import main


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Of both parks by default."""
    assert main(["--lang", "en", "simulate", "baseline"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Baseline: 2023-01 to 2030-12, seed 2023")
    assert "Qingdao AI Industrial Park" in printed
    assert "Qingdao VR Industrial Park" in printed


def test_json_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Also when files are written."""
    assert main(["simulate", "slow_build", "--json", "--seed", "7", "--out", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    content = json.loads(captured.out)
    assert captured.err == ""
    assert content["scenario"] == "slow_build"
    assert content["seed"] == 7
    assert len(content["months"]) == 96
    assert content["kpis"]["ai.built_m2"]["unit"] == "m2"


def test_a_park_shows_its_own_figures_of_the_same_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Both parks share crews, roadshows and compute: asking for one changes no figure."""
    documents = {}
    for park in ("ai", "vr", "both"):
        assert main(["simulate", "baseline", "--json", "--park", park]) == 0
        documents[park] = json.loads(capsys.readouterr().out)["kpis"]
    assert not [key for key in documents["ai"] if key.startswith("vr.")]
    assert not [key for key in documents["vr"] if key.startswith(("ai.", "compute."))]
    assert documents["ai"] | documents["vr"] == documents["both"]


def test_the_figures_that_are_wanted_are_told_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """By their ids, by their subject, or both."""
    words = ["simulate", "--json", "--kpi", "ai.enterprises", "core.revenue_cny_year", "--subject", "production"]
    assert main(words) == 0
    kpis = json.loads(capsys.readouterr().out)["kpis"]
    assert [one for one in kpis if not one.startswith("vr.")] == ["ai.enterprises", "core.revenue_cny_year"]
    assert {one["subject"] for key, one in kpis.items() if key.startswith("vr.")} == {"production"}
    assert main(["--lang", "en", "simulate", "--kpi", "ai.enterprises"]) == 0
    printed = capsys.readouterr().out
    assert "Enterprises" in printed
    assert "Occupancy" not in printed


def test_files_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole run, and the KPIs for a spreadsheet."""
    out = tmp_path / "new" / "folder"
    assert main(["--lang", "en", "simulate", "fast_build", "--out", str(out)]) == 0
    assert sorted(file.name for file in out.iterdir()) == ["kpis.csv", "run.npz"]
    assert Run.load(out / "run.npz").scenario == "fast_build"
    assert (out / "kpis.csv").read_bytes().startswith(b"\xef\xbb\xbfkpi,name,")
    assert f"Written: {out}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["simulate", "no_such"], "scenario 'no_such': There is no such scenario. Known are baseline, anchor_leaves"),
        (["simulate", "gone.toml"], "gone.toml: This scenario file does not exist."),
        (["simulate", "--park", "moon"], "--park: 'moon' is neither a park nor a file. Known are ai, vr, both."),
        (["simulate", "--kpi", "ai.ocupancy"], "--kpi: There is no KPI 'ai.ocupancy'. Similar are ai.occupancy"),
        (["simulate", "--subject", "flor"], "--subject: 'flor' is not known. Known are floor, enterprises"),
        (["simulate", "--park", "ai", "--subject", "production"], "--subject: The park that is shown has no such fig"),
        (["simulate", "--seed", "lucky"], "--seed: 'lucky' is not a seed. A seed is a whole number below 2^63."),
        (["simulate", "--seed", str(2**70)], "is not a seed."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with exit code 2."""
    assert main(["--lang", "en", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1


def test_a_folder_that_cannot_be_written_gets_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "taken").write_text("mine")
    assert main(["--lang", "en", "simulate", "--out", str(tmp_path / "taken")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "cannot be written" in captured.err
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_broken_scenario_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before the work begins."""
    (tmp_path / "bad.toml").write_text('id = "bad"\nparent = "baseline"\n[build]\nspeed = 3\n')
    out = tmp_path / "out"
    assert main(["--lang", "en", "simulate", str(tmp_path / "bad.toml"), "--out", str(out)]) == 2
    assert "bad.toml: build.speed: This key is unknown." in capsys.readouterr().err
    assert not out.exists()


def test_a_scenario_that_names_what_a_park_lacks_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelled plot would be passed over, and the figures would look sound."""
    scenario = tmp_path / "mine.toml"
    names = 'id = "mine"\nparent = "baseline"\nname = { en = "Mine", zh = "我的" }\n'
    scenario.write_text(names + '[[dated]]\npark = "ai"\nparcel = "AI-STl"\n', encoding="utf-8")
    assert main(["--lang", "en", "simulate", str(scenario), "--out", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "dated.AI-STl.parcel: park 'ai' has no 'AI-STl' in its parcels" in captured.err
    assert not (tmp_path / "out").exists()
