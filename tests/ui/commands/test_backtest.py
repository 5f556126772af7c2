"""`parktwin backtest`: the score to read, one document for programs, one sentence for what is wrong."""

from __future__ import annotations

import json

import pytest

from ui.cli import main


def test_json_is_one_document_and_nothing_else_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    """A list of rows, observed ones with a score and targets with a probability."""
    assert main(["backtest", "--runs", "2", "--workers", "1", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert all({"fact", "level", "side", "unit", "p10", "p50", "p90", "observed", "crps"} <= set(row) for row in rows)
    assert {row["side"] for row in rows} == {"fit", "score"}
    assert next(row for row in rows if row["fact"] == "vr.target.output.2030")["probability"] in (0.0, 0.5, 1.0)


def test_the_report_is_printed_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    """With the split stated, and a later one than usual."""
    assert main(["--lang", "zh", "backtest", "--split", "2023-04-25", "--runs", "2", "--workers", "1"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("回测，分界2023-04-25")
    assert "不足以证明模型正确" in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--split", "spring"], "--split: 'spring' is not a day."),
        (["--split", "2021-01-01"], "Choose a later day"),
        (["--split", "2024-01-01"], "--split: Nothing that is known here was published on 2024-01-01 or later."),
        (["--runs", "1"], "--runs: '1' is not a number of them. Give a whole number from 2 to 1,000,000."),
        (["--workers", "none"], "--workers: 'none' is not a number of them."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with exit code 2."""
    assert main(["--lang", "en", "backtest", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
