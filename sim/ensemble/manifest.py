"""What an ensemble's folder says of itself: enough to know whether more replications belong to it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from gis.place import Place
from gis.text import Name
from sim.ensemble.jobs import Form
from sim.facts import Assumption, assumptions
from sim.record import inputs_hash
from sim.scenario import Scenario
from sim.uncertain.uncertainty import Input, inputs_of

FILE: Final = "manifest.json"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that decides about an ensemble's replications; `inputs` are the assumptions that are drawn."""

    scenario: str
    scenario_name: Name
    parks: tuple[str, ...]
    version: str
    inputs_hash: str
    seed: int
    inputs: tuple[str, ...]


def manifest_of(place: Place, scenario: Scenario, seed: int, *, uncertain: bool = True) -> Manifest:
    """The manifest of an ensemble before its first replication."""
    inputs = inputs_of(scenario) if uncertain else ()
    return Manifest(
        scenario=scenario.id,
        scenario_name=scenario.name,
        parks=tuple(park.id for park in place.parks),
        version=version("parktwin"),
        inputs_hash=_hash(inputs_hash(place, scenario, seed), inputs),
        seed=seed,
        inputs=tuple(one.assumption for one in inputs),
    )


def write(manifest: Manifest, folder: Path, *, runs: int, done: int, form: Form | None) -> None:
    """Write the manifest into `folder`: how many replications were asked for and are done, and what they measure."""
    said: dict[str, Any] = {"program": "parktwin", "format": _FORMAT, **asdict(manifest), "runs": runs, "done": done}
    if form is not None:
        said["months"] = form.months
        said["kpis"] = {m.id: {"unit": m.unit, "level": m.level, "park": m.park} for m in form.measures}
        said["milestones"] = [moment.id for moment in form.moments]
    beside = folder / f".{FILE}.part"
    try:
        beside.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        beside.replace(folder / FILE)
    finally:
        beside.unlink(missing_ok=True)


def read(folder: Path) -> Manifest | None:
    """The manifest in `folder`; None if there is none, or none that we understand."""
    try:
        said = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if (said["program"], said["format"]) != ("parktwin", _FORMAT):
            return None
        return Manifest(
            scenario=said["scenario"],
            scenario_name=Name(**said["scenario_name"]),
            parks=tuple(said["parks"]),
            version=said["version"],
            inputs_hash=said["inputs_hash"],
            seed=said["seed"],
            inputs=tuple(said["inputs"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _hash(of_run: str, inputs: tuple[Input, ...]) -> str:
    """The hash of a run's inputs, and of the ranges from which an ensemble draws them."""
    book = assumptions()
    ranges = [(one.assumption, one.paths, _range(book[one.assumption])) for one in inputs]
    return hashlib.blake2b(f"{of_run} {ranges!r}".encode(), digest_size=16).hexdigest()


def _range(one: Assumption) -> tuple[Any, ...]:
    table = None if one.table is None else tuple(dict(one.table).items() if hasattr(one.table, "keys") else one.table)
    return one.low, one.value, one.high, one.hard, one.distribution, one.unit, table
