"""A scenario file that cannot be: every command that takes one says so in one sentence, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.cli import main

_GUESS = ', choice = { en = "a try", zh = "尝试" } }'
BAD = {
    "[tenants]\norganic_ai = { value = -5.0" + _GUESS: "tenants.organic_ai: -5.0 is out of range: from 0 to 200",
    "[stock]\nai_enterprises = { value = 1000000" + _GUESS: "stock.ai_enterprises: 1000000 is out of range: from 0 to",
    "[tenants]\nsector_shares = { value = { mining = 1.0 }"
    + _GUESS: "tenants.sector_shares: 'mining' is unknown here.",
    "[policy]\nai_fund = { value = -1" + _GUESS: "policy.ai_fund: -1 is out of range: from 0 to 1e+12 CNY.",
    "[instrument.funds]\nends = { value = '2020-01-01'" + _GUESS: "2020-01-01 is not after 2023-02-23 ('begins').",
    "[energy]\noffice = { value = 'much'" + _GUESS: "energy.office: This must be a number.",
    "[[centre]]\nid = 'aicc'\npark = 7": "centre.aicc.park: This must be text.",
    "[[departure]]\nid = 'x'": "departure.x.name: This value is missing.",
    "[broken": "This is not valid TOML",
}
EARLY = 'horizon = "2020-12-31"\n'
COMMANDS = (
    ["simulate"],
    ["ensemble", "--out", "OUT"],
    ["compare", "baseline"],
    ["sensitivity"],
    ["facts", "--used-by"],
)


def said(words: list[str], text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command says of a scenario with this text, on standard error alone."""
    file, out = folder / "bad.toml", folder / "out"
    head = 'id = "bad"\nparent = "baseline"\nname = { en = "Bad", zh = "错误" }\n'
    file.write_text(head + text, encoding="utf-8")
    line = [str(out) if word == "OUT" else word for word in words]
    line = [line[0], str(file), *line[1:]] if words[0] == "ensemble" else [*line, str(file)]
    assert main(["--lang", "en", *line]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err
    assert not out.exists()
    return captured.err


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
@pytest.mark.parametrize("text", list(BAD))
def test_a_bad_scenario_is_one_sentence(
    words: list[str], text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Key, value, and what was expected."""
    assert BAD[text] in said(words, text, tmp_path, capsys)


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
def test_a_horizon_before_the_start_is_one_sentence(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With both dates."""
    sentence = "bad.toml: horizon: The run from 2023-01-01 to 2020-12-31 has -24 months. From 12 to 240 months."
    assert sentence in said(words, EARLY, tmp_path, capsys)


def test_empty_accounts_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Extreme, but legal: nothing is paid, and the claims show as unpaid."""
    file = tmp_path / "poor.toml"
    none = "{ value = 0.0" + _GUESS
    file.write_text(
        'id = "poor"\nparent = "baseline"\nname = { en = "Poor", zh = "无资金" }\n'
        f"[policy]\nai_fund = {none}\nvr_fund = {none}\n[build]\nbuilding_share = {none}\n",
        encoding="utf-8",
    )
    assert main(["--lang", "en", "simulate", str(file)]) == 0
    assert "Poor: 2023-01 to 2030-12" in capsys.readouterr().out
