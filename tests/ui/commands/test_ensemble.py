"""`parktwin ensemble`: tables, JSON, going on, and one sentence for everything that is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ui.cli import main
from ui.replicating import Progress

OWN = """
id = "short"
parent = "baseline"
name = { en = "Short", zh = "短期" }
description = { en = "Until the end of 2023", zh = "至2023年底" }
horizon = "2023-12-31"
"""


@pytest.fixture
def short(tmp_path: Path) -> str:
    """The file of a scenario of one year."""
    file = tmp_path / "short.toml"
    file.write_text(OWN, encoding="utf-8")
    return str(file)


def test_the_table_is_printed_and_the_files_are_written(
    short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bands at the year end, milestones, and where it all is."""
    out = tmp_path / "e"
    assert main(["--lang", "en", "ensemble", short, "--runs", "3", "--workers", "1", "--out", str(out)]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("Short: 3 replications, 2023-01 to 2023-12, seed 2023")
    assert "milestone" in printed.out
    assert f"Written: {out}" in printed.out
    assert printed.err.splitlines()[-1] == "3 of 3 replications"
    assert (out / "kpis.parquet").exists()


def test_json_is_one_document_and_a_park_shows_its_own(
    short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time nothing is simulated: the same folder answers."""
    words = ["ensemble", short, "--runs", "3", "--workers", "2", "--seed", "5", "--json", "--out", str(tmp_path / "e")]
    assert main(words) == 0
    both = json.loads(capsys.readouterr().out)
    assert (both["scenario"], both["runs"], both["seed"]) == ("short", 3, 5)
    assert both["kpis"]["ai.occupancy"]["unit"] == "share"
    assert len(both["kpis"]["ai.occupancy"]["p50"]) == len(both["months"]) == 12
    assert main([*words, "--park", "vr"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    vr = json.loads(captured.out)
    assert vr["kpis"].items() <= both["kpis"].items()
    assert not [one for one in vr["kpis"] if one.startswith("ai.")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--runs", "0"], "--runs: '0' is not a number of them. Give a whole number from 1 to 1,000,000."),
        (["--runs", "many"], "--runs: 'many' is not a number of them."),
        (["--workers", "0"], "--workers: '0' is not a number of them."),
        (["--workers", "100000"], "--workers: '100000' is not a number of them. Give a whole number from 1 to 512."),
        (["--workers", "2", "--scheduler", "tcp://127.0.0.1:9"], "not allowed with argument"),
        (["--seed", "lucky"], "--seed: 'lucky' is not a seed."),
        (["--scheduler", "tcp://127.0.0.1:9"], "tcp://127.0.0.1:9: No Dask scheduler answers at this address."),
    ],
)
@pytest.mark.parametrize("json_too", [False, True])
def test_what_is_wrong_is_said_in_one_sentence(
    words: list[str], said: str, json_too: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, with exit code 2; with --json a document says it too."""
    asked = ["--lang", "en", "ensemble", "baseline", "--out", str(tmp_path / "e"), *words, *["--json"] * json_too]
    assert main(asked) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert bool(captured.out) == json_too
    assert not json_too or json.loads(captured.out)["usable"] is False


def test_a_folder_of_something_else_is_left_alone(
    short: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scenario's own folder, for one."""
    assert main(["--lang", "en", "ensemble", short, "--runs", "1", "--out", str(tmp_path)]) == 2
    assert "This folder holds something else. Name an empty or a new one with --out." in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["short.toml"]


def test_a_full_disk_is_one_sentence_and_the_folder_goes_on(short: str, tmp_path: Path) -> None:
    """A limit on the size of files stands for the end of the disk."""
    resource = pytest.importorskip("resource")
    out = tmp_path / "e"
    words = [sys.executable, "-m", "ui.cli", "--lang", "en", "ensemble", short, "--runs", "2", "--workers", "1"]
    words += ["--out", str(out)]

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    tried = subprocess.run(words, capture_output=True, text=True, preexec_fn=no_room, check=False)
    assert tried.returncode == 2
    assert "The folder cannot be written (File too large)." in tried.stderr
    assert "Traceback" not in tried.stderr
    assert not list(out.rglob("*.part"))
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_leaves_a_folder_that_goes_on(workers: str, short: str, tmp_path: Path) -> None:
    """As from a terminal, to the whole group: exit code 130, no traceback, no process left; then the rest is done."""
    out, log = tmp_path / "e", tmp_path / "log"
    words = [sys.executable, "-m", "ui.cli", "--lang", "en", "ensemble", short, "--workers", workers, "--out", str(out)]
    with log.open("wb") as stream:
        started = subprocess.Popen(
            [*words, "--runs", "5000"], stdout=stream, stderr=stream, start_new_session=True, cwd=Path.cwd()
        )
    _wait_for(out / "replications" / "000002.bin")
    os.killpg(started.pid, signal.SIGINT)
    assert started.wait(60) == 130
    said = log.read_text()
    assert "Traceback" not in said
    assert f"Finished replications stay in {out}: the same command goes on." in said
    assert said.endswith("parktwin: stopped\n")
    _wait_for_the_end_of(started.pid)
    done = len(list((out / "replications").glob("0*.bin")))
    assert done >= 3
    stamp = (out / "replications" / "000001.bin").stat().st_mtime_ns
    assert subprocess.run([*words, "--runs", str(done)], capture_output=True, check=False).returncode == 0
    assert (out / "replications" / "000001.bin").stat().st_mtime_ns == stamp


def test_progress_is_one_line_on_a_terminal_and_ten_elsewhere() -> None:
    """Quiet in a log, alive for the eye."""

    class Terminal(list[str]):
        eye = True

        def write(self, words: str) -> None:
            self.append(words)

        def flush(self) -> None:
            pass

        def isatty(self) -> bool:
            return self.eye

    shown = Terminal()
    progress = Progress(200, shown)  # type: ignore[arg-type]
    for number in range(200):
        progress((number + 1) / 200)
    progress.close()
    assert "".join(shown).count("\n") == 1
    assert "".join(shown).endswith("\r200 of 200 replications\n")
    log = Terminal()
    log.eye = False
    progress = Progress(200, log)  # type: ignore[arg-type]
    for number in range(200):
        progress((number + 1) / 200)
    assert log == [f"{20 * part} of 200 replications\n" for part in range(1, 11)]


def _wait_for_the_end_of(group: int) -> None:
    end = time.monotonic() + 60
    try:
        while time.monotonic() < end:
            os.killpg(group, 0)
            time.sleep(0.05)
    except ProcessLookupError:
        return
    raise AssertionError(group)


def _wait_for(file: Path) -> None:
    end = time.monotonic() + 120
    while not file.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
