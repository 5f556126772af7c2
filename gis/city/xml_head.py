"""The beginning of an XML file: its root and whether it declares entities, without parsing what may be hostile."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from gis.errors import UserError
from gis.text import tr

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)([^>]*)")
_SKIPPED: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class XmlHead:
    """The local name of the root and the text of its start tag; `doctype` is what a DOCTYPE names, "" without one."""

    root: str
    start: str
    doctype: str
    text: str


def xml_head(head: bytes) -> XmlHead | None:
    """What the first bytes of a file say, None if they are no XML."""
    text = _text(head)
    at = _after_remarks(text, 0)
    if not text.startswith("<", at):
        return None
    doctype = re.compile(r"<!DOCTYPE\s+([\w:.\-]+)").match(text, at)
    if doctype:
        return XmlHead("", "", doctype[1].rpartition(":")[2], text)
    root = _ROOT.match(text, at)
    return XmlHead(root[2], root[0], "", text) if root else None


def _text(head: bytes) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(name, "replace")
    if head[:2] in (b"<\0", b"\0<"):
        return head.decode("utf-16-le" if head[:1] == b"<" else "utf-16-be", "replace")
    return head.decode("utf-8", "replace")


def _after_remarks(text: str, at: int) -> int:
    while skipped := _SKIPPED.match(text, at):
        at = skipped.end()
    return at


def refuse_doctype(head: XmlHead | None, shown: str) -> None:
    """
    Raises:
        UserError: the file declares a document type, which is how entity bombs and links to other files come.
    """
    if head is not None and head.doctype:
        raise UserError(
            shown,
            tr("The file declares a DOCTYPE, through which XML can blow up or reach for other files."),
            remedy=tr("Remove the line that begins with <!DOCTYPE, or export the file again."),
        )
