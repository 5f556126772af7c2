"""`parktwin sensitivity`: one sentence for what is wrong; what it prints is tested where it is made."""

from __future__ import annotations

import pytest

from ui.cli import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no_such"], "There is no such scenario."),
        (
            ["--month", "2050-01"],
            "--month: '2050-01' is not a month of this run. Its months go from 2023-01 to 2030-12.",
        ),
        (["--samples", "60"], "--samples: 60 is no power of two. As in 16, 32, 64, 128."),
        (["--inputs", "0"], "--inputs: '0' is not a number of them. Give a whole number from 1 to 64."),
        (["--kpi", "ai.joy", "--month", "2023-02", "--workers", "1"], "--kpi: There is no KPI 'ai.joy'."),
        (["--park", "moon"], "--park: 'moon' is neither a park nor a file."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, with exit code 2."""
    assert main(["--lang", "en", "sensitivity", *words]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert said in captured.err
    assert captured.err.count("\n") == 1
