"""XML of strangers: in whatever encoding, with nothing in it that grows, fetches or opens another file."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.intake.finding import Finding
from gis.intake.opening import encodings
from gis.intake.reading.json_text import encoding_of, weighed
from gis.text import tr

if TYPE_CHECKING:
    from lxml import etree

_DECLARED: Final = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")


def xml_head(head: bytes) -> str:
    """The beginning of a text, for a look at it."""
    name, mark = encoding_of(head)
    return head[mark:].decode(name or "utf-8", "replace")


def xml_text(file: Path, shown: str, encoding: str = "") -> tuple[str | None, tuple[Finding, ...]]:
    """The text of an XML file without its declaration, and what to say of its encoding; None where that is a question.

    Raises:
        UserError: it declares entities, which make a small file grow without end or open other files; or `encoding`,
            the user's answer, is none.
    """
    raw = file.read_bytes()
    name, mark = encoding_of(raw)
    raw = raw[mark:]
    declared = _DECLARED.match(raw[:400].decode("latin-1"))
    text = _decoded(raw, [name, declared[1] if declared else "", "utf-8"])
    told: tuple[Finding, ...] = ()
    if text is None:
        text, told = weighed(raw, shown, encoding)
    if text is None:
        return None, told
    if re.search(r"<!ENTITY", text, re.IGNORECASE):
        raise UserError(
            shown,
            tr("It declares entities of its own, as hostile files do."),
            tr("A layout needs none."),
            tr("Open it in the program that made it and export it again."),
        )
    return _DECLARATION.sub("", text).lstrip("\ufeff \t\r\n\0"), told


def _decoded(raw: bytes, candidates: list[str]) -> str | None:
    """The text in the first encoding that fits; "UTF-16" that is declared in plain ASCII is no UTF-16."""
    for candidate in candidates:
        name = encodings.known(candidate) if candidate else ""
        if not name or (name.startswith("utf-16") and not raw[:2].count(0)):
            continue
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def root_of(text: str, shown: str) -> tuple[etree._Element, list[Finding]]:
    """The root of the text, and a finding where small damage was passed over.

    Raises:
        UserError: it is cut off, or no XML at all.
    """
    from lxml import etree

    raw = text.encode("utf-8", "replace")
    try:
        return etree.fromstring(raw, _parser(etree, recover=False)), []
    except etree.XMLSyntaxError:
        parser, root = _parser(etree, recover=True), None
        with contextlib.suppress(etree.XMLSyntaxError):  # nothing at all could be saved
            root = etree.fromstring(raw, parser)
    errors = [error for error in parser.error_log if error.level_name != "WARNING"]
    cut = [error for error in errors if error.type_name in _CUT_OFF]
    if root is None or cut or not len(root):
        raise _no_xml(shown, (cut or errors or [None])[0])
    serious = [error for error in errors if error.type_name != "NS_ERR_UNDEFINED_NAMESPACE"]
    return root, [_passed_over(shown, serious[0])] if serious else []


_CUT_OFF: Final = frozenset({"ERR_TAG_NOT_FINISHED", "ERR_DOCUMENT_END", "ERR_DOCUMENT_EMPTY", "ERR_GT_REQUIRED"})


def _parser(etree: Any, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, recover=recover, encoding="utf-8",
        remove_comments=True, remove_pis=True, huge_tree=True,
    )  # fmt: skip


def _no_xml(shown: str, error: Any) -> UserError:
    line, why = (error.line, error.message) if error is not None else (1, "")
    return UserError(
        shown,
        tr("The XML is damaged or cut off at line {line} ({why}).", line=line, why=why[:120]),
        remedy=tr("Copy or download it again, or open it in the program that made it and export it again."),
    )


def _passed_over(shown: str, error: Any) -> Finding:
    return Finding(
        "warning",
        shown,
        tr("The XML is not well-formed at line {line} ({why}); it was read as far as it makes sense.",
           line=error.line, why=error.message[:120]),
        remedy=tr("Check that nothing is missing."),
    )  # fmt: skip
