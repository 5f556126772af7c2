"""A DXF file opened: its text decoded as it is, not as it is said to be, its damage mended as far as it can be."""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from gis.errors import UserError
from gis.garbage import without_collection
from gis.intake.answers import Answers
from gis.intake.finding import Finding
from gis.intake.opening import encodings
from gis.intake.source import Source
from gis.text import tr

if TYPE_CHECKING:
    from ezdxf.document import Drawing

BINARY: Final = b"AutoCAD Binary DXF\r\n\x1a\x00"
_HEADER: Final = re.compile(rb"SECTION\s+2\s+HEADER\s")
_VERSION_HEADER: Final = "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n0\nENDSEC\n"
_VERSION: Final = re.compile(rb"\$ACADVER\s+1\s+AC(\d{4})")
_PAGE: Final = re.compile(rb"\$DWGCODEPAGE\s+3\s+([\w.-]+)")
_SINCE_UTF8: Final = 1021
"""Drawings of this version and later are in UTF-8, whatever code page they name."""
_TELLING: Final = re.compile(rb"[\x80-\xff]")
_NEAR: Final = 200
_MOST_TELLING: Final = 2000
_UTF8_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Opened:
    """A drawing, what is to be said of it, and what its texts say: `plain` makes one of them readable."""

    drawing: Drawing
    findings: tuple[Finding, ...]
    plain: Callable[[str], str]


def opened(source: Source, answers: Answers) -> Opened:
    """The drawing in a file, mended where it is damaged.

    Raises:
        UserError: it is damaged beyond repair.
    """
    from ezdxf import recover

    encoding, said = _encoding(source, answers)
    for attempt in (_headed, _whole):
        try:
            with without_collection():
                drawing = attempt(source, encoding)
        except MemoryError:
            raise
        except Exception:  # noqa: S112 - a damaged drawing fails anywhere in the library, in any way
            continue  # the recovering reader is slower and bears more
        return Opened(drawing, tuple(said), partial(_plain, was=encoding or drawing.output_encoding, true=encoding))
    try:
        with without_collection():
            drawing, auditor = recover.readfile(source.file)
    except MemoryError:
        raise
    except Exception as error:
        raise UserError(
            source.shown,
            tr("The drawing is damaged."),
            remedy=tr("Open it in the CAD program, repair it (AUDIT) and save it as DXF again."),
        ) from error
    what = tr("The drawing is damaged; {count} faults were mended while reading.", count=len(auditor.fixes) + 1)
    said.append(Finding("warning", source.shown, what, remedy=tr("Compare the picture with the original.")))
    return Opened(drawing, tuple(said), partial(_plain, was=drawing.output_encoding, true=encoding))


def _plain(text: str, was: str, true: str | None) -> str:
    """`text` that was decoded as `was`, decoded as it `true`ly is; what cannot be read becomes U+FFFD."""
    if text.isascii():
        return text
    try:
        return text.encode(was, "surrogateescape").decode(true or was, "replace")
    except UnicodeEncodeError:  # characters that no code page has, written out by their number
        return text.encode("utf-8", "replace").decode()


def _whole(source: Source, encoding: str | None) -> Drawing:
    from ezdxf.filemanagement import readfile

    return readfile(source.file, encoding=encoding)


def _headed(source: Source, encoding: str | None) -> Drawing:
    """A drawing that was cut out of a newer one without its header, read as of the version that its entities are.

    Raises:
        ValueError: it has a header, or is of the oldest version.
    """
    from ezdxf.filemanagement import read

    if _HEADER.search(source.head) or source.head.startswith(BINARY):
        raise ValueError(source.shown)
    content = source.file.read_bytes()
    if b"AcDbEntity" not in content:
        raise ValueError(source.shown)
    text = content.decode(encoding or "utf-8", "replace").lstrip("\ufeff").replace("\r\n", "\n")
    return read(io.StringIO(_VERSION_HEADER + text))


def _encoding(source: Source, answers: Answers) -> tuple[str | None, list[Finding]]:
    """The encoding that its text is in, None where the library knows; and what is to be said of it."""
    if source.head.startswith(BINARY):
        return answers.encoding or None, []
    if source.head.startswith(_UTF8_MARK):
        return "utf-8-sig", []
    texts = _telling(source)
    if not texts:
        return encodings.answered_encoding(answers.encoding) or None, []
    declared = _declared(source.head)
    decision = encodings.decide(texts, answers.encoding, declared)
    if declared and not decision.sure:
        # Not worth a question: most of a drawing is lines.
        decision = replace(decision, sure=True)
    said = encodings.finding(decision, source.shown)
    return decision.encoding, [said] if said else []


def _declared(head: bytes) -> str:
    version, page = _VERSION.search(head), _PAGE.search(head)
    if version and int(version[1]) >= _SINCE_UTF8:
        return "utf-8"
    return page[1].decode("ascii", "replace") if page else ""


def _telling(source: Source) -> list[bytes]:
    """Different lines that are not plain ASCII, each cut to what is near its first such letter."""
    found: dict[bytes, None] = {}
    with source.file.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        end = 0
        while len(found) < _MOST_TELLING and (letter := _TELLING.search(content, end)):
            at = letter.start()
            start = content.rfind(b"\n", max(end, at - _NEAR), at) + 1 or max(end, at - _NEAR)
            end = content.find(b"\n", at)
            end = len(content) if end < 0 else end
            found[content[start : min(end, at + _NEAR)].strip()] = None
    return list(found)
