"""An ensemble from its scenario to its folder of results: simulate what is missing, fold, write."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from gis.place import Place
from sim.bands import Bands
from sim.ensemble.fold import bands, kpi_quantiles
from sim.ensemble.folder import Folder
from sim.ensemble.manifest import manifest_of
from sim.ensemble.many import simulate_many
from sim.ensemble.pools import Pool
from sim.ensemble.tables import write_kpis, write_milestones, write_quantiles
from sim.scenario import Scenario

BANDS = "bands.npz"


def ensemble(
    place: Place,
    scenario: Scenario,
    runs: int,
    path: Path,
    *,
    pool: Pool | None = None,
    seed: int | None = None,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Bands:
    """Simulate `runs` replications into the folder `path` and write what they say; what is there is not done again.

    The folder then holds `kpis.parquet`, `quantiles.parquet`, `milestones.parquet`, `bands.npz` and `manifest.json`:
    the same bytes whatever the pool, the order of completion and the number of stops on the way.

    Raises:
        UserError: the folder holds something else or cannot be written, or the pool cannot work; what is done stays.
        Cancelled: `cancelled` said so; what is done stays.
    """
    seed = scenario.seed if seed is None else seed
    folder = Folder(path, manifest_of(place, scenario, seed), runs)
    outcomes = simulate_many(
        place, scenario, runs, pool=pool, seed=seed, done=folder.done(), progress=progress, cancelled=cancelled
    )
    with closing(outcomes):
        for outcome in outcomes:
            folder.keep(outcome)
    with folder.writing():
        return _written(folder)


def _written(folder: Folder) -> Bands:
    quantiles = kpi_quantiles(folder)
    found = bands(folder, quantiles)
    write_kpis(folder, folder.path / "kpis.parquet")
    write_quantiles(folder, quantiles, folder.path / "quantiles.parquet")
    write_milestones(folder, found.milestones, folder.path / "milestones.parquet")
    found.save(folder.path / BANDS)
    folder.finish()
    return found
