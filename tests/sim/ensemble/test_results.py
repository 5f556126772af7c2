"""The folder of an ensemble: what is written, and how it goes on."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from gis.errors import UserError
from sim.bands import FULL, Bands
from sim.ensemble.folder import Folder
from sim.ensemble.manifest import manifest_of
from sim.ensemble.many import simulate_many
from sim.ensemble.pools import Processes
from sim.ensemble.results import ensemble
from sim.model import Cancelled
from tests.sim.ensemble.small import short
from tests.sim.worlds import changed
from tests.tiny import tiny_place

RUNS = 20
RESULTS = ["bands.npz", "kpis.parquet", "manifest.json", "milestones.parquet", "quantiles.parquet"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An ensemble of the tiny place."""
    path = tmp_path_factory.mktemp("ensemble") / "deep" / "new"
    ensemble(tiny_place(), short(), RUNS, path)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of an ensemble by its name."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_every_result_is_there(folder: Path) -> None:
    """And nothing half written."""
    assert sorted(file.name for file in folder.iterdir() if file.is_file()) == RESULTS
    assert not list(folder.rglob("*.part"))


def test_every_replication_is_in_the_table(folder: Path) -> None:
    """Replication after replication, with the units beside it."""
    table = pq.read_table(folder / "kpis.parquet")
    outcomes = list(simulate_many(tiny_place(), short(), RUNS))
    form = outcomes[0].form
    assert table.column_names == ["replication", "month", "kpi", "value"]
    values = table["value"].to_numpy().reshape(RUNS, len(form.measures), 12)
    for outcome in outcomes:
        assert np.array_equal(values[outcome.number], outcome.kpis, equal_nan=True)
    assert table["replication"].to_numpy()[:: len(form.measures) * 12].tolist() == list(range(RUNS))
    assert table["month"].to_pylist()[:12] == list(form.months)
    assert table["kpi"].to_pylist()[: len(form.measures) * 12 : 12] == [one.id for one in form.measures]
    units = json.loads(table.schema.metadata[b"units"])
    assert units["ai.built_m2"] == "m2"
    assert set(units) == {one.id for one in form.measures}


def test_quantiles_are_those_of_the_replications(folder: Path) -> None:
    """As numpy has them, of what there is to measure."""
    table = pq.read_table(folder / "quantiles.parquet").to_pandas()
    all_of_them = pq.read_table(folder / "kpis.parquet").to_pandas()
    assert list(table.columns) == ["kpi", "month", "p05", "p10", "p50", "p90", "p95", "mean", "unit"]
    grouped = {key: rows["value"].to_numpy() for key, rows in all_of_them.groupby(["kpi", "month"], observed=True)}
    assert len(table) == len(grouped)
    for row in table.itertuples():
        values = grouped[row.kpi, row.month]
        there = values[np.isfinite(values)]
        got = [row.p05, row.p10, row.p50, row.p90, row.p95, row.mean]
        if len(there):
            wanted = [*np.quantile(there, (0.05, 0.1, 0.5, 0.9, 0.95)), there.mean()]
            assert got == pytest.approx(wanted, rel=1e-12, abs=1e-12)
        else:
            assert all(math.isnan(one) for one in got)


def test_milestones_count_those_that_never_come_last(folder: Path) -> None:
    """A date stands only where so many have reached it."""
    table = pq.read_table(folder / "milestones.parquet")
    outcomes = list(simulate_many(tiny_place(), short(), RUNS))
    days = np.array([outcome.milestones for outcome in outcomes])
    assert table["milestone"].to_pylist() == [one.id for one in outcomes[0].form.moments]
    for column, row in enumerate(table.to_pylist()):
        ordered = sorted(days[:, column], key=lambda day: math.inf if math.isnan(day) else day)
        for name, rank in (("p10", 1), ("p50", 9), ("p90", 17)):
            day = ordered[rank]
            wanted = None if math.isnan(day) else date.fromordinal(date(2023, 1, 1).toordinal() + int(day) - 1)
            assert row[name] == wanted
        assert row["share_reached"] == np.isfinite(days[:, column]).mean()
        assert row["probability"] == sorted(row["probability"])
        assert row["probability"][-1] == row["share_reached"]


def test_bands_of_buildings_are_those_of_the_replications(folder: Path) -> None:
    """Probability of standing, and quantiles that occur."""
    bands = Bands.load(folder / "bands.npz")
    outcomes = list(simulate_many(tiny_place(), short(), RUNS))
    standing = np.mean([[one.finished <= month for month in range(12)] for one in outcomes], axis=0)
    assert np.abs(bands.finished / FULL - standing).max() <= 0.5 / FULL + 1e-9
    stacked = np.sort([one.occupancy for one in outcomes], axis=0)
    for name, rank in (("occupancy_p10", 1), ("occupancy_p50", 9), ("occupancy_p90", 17)):
        assert np.array_equal(getattr(bands, name), stacked[rank])
    assert (bands.runs, bands.seed, bands.scenario) == (RUNS, 2023, "baseline")


def test_the_manifest_says_what_it_is(folder: Path) -> None:
    """Inputs, seed, version, parks, months, and every KPI with its unit."""
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (said["scenario"], said["seed"], said["parks"], said["runs"], said["done"]) == (
        "baseline", 2023, ["ai", "vr"], RUNS, RUNS,
    )  # fmt: skip
    assert said["months"][0] == "2023-01"
    assert said["kpis"]["ai.built_m2"]["unit"] == "m2"
    assert "tenant.organic.ai" in said["inputs"]


@pytest.mark.parametrize("workers", [1, 3])
def test_the_bytes_do_not_depend_on_the_workers(workers: int, folder: Path, tmp_path: Path) -> None:
    """Of any file."""
    ensemble(tiny_place(), short(), RUNS, tmp_path, pool=Processes(workers))
    assert contents(tmp_path) == contents(folder)


def test_a_stopped_ensemble_goes_on(folder: Path, tmp_path: Path) -> None:
    """What is done is not simulated again, and the end is the same."""
    told: list[float] = []
    with pytest.raises(Cancelled):
        ensemble(tiny_place(), short(), RUNS, tmp_path, progress=told.append, cancelled=lambda: len(told) == 7)
    assert not (tmp_path / "kpis.parquet").exists()
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["done"] == 0
    told.clear()
    ensemble(tiny_place(), short(), RUNS, tmp_path, progress=told.append)
    assert len(told) == RUNS - 7
    assert contents(tmp_path) == contents(folder)


def test_a_damaged_replication_is_simulated_again(folder: Path, tmp_path: Path) -> None:
    """A power cut leaves files without content."""
    ensemble(tiny_place(), short(), RUNS, tmp_path)
    (tmp_path / "replications" / "000003.bin").write_bytes(b"")
    (tmp_path / "replications" / "000004.bin").unlink()
    told: list[float] = []
    ensemble(tiny_place(), short(), RUNS, tmp_path, progress=told.append)
    assert len(told) == 2
    assert contents(tmp_path) == contents(folder)


def test_an_ensemble_can_grow(folder: Path, tmp_path: Path) -> None:
    """To what it would have been from the start."""
    ensemble(tiny_place(), short(), 6, tmp_path)
    told: list[float] = []
    ensemble(tiny_place(), short(), RUNS, tmp_path, progress=told.append)
    assert len(told) == RUNS - 6
    assert contents(tmp_path) == contents(folder)


def test_a_folder_of_other_inputs_is_refused(folder: Path) -> None:
    """Another scenario, another seed: with a sentence, and nothing changes."""
    before = contents(folder)
    other = changed(short(), build={"winter_factor": 0.9})
    for scenario, seed in ((other, None), (short(), 7)):
        with pytest.raises(UserError, match="ensemble of other inputs: baseline, seed 2023, parks ai, vr"):
            ensemble(tiny_place(), scenario, RUNS, folder, seed=seed)
    assert contents(folder) == before


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    """And so is a file."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UserError, match="holds something else"):
        ensemble(tiny_place(), short(), 2, tmp_path)
    assert contents(tmp_path) == {"notes.txt": b"mine"}
    for path in (tmp_path / "notes.txt", tmp_path / "notes.txt" / "deeper"):
        with pytest.raises(UserError):
            ensemble(tiny_place(), short(), 2, path)


def test_a_replication_of_another_program_is_refused(tmp_path: Path) -> None:
    """Such as a worker of the same version, but with other KPIs."""
    folder = Folder(tmp_path, manifest_of(tiny_place(), short(), 1), 2)
    one, other = simulate_many(tiny_place(), short(), 2)
    folder.keep(one)
    form = replace(other.form, measures=other.form.measures[1:])
    with pytest.raises(UserError, match="Replication 1 measures other figures than the first one"):
        folder.keep(replace(other, form=form, kpis=other.kpis[1:]))
    assert folder.done() == {0}


def test_folding_in_blocks_changes_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However little fits into memory."""
    monkeypatch.setattr("sim.ensemble.fold._BLOCK_BYTES", 1)
    ensemble(tiny_place(), short(), RUNS, tmp_path)
    assert contents(tmp_path) == contents(folder)
