"""Opening what the user names: folders, archives, parts of a Shapefile; and refusing what would do harm."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from gis.errors import UserError
from gis.intake.opening import archives
from gis.intake.opening.unpack import opened
from gis.intake.source import hidden

POINT = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {
    "type": "Point", "coordinates": [120.4, 36.1]}}]}).encode()  # fmt: skip


def names(file: Path) -> list[str]:
    """What the sources of `file` are called, each of them readable while it is open."""
    with opened(str(file)) as sources:
        assert all(source.file.read_bytes() for source in sources)
        return [source.stem for source in sources]


def refused(file: Path | str) -> str:
    with pytest.raises(UserError) as caught, opened(str(file)):
        pass
    return str(caught.value)


def zipped(folder: Path, members: dict[str, bytes], name: str = "a.zip") -> Path:
    file = folder / name
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return file


def shapefile(folder: Path) -> dict[str, bytes]:
    folder.mkdir(exist_ok=True)
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1, 2)], crs=4549).to_file(folder / "地块.shp")
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_plain_files_are_opened_as_they_are(tmp_path: Path) -> None:
    """A file is its own source, named as the user named it."""
    file = tmp_path / "a.geojson"
    file.write_bytes(POINT)
    with opened(str(file)) as (source,):
        assert (source.file, source.shown, source.stem) == (file, str(file), "a")


def test_a_shapefile_in_a_zip_is_one_source_with_its_companions(tmp_path: Path) -> None:
    """Parts come together; what accompanies them is no layout of its own."""
    members = {f"数据/{name}": data for name, data in shapefile(tmp_path / "made").items()}
    file = zipped(tmp_path, {**members, "数据/readme.txt": b"hello", "__MACOSX/._a.shp": b"x"})
    with opened(str(file)) as (source,):
        assert source.stem == "地块"
        assert source.shown == f"{file}/数据/地块.shp"
        assert source.companion(".dbf") is not None
        kept = source.file
    assert not kept.exists()


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    """Chinese packers write names in GBK and do not say so."""
    file = zipped(tmp_path, {"XXXXXXXXXX.geojson": POINT})
    file.write_bytes(file.read_bytes().replace(b"XXXXXXXXXX", "海尔工业园".encode("gbk")))
    assert names(file) == ["海尔工业园"]


@pytest.mark.parametrize("ending", ["gz", "bz2", "xz", "tar", "tgz", "zip"])
def test_every_archive_is_opened_by_content(tmp_path: Path, ending: str) -> None:
    """The ending of the archive's name decides nothing."""
    packed = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}
    file = tmp_path / f"a.geojson.{ending}"
    if ending in packed:
        file.write_bytes(packed[ending](POINT))
    elif ending == "zip":
        zipped(tmp_path, {"a.geojson": POINT}, file.name)
    else:
        with tarfile.open(file, "w:gz" if ending == "tgz" else "w") as archive:
            entry = tarfile.TarInfo("a.geojson")
            entry.size = len(POINT)
            archive.addfile(entry, io.BytesIO(POINT))
    assert names(file) == ["a"]
    assert names(file.rename(tmp_path / "data.bin")) in (["a"], ["data"])


def test_archives_in_an_archive_are_opened_once(tmp_path: Path) -> None:
    """One level of nesting is read, a deeper one is not."""
    inner = zipped(tmp_path, {"a.geojson": POINT}).read_bytes()
    nested = zipped(tmp_path, {"a.zip": inner, "b.geojson": POINT}, "nested.zip")
    assert names(nested) == ["a", "b"]
    deeper = zipped(tmp_path, {"nested.zip": zipped(tmp_path, {"a.zip": inner}, "x.zip").read_bytes()}, "deeper.zip")
    assert "a.zip" in refused(deeper)


@pytest.mark.parametrize(
    "name", ["../evil.geojson", "/etc/evil.geojson", "a/../../evil.geojson", "C:/evil.geojson", "..\\evil"]
)
def test_paths_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    """Nothing is written outside the temporary folder, and the user is told which name tries."""
    file = zipped(tmp_path, {name: POINT, "good.geojson": POINT})
    before = sorted(tmp_path.parent.iterdir())
    assert "evil" in refused(file)
    assert sorted(tmp_path.parent.iterdir()) == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_archives_are_refused(tmp_path: Path, kind: bytes) -> None:
    """A link in an archive may name any file of the machine."""
    file = tmp_path / "a.tar"
    with tarfile.open(file, "w") as archive:
        entry = tarfile.TarInfo("passwords.geojson")
        entry.type, entry.linkname = kind, "/etc/passwd"
        archive.addfile(entry)
    assert "links or devices" in refused(file)


def test_what_swells_without_end_is_refused(tmp_path: Path) -> None:
    """A bomb is stopped by what it says of itself, or by what really comes."""
    zeros = bytes(80 * 1024**2)
    assert "swells" in refused(zipped(tmp_path, {"a.geojson": zeros}))
    (tmp_path / "b.gz").write_bytes(gzip.compress(zeros))
    assert "swells" in refused(tmp_path / "b.gz")


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    """Ten thousand files are no layout."""
    file = zipped(tmp_path, {f"{at}.x": b"" for at in range(archives.MOST_MEMBERS + 1)})
    assert "10,000" in refused(file)


def test_damaged_and_encrypted_archives_are_refused(tmp_path: Path) -> None:
    """Cut off, of no known method, or locked: one sentence each."""
    data = zipped(tmp_path, {"a.geojson": POINT * 50}).read_bytes()
    cut = tmp_path / "cut.zip"
    for left in (30, 60, len(data) // 2, len(data) - 10):
        cut.write_bytes(data[:left])
        assert "damaged" in refused(cut)
    cut.write_bytes(gzip.compress(POINT)[:-9])
    assert "damaged" in refused(cut)
    locked = bytearray(data)
    locked[6] |= 1
    locked[data.index(b"PK\x01\x02") + 8] |= 1
    cut.write_bytes(bytes(locked))
    assert "encrypted" in refused(cut)
    strange = bytearray(data)
    strange[8] = strange[data.index(b"PK\x01\x02") + 10] = 99
    cut.write_bytes(bytes(strange))
    assert "method" in refused(cut)


def test_an_archive_without_a_layout_names_what_it_holds(tmp_path: Path) -> None:
    """The user learns what is in it; a foreign format is refused by its name."""
    assert "notes.txt" in refused(zipped(tmp_path, {"notes.txt": b"nothing here"}))
    assert "DWG" in refused(zipped(tmp_path, {"plan.dwg": b"AC1032" + bytes(100), "notes.txt": b"see plan"}))


def test_folders_give_every_layout_in_them(tmp_path: Path) -> None:
    """Three levels deep, companions and notes left out; an empty folder is an error."""
    shapefile(tmp_path / "shapes")
    deep = tmp_path / "1" / "2" / "3"
    deep.mkdir(parents=True)
    (deep / "deep.geojson").write_bytes(POINT)
    (deep / "4").mkdir()
    (deep / "4" / "too_deep.geojson").write_bytes(POINT)
    (tmp_path / "notes.md").write_text("# Notes, and more\n")
    zipped(tmp_path, {"packed.geojson": POINT})
    assert sorted(names(tmp_path)) == ["deep", "packed", "地块"]
    (tmp_path / "empty").mkdir()
    assert "no layout" in refused(tmp_path / "empty")


def test_a_part_of_a_shapefile_leads_to_its_shapes(tmp_path: Path) -> None:
    """Who names the .dbf, .shx or .prj means the Shapefile."""
    shapefile(tmp_path)
    for ending in (".dbf", ".shx", ".prj"):
        with opened(str(tmp_path / f"地块{ending}")) as (source,):
            assert source.file.suffix == ".shp"
    (tmp_path / "地块.shp").unlink()
    assert ".shp" in refused(tmp_path / "地块.dbf")


def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    """Missing, empty, pipes, devices, addresses, names that are none."""
    (tmp_path / "empty.shp").touch()
    assert "empty" in refused(tmp_path / "empty.shp")
    assert "no such file" in refused(tmp_path / "missing.shp")
    assert "no such file" in refused(tmp_path / "empty.shp" / "below")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "pipe" in refused(tmp_path / "pipe")
        assert "pipe" in refused("/dev/zero")
    assert "network" in refused("https://example.org/a.geojson")
    assert "network" in refused("/vsicurl/https://example.org/a.geojson")
    assert "no name" in refused("a\0b")
    assert refused("x" * 5000)


@pytest.mark.parametrize(
    "address",
    ["postgresql://me:secret@host:5432/parks", "postgres://me:secret@host/parks",
     "host=h dbname=parks password = secret",
     "PG:host=h dbname=parks password=secret", "service=parks password='secret'"],
)  # fmt: skip
def test_an_address_of_a_database_keeps_its_password_to_itself(address: str) -> None:
    """It becomes a source without a file; nothing shown holds the password."""
    with opened(address) as (source,):
        assert source.address == address
        assert "secret" not in source.shown
        assert source.stem == "parks"
    assert "secret" not in hidden(address)
    assert hidden("plain/path@x.shp") == "plain/path@x.shp"
