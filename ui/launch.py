"""Starting things that need a simulated place: the run itself, and the walk in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gis.prepared import Prepared
    from sim.run import Run


def simulated(parks: Sequence[str | Path], scenario: str, seed: int | None = None) -> tuple[Prepared, Run]:
    """The place ready to draw, and a run of the scenario in it.

    Raises:
        UserError: a park or the scenario is not known or not sound.
    """
    from gis.cache import open_prepared
    from gis.read import load_place
    from sim.model import simulate
    from sim.scenario import load
    from sim.scenarios.references import check_references

    chosen = load(scenario)
    place = load_place(parks)
    check_references(place, chosen)
    result = simulate(place, chosen, seed=seed)
    return open_prepared(parks), result


def walk(prepared: Prepared, run: Run, arguments: Sequence[str], program: Sequence[str] | None = None) -> int:
    """Walk in the place, in a process of its own that knows no Qt and no simulator; its exit code comes back.

    `arguments` are those of `twin.walk` but for the files, which lie in a temporary folder as long as it runs.
    """
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        place_file, run_file = Path(folder) / "place.npz", Path(folder) / "run.npz"
        prepared.save(place_file)
        run.save(run_file)
        files = ["--place", str(place_file), "--run", str(run_file)]
        return subprocess.run([*(program or walk_program()), *files, *arguments], check=False).returncode


def walk_program() -> list[str]:
    """How the walk is started; the packaged program understands `-m` as Python does."""
    return [sys.executable, "-m", "twin.walk"]
