"""Places kept ready to draw in the user's cache. The cache is never trusted and never needed: it only saves time."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from gis.park_files import context_files, park_file
from gis.prepared import Prepared

if TYPE_CHECKING:
    import geopandas as gpd

_KEPT = 12
"""Older files of the cache are dropped."""


def open_prepared(parks: Sequence[str | Path]) -> Prepared:
    """The place made of `parks`, ready to draw: from the cache in a fraction of a second, else prepared and kept there.

    A cache that cannot be read is made anew; one that cannot be written is done without.

    Raises:
        UserError: see `gis.read.load_place`.
    """
    kept = _kept_file(parks)
    # Whatever is wrong with a cached file, the remedy is to make it again.
    with contextlib.suppress(Exception):
        return Prepared.load(kept)
    # Only now the GIS libraries: opening from the cache must not wait for them.
    from gis.prepare import prepare
    from gis.read import load_place

    prepared = prepare(load_place(parks))
    _keep(prepared, kept)
    return prepared


def keep_prepared(layers: Mapping[str, gpd.GeoDataFrame], file: Path) -> None:
    """Prepare the park that the checked `layers` make and that was just written to `file`: it then opens at once."""
    from gis.prepare import prepare
    from gis.read import place_of

    _keep(prepare(place_of([dict(layers)])), _kept_file([file]))


def cache_folder() -> Path:
    """The user's cache folder for prepared places."""
    return Path(platformdirs.user_cache_dir("parktwin", appauthor=False)) / "places"


def _kept_file(parks: Sequence[str | Path]) -> Path:
    return cache_folder() / f"{_key(parks)}.npz"


def _key(parks: Sequence[str | Path]) -> str:
    """A digest of all that a prepared place depends on: the files' content, the program's version, its code."""
    digest = hashlib.sha256(_version().encode())
    # Absent in a packaged program, whose version then stands for its code.
    files = [*(park_file(name) for name in parks), *context_files(), *sorted(Path(__file__).parent.glob("*.py"))]
    for file in files:
        digest.update(file.name.encode())
        digest.update(_digest(file) if file.is_file() else b"absent")
    return digest.hexdigest()[:32]


def _digest(file: Path) -> bytes:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _version() -> str:
    try:
        return importlib.metadata.version("parktwin")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _keep(prepared: Prepared, file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        prepared.save(file)
        by_age = sorted(file.parent.glob("*.npz"), key=lambda kept: kept.stat().st_mtime, reverse=True)
        for old in by_age[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
