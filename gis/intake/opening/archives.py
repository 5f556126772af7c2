"""Archives taken apart within bounds: nothing outside the given folder, no more than disk and patience allow."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from gis.errors import UserError
from gis.intake.opening import encodings
from gis.text import tr

MOST_BYTES: Final = 2 * 1024**3
MOST_MEMBERS: Final = 10_000
_BOMB_RATIO, _BOMB_BYTES = 400, 64 * 1024**2
"""What swells so far, and to more than that, was made to harm: GIS data shrink to a hundredth at most."""
_STEP: Final = 1 << 20
_SKIPPED: Final = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name there, in text, and where it now lies."""

    name: str
    file: Path


def kind_of(file: Path) -> str:
    """ "zip", "tar", "gz", "bz2" or "xz" by content, "" for anything else."""
    with file.open("rb") as opened:
        head = opened.read(512)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    for magic, kind in ((b"\x1f\x8b\x08", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz")):
        if head.startswith(magic):
            return kind
    return "tar" if head[257:262] == b"ustar" else ""


def unpacked(file: Path, shown: str, into: Path) -> list[Member]:
    """Every file in an archive, below the folder `into`; that of a .gz, .bz2 or .xz alone under the name without it.

    Raises:
        UserError: it is damaged, encrypted, hostile or too large.
    """
    kind = kind_of(file)
    with _Explained(shown):
        if kind == "zip":
            return _from_zip(file, shown, into)
        if kind == "tar":
            return _from_tar(file, shown, into)
        return [_from_stream(file, kind, shown, into)]


class _Explained:
    """What libraries raise for a bad archive becomes one sentence."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, NotImplementedError):
            raise _refused(self.shown, tr("It is packed by a method that is not known here.")) from error
        bad = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
        if isinstance(error, bad) and not isinstance(error, PermissionError):
            raise _refused(self.shown, tr("The archive is damaged or cut off.")) from error
        if isinstance(error, RuntimeError):
            raise _refused(self.shown, tr("The archive is encrypted.")) from error


def _refused(shown: str, what: str) -> UserError:
    return UserError(shown, what, remedy=tr("Unpack it yourself and give the file or folder in it."))


def _from_zip(file: Path, shown: str, into: Path) -> list[Member]:
    with zipfile.ZipFile(file) as archive:
        entries = [(_zip_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
        if any(entry.flag_bits & 1 for _, entry in entries):
            raise _refused(shown, tr("The archive is encrypted."))
        if any(stat.S_ISLNK(entry.external_attr >> 16) for _, entry in entries):
            raise _refused(shown, tr("The archive holds links or devices."))
        budget = _Budget(shown, file.stat().st_size, into)
        budget.promise(len(entries), sum(entry.file_size for _, entry in entries))
        return list(_written(((name, entry, archive.open) for name, entry in entries), shown, into, budget))


def zip_names(file: Path) -> list[str]:
    """The names of the members of a zip, as far as they can be read."""
    try:
        with zipfile.ZipFile(file) as archive:
            return [_zip_name(entry) for entry in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """The name in text: by the mark for UTF-8, else weighed, since Chinese packers write GBK and say nothing."""
    if entry.flag_bits & 0x800 or entry.orig_filename.isascii():
        return entry.orig_filename.replace("\\", "/")
    raw = entry.orig_filename.encode("cp437")
    decision = encodings.decide([raw])
    return encodings.decoded(raw, decision.encoding).replace("\\", "/")


def _from_tar(file: Path, shown: str, into: Path) -> list[Member]:
    with tarfile.open(file, "r:") as archive:
        budget = _Budget(shown, file.stat().st_size, into)
        budget.ratio = float("inf")  # nothing is compressed in it
        entries = []
        for entry in archive:
            if entry.isfile():
                entries.append((_tar_name(entry.name), entry))
                budget.promise(len(entries), sum(known.size for _, known in entries[-1:]))
            elif not entry.isdir():
                raise _refused(shown, tr("The archive holds links or devices."))
        return list(_written(((name, entry, archive.extractfile) for name, entry in entries), shown, into, budget))


def _tar_name(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    return encodings.decoded(raw, encodings.decide([raw]).encoding)


def _from_stream(file: Path, kind: str, shown: str, into: Path) -> Member:
    opens: dict[str, Callable[[Path], IO[bytes]]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}  # type: ignore[dict-item]
    short = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}
    packed = file.suffix.lower() in (".gz", ".bz2", ".xz", ".gzip")
    name = file.stem + ("" if packed else short.get(file.suffix.lower(), file.suffix))
    budget = _Budget(shown, file.stat().st_size, into)
    target = into / _safe(name)
    with opens[kind](file) as packed_bytes:
        budget.copy(packed_bytes, target)
    return Member(name, target)


class _Budget:
    """What unpacking may still take."""

    def __init__(self, shown: str, packed: int, into: Path) -> None:
        self.shown = shown
        self.packed = max(packed, 1)
        self.ratio: float = _BOMB_RATIO
        self.free = shutil.disk_usage(into).free
        self.taken = 0

    def promise(self, members: int, size: int) -> None:
        """Refuse what says of itself that it is too much."""
        if members > MOST_MEMBERS:
            raise self._too_much(tr("The archive holds more than {count} files.", count=f"{MOST_MEMBERS:,}"))
        self._within(size)

    def _within(self, size: int) -> None:
        if size > MOST_BYTES:
            raise self._too_much(tr("Unpacked it is larger than {limit} GB.", limit=MOST_BYTES // 1024**3))
        if size > _BOMB_BYTES and size > self.ratio * self.packed:
            raise self._too_much(tr("It swells to more than {ratio} times its size.", ratio=_BOMB_RATIO))
        if size > self.free:
            raise self._too_much(tr("The disk has no room to unpack it."))

    def copy(self, source: IO[bytes], target: Path) -> None:
        """Write `source` to `target`, counting what really comes."""
        with target.open("xb") as written:
            while block := source.read(_STEP):
                self.taken += len(block)
                self._within(self.taken)
                written.write(block)

    def _too_much(self, what: str) -> UserError:
        return _refused(self.shown, what)


def _written(
    entries: Iterable[tuple[str, Any, Callable[[Any], IO[bytes] | None]]], shown: str, into: Path, budget: _Budget
) -> Iterator[Member]:
    for name, entry, opens in entries:
        parts = [part for part in name.split("/") if part not in ("", ".")]
        if name.startswith("/") or ".." in parts or (parts and parts[0][1:2] == ":") or "\0" in name:
            raise _refused(shown, tr("The archive holds a path that leads outside it: {name}.", name=name[:80]))
        if not parts or any(part.lower() in _SKIPPED or part.startswith("._") for part in parts):
            continue
        target = into.joinpath(*map(_safe, parts))
        content = opens(entry)
        if content is None or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with content:
            budget.copy(content, target)
        yield Member("/".join(parts), target)


def _safe(part: str) -> str:
    """A name that every system can store: none of the signs that one forbids, of no more than 120 characters."""
    plain = "".join("_" if sign in '<>:"|?*!;' or sign < " " else sign for sign in part)
    plain = plain.encode("utf-8", "replace").decode("utf-8").rstrip(" .") or "_"
    while len(plain.encode()) > 200:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[:-1]}{dot}{ending}" if dot and len(ending) < 12 and len(stem) > 1 else plain[:-1]
    return plain
