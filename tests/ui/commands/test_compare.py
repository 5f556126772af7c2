"""`parktwin compare`: what one scenario changes against another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ui.commands.test_ensemble import OWN
from ui.cli import main

DEAR = """
id = "dear"
parent = "short.toml"
name = { en = "Dear offices", zh = "办公楼造价上涨" }
description = { en = "Offices cost half as much again", zh = "办公楼造价上涨一半" }

[build]
cost_office = { value = 9750, choice = { en = "half as much again", zh = "上涨一半" } }
"""


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    """Two scenarios of one year, the second with dearer offices."""
    (tmp_path / "short.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "dear.toml").write_text(DEAR, encoding="utf-8")
    return [str(tmp_path / "short.toml"), str(tmp_path / "dear.toml")]


def test_the_table_says_what_changes(pair: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """With the confidence of each difference."""
    assert main(["--lang", "en", "compare", *pair, "--runs", "3", "--workers", "1"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Dear offices less Short: 3 pairs of replications with the same luck, seed 2023")
    assert "confidence" in printed


def test_json_is_one_document(pair: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Of the KPIs that are named, and of everything else without names."""
    words = ["compare", *pair, "--runs", "3", "--workers", "2", "--json"]
    assert main([*words, "--kpi", "ai.occupancy"]) == 0
    few = json.loads(capsys.readouterr().out)
    assert list(few["kpis"]) == ["ai.occupancy"]
    assert few["kpis"]["ai.occupancy"]["mean"] == [0.0]
    assert main(words) == 0
    everything = json.loads(capsys.readouterr().out)
    assert everything["kpis"]["ai.occupancy"] == few["kpis"]["ai.occupancy"]
    assert any(one["mean"] == one["above"] == [1.0] or one["mean"][0] for one in everything["kpis"].values())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baseline"], "the following arguments are required: B"),
        (["baseline", "no_such"], "scenario 'no_such': There is no such scenario."),
        (["baseline", "baseline", "--runs", "-1"], "--runs: '-1' is not a number of them."),
        (["baseline", "baseline", "--kpi", "ai.ocupancy"], "--kpi: There is no KPI 'ai.ocupancy'. Similar are ai.occu"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with exit code 2, before anything is simulated."""
    assert main(["--lang", "en", "compare", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
