"""The folder of an ensemble: finished replications, one small file each, until and after the results are folded.

A replication's file appears whole or not at all, so that an ensemble that was stopped, or killed, goes on where it
was. They stay when all is done: more replications can be added without simulating the first ones again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gis import store
from gis.errors import UserError
from gis.text import tr
from sim.ensemble import manifest as manifests
from sim.ensemble.jobs import Form, Outcome
from sim.ensemble.manifest import Manifest

_REPLICATIONS: Final = "replications"
_FORM: Final = "form.npz"


class Folder:
    """An ensemble's folder: what `keep` was given is there the next time."""

    def __init__(self, path: Path, manifest: Manifest, runs: int) -> None:
        """Open `path`, made where it is missing, for the ensemble of `manifest` with `runs` replications.

        Raises:
            UserError: something else is there, or an ensemble of other inputs, or it cannot be written.
        """
        self.path, self.manifest, self.runs = path, manifest, runs
        self._files = path / _REPLICATIONS
        with self.writing():
            _check(path, manifest)
            self._files.mkdir(parents=True, exist_ok=True)
            self.form: Form | None = self._known_form()
            if not (path / manifests.FILE).exists():
                self._write_manifest(0)

    def done(self) -> frozenset[int]:
        """The numbers of the replications that are there, up to those that are wanted."""
        if self.form is None:
            return frozenset()
        size = _bytes(self.form)
        # After a power cut a file may be there without its content.
        return frozenset(
            n for n in range(self.runs) if (file := self._file(n)).exists() and file.stat().st_size == size
        )

    def keep(self, outcome: Outcome) -> None:
        """Write a replication.

        Raises:
            UserError: the disk is full, or the folder is gone.
        """
        with self.writing():
            self._keep(outcome)

    def _keep(self, outcome: Outcome) -> None:
        if self.form is None:
            store.save(outcome.form, self._files / _FORM)
            self.form = outcome.form
            self._write_manifest(0)
        if outcome.form != self.form:
            raise UserError(
                str(self.path),
                tr("Replication {number} measures other figures than the first one.", number=outcome.number),
                remedy=tr("Install the same ParkTwin everywhere, and name another folder with --out."),
            )
        record = np.zeros((), dtype=_record(self.form))
        for part in record.dtype.names or ():
            record[part] = getattr(outcome, part)
        beside = self._files / f".{outcome.number}.{os.getpid()}.part"
        try:
            beside.write_bytes(record.tobytes())
            beside.replace(self._file(outcome.number))
        finally:
            beside.unlink(missing_ok=True)

    def replications(self) -> Iterator[NDArray[Any]]:
        """Each replication in order as a record of `kpis`, `milestones`, `finished`, `occupancy`, mapped from disk."""
        assert self.form is not None
        kind = _record(self.form)
        for number in range(self.runs):
            yield np.memmap(self._file(number), dtype=kind, mode="r", shape=(1,))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Says in a sentence why the folder cannot be written while the block tries."""
        try:
            yield
        except OSError as error:
            raise UserError(
                str(self.path),
                tr("The folder cannot be written ({reason}).", reason=error.strerror or str(error)),
                remedy=tr("Make room there, or name another folder with --out; finished replications are kept."),
            ) from error

    def finish(self) -> None:
        """Say that all replications are there and folded."""
        self._write_manifest(self.runs)

    def _write_manifest(self, done: int) -> None:
        manifests.write(self.manifest, self.path, runs=self.runs, done=done, form=self.form)

    def _file(self, number: int) -> Path:
        return self._files / f"{number:06d}.bin"

    def _known_form(self) -> Form | None:
        try:
            return store.load(Form, self._files / _FORM)
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _check(path: Path, wanted: Manifest) -> None:
    there = manifests.read(path)
    if there == wanted or not path.exists():
        return
    if not path.is_dir():
        raise UserError(str(path), tr("This is no folder."), remedy=tr("Name another one with --out."))
    if there is None:
        if any(path.iterdir()):
            raise UserError(
                str(path), tr("This folder holds something else."), remedy=tr("Name an empty or a new one with --out.")
            )
        return
    raise UserError(
        str(path),
        tr(
            "This folder holds an ensemble of other inputs: {scenario}, seed {seed}, parks {parks}, version {version}.",
            scenario=there.scenario,
            seed=there.seed,
            parks=", ".join(there.parks),
            version=there.version,
        ),
        tr("It goes on only with the inputs that it was begun with."),
        tr("Name another folder with --out."),
    )


def _record(form: Form) -> np.dtype[Any]:
    months, buildings = len(form.months), len(form.building_ids)
    return np.dtype(
        [
            ("kpis", "<f8", (len(form.measures), months)),
            ("milestones", "<f8", (len(form.moments),)),
            ("finished", "<i2", (buildings,)),
            ("occupancy", "u1", (months, buildings)),
        ]
    )


def _bytes(form: Form) -> int:
    return _record(form).itemsize
