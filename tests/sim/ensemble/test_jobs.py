"""One replication, and what travels to whoever simulates it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from sim.bands import FULL
from sim.ensemble.jobs import Job, outcome_of, run_job
from sim.ensemble.many import jobs_of
from sim.ensemble.transport import light, opened, packed, packed_world, run_packed
from sim.model import simulate
from sim.record import inputs_hash
from tests.sim.ensemble.small import content, short
from tests.sim.worlds import baseline, baseline_run, parks
from tests.tiny import tiny_place


def test_an_outcome_holds_what_its_run_says() -> None:
    """KPIs to the byte; months of completion; occupancy to a byte."""
    run = baseline_run()
    outcome = outcome_of(4, run)
    assert outcome.number == 4
    assert outcome.form.building_ids == run.building_ids
    for row, measure in enumerate(outcome.form.measures):
        assert np.array_equal(outcome.kpis[row], run.kpis[measure.id].values, equal_nan=True)
    months = np.arange(len(run.months))[:, None]
    assert np.array_equal(outcome.finished <= months, run.progress >= 1.0)
    assert np.abs(outcome.occupancy / FULL - np.clip(run.occupancy, 0, 1)).max() <= 0.5 / FULL + 1e-6


def test_a_job_without_quantiles_is_the_scenario_itself() -> None:
    """With the job's seed."""
    outcome = run_job(tiny_place(), short(), Job(0, 5))
    assert content(outcome) == content(outcome_of(0, simulate(tiny_place(), short(), seed=5)))


def test_a_job_may_bring_its_own_scenario() -> None:
    """In place of the common one."""
    own = run_job(tiny_place(), None, Job(0, 5, {}, short()))
    assert content(own) == content(run_job(tiny_place(), short(), Job(0, 5)))


def test_what_travels_gives_the_same_run_and_hash() -> None:
    """The model reads nothing of what is left at home, which is most of it."""
    bare = light(parks())
    assert inputs_hash(bare, baseline(), 1) == inputs_hash(parks(), baseline(), 1)
    assert len(packed(bare)) < len(packed(parks())) / 5
    job = jobs_of(baseline(), 1)[0]
    assert content(run_packed(packed_world(parks(), baseline()), packed(job))) == content(
        run_job(parks(), baseline(), job)
    )
    assert opened(packed(job)) == job


def test_a_worker_needs_neither_graphics_nor_geography(tmp_path: Path) -> None:
    """Only the place and `sim`; not even what draws the quantiles or writes the tables."""
    (tmp_path / "world").write_bytes(packed_world(tiny_place(), short()))
    (tmp_path / "job").write_bytes(packed(jobs_of(short(), 1)[0]))
    code = (
        "import sys; from pathlib import Path; from sim.ensemble.transport import run_packed;"
        f"here = Path({str(tmp_path)!r}); run_packed((here / 'world').read_bytes(), (here / 'job').read_bytes());"
        "heavy = {'panda3d', 'PySide6', 'geopandas', 'pandas', 'pyogrio', 'scipy', 'pyarrow', 'distributed'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
