"""The cache saves time and is never needed: whatever is wrong with it, the place opens."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import platformdirs
import pytest

import gis.cache
from gis.assets import asset
from gis.cache import cache_folder, open_prepared
from gis.errors import UserError
from gis.place import Place
from gis.prepared import Prepared
from tests.tiny import tiny_prepared


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, and the tiny place in place of the slow preparation."""
    made = tmp_path / "cache"
    monkeypatch.setattr(gis.cache, "cache_folder", lambda: made)
    monkeypatch.setattr("gis.prepare.prepare", _counted)
    _counted.calls = 0
    return made


class _Counted:
    """Stands in for `prepare`, and counts."""

    calls = 0

    def __call__(self, place: Place) -> Prepared:
        assert place.buildings
        self.calls += 1
        return tiny_prepared()


_counted = _Counted()


def test_a_place_is_prepared_once() -> None:
    """The second opening reads the file, and gives the same."""
    first, second = open_prepared(["vr"]), open_prepared(["vr"])
    assert _counted.calls == 1
    assert np.array_equal(first.buildings.outlines.xyz, second.buildings.outlines.xyz)


def test_other_parks_are_another_place(folder: Path) -> None:
    """And the order of parks is the order of rows."""
    for parks in (["ai"], ["vr"], ["ai", "vr"], ["vr", "ai"]):
        open_prepared(parks)
    assert _counted.calls == len(list(folder.iterdir())) == 4


def test_a_changed_file_is_prepared_again(tmp_path: Path) -> None:
    """By content, not by name or date."""
    file = tmp_path / "park.gpkg"
    shutil.copyfile(asset("parks", "vr.gpkg"), file)
    open_prepared([file])
    shutil.copyfile(asset("parks", "ai.gpkg"), file)
    open_prepared([file])
    assert _counted.calls == 2


def test_another_version_prepares_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arrays of one version are not read by the next."""
    open_prepared(["vr"])
    monkeypatch.setattr(gis.cache, "_version", lambda: "99.0")
    open_prepared(["vr"])
    assert _counted.calls == 2


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04 and no more"])
def test_an_unreadable_cache_is_made_anew(folder: Path, content: bytes) -> None:
    """Half written by a machine that lost power, or by somebody else."""
    open_prepared(["vr"])
    (kept,) = folder.iterdir()
    kept.write_bytes(content)
    open_prepared(["vr"])
    assert _counted.calls == 2
    assert Prepared.load(kept).buildings.id == tiny_prepared().buildings.id


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path) -> None:
    """A file lies where the folder should be."""
    folder.write_text("in the way")
    assert open_prepared(["vr"]).buildings.id == tiny_prepared().buildings.id


def test_old_places_are_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache does not grow for ever."""
    for version in range(15):
        monkeypatch.setattr(gis.cache, "_version", lambda version=version: str(version))
        open_prepared(["vr"])
    assert len(list(folder.glob("*.npz"))) == gis.cache._KEPT
    assert not list(folder.glob("*.part"))


def test_an_unknown_park_is_still_refused() -> None:
    """The cache hides no error."""
    with pytest.raises(UserError, match="no park of this name"):
        open_prepared(["mars"])


def test_a_missing_file_is_still_refused(tmp_path: Path) -> None:
    """Nor one that is gone."""
    with pytest.raises(UserError, match="There is no such file"):
        open_prepared([tmp_path / "gone.gpkg"])


def test_the_cache_lies_in_the_users_folder() -> None:
    """Not beside the program."""
    assert cache_folder().is_relative_to(platformdirs.user_cache_path("parktwin", appauthor=False))


def test_opening_from_the_cache_loads_no_gis_library(tmp_path: Path) -> None:
    """In a fresh interpreter: that is what makes it quick."""
    code = (
        "import sys, pathlib, gis.cache\n"
        f"gis.cache.cache_folder = lambda: pathlib.Path({str(tmp_path / 'fresh')!r})\n"
        "gis.cache.open_prepared(['vr'])\n"
        "print('geopandas' in sys.modules)\n"
    )
    answers = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        for _ in range(2)
    ]
    assert answers == ["True", "False"]
