"""JSON documents of a file, as people write them: byte-order marks, sequences, a variable's name before it."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gis.errors import UserError
from gis.intake.finding import Finding
from gis.intake.opening import encodings
from gis.text import tr

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEAD: Final = re.compile(
    # Comments, then "var parks =" or "load(" as files for web maps have it.
    r"(?:[\s\x00\x1e]|//[^\n]*\n|/\*.*?\*/|#[^\n]*\n)*"
    r"(?:(?:export\s+default\b|(?:(?:export\s+)?(?:var|let|const)\s+)?[A-Za-z_$][\w$.]*\s*[=(])\s*)?",
    re.DOTALL,
)
_GAP: Final = re.compile(r"[\s\x00\x1e,]*")
_FOREIGN: Final = re.compile(rb"[^\"<>\n]{0,80}[\x80-\xff][^\"<>\n]{0,80}")
# A text that is cut off is one to its end: to look for another beginning within it would take for ever.
_PART: Final = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]:,]|[^\s{}\[\]:,"]+')


@dataclass(frozen=True, slots=True)
class Broken:
    """A member of a sequence that is no JSON: its line and why."""

    line: int
    why: str


def encoding_of(raw: bytes) -> tuple[str, int]:
    """What the first bytes say of the text's encoding, and how many of them are a mark; "" if they say nothing."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name, len(mark)
    # JSON begins with an ASCII character, so zeros tell the width.
    zeros = bytes(byte == 0 for byte in raw[:4])
    wide = {b"\0\1\0\1": "utf-16-le", b"\1\0\1\0": "utf-16-be", b"\0\1\1\1": "utf-32-le", b"\1\1\1\0": "utf-32-be"}
    return wide.get(zeros, ""), 0


def head_text(head: bytes) -> str:
    """The beginning of a text, for a look at it; what cannot be decoded is replaced."""
    name, mark = encoding_of(head)
    text = head[mark:].decode(name or "utf-8", "replace")
    return text[_LEAD.match(text).end() :]  # type: ignore[union-attr]


def text_of(file: Path, shown: str, encoding: str = "") -> tuple[str | None, tuple[Finding, ...]]:
    """The text of a JSON file, and what to say of its encoding where it is not UTF-8; None where that is a question.

    Raises:
        UserError: `encoding`, the user's answer, is none.
    """
    raw = file.read_bytes()
    name, mark = encoding_of(raw)
    try:
        return raw[mark:].decode(name or "utf-8"), ()
    except UnicodeDecodeError:
        return weighed(raw[mark:], shown, encoding)


def weighed(raw: bytes, shown: str, answered: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Text that is not in the encoding that its format asks for: in the one answered, or in the most plausible."""
    decision = encodings.decide(_FOREIGN.findall(raw)[:2000], answered)
    if question := encodings.finding(decision, shown):
        return None, (question,)
    if answered:
        return encodings.decoded(raw, decision.encoding), ()
    named = encodings.SHOWN.get(decision.encoding, decision.encoding)
    said = tr("Its text is not UTF-8; it was read as {encoding}.", encoding=named)
    remedy = tr("If names look wrong, say which encoding it has: --encoding gb18030, for example.")
    return encodings.decoded(raw, decision.encoding), (Finding("warning", shown, said, remedy=remedy),)


def documents(text: str, shown: str) -> Iterator[Any]:
    """Every JSON document in `text`: one, or a sequence (a line each, or set off by record separators).

    A member of a sequence that is no JSON comes as `Broken`.

    Raises:
        UserError: the first document is no JSON, or nests deeper than any map does.
    """
    decoder = json.JSONDecoder()
    at, first = _LEAD.match(text).end(), True  # type: ignore[union-attr]
    line, counted = 1, 0
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            if first:
                raise _no_json(error, shown) from None
            if not text[at:].strip("\x00\x1e \r\n\t);"):
                return
            line, counted = line + text.count("\n", counted, at), at
            yield Broken(line, error.msg)
            end = _next_record(text, at)
        except RecursionError:
            raise UserError(
                shown, tr("The JSON is nested too deeply."), remedy=tr("Export it again as GeoJSON.")
            ) from None
        except ValueError:  # a number of thousands of digits
            raise UserError(
                shown, tr("A number has too many digits."), remedy=tr("Export it again as GeoJSON.")
            ) from None
        else:
            yield value
        at, first = _GAP.match(text, end).end(), False  # type: ignore[union-attr]


def _no_json(error: json.JSONDecodeError, shown: str) -> UserError:
    at_end = not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated string")
    where = tr("line {line}, column {column}", line=error.lineno, column=error.colno)
    if at_end:
        return UserError(
            shown,
            tr("The file ends in the middle ({where}): it is cut off.", where=where),
            remedy=tr("Copy or download it again."),
        )
    return UserError(
        shown,
        tr("This is not valid JSON at {where} ({why}).", where=where, why=error.msg),
        remedy=tr("Mend it there with a text editor, or export it again."),
    )


def _next_record(text: str, at: int) -> int:
    """Where the record after the broken one at `at` begins."""
    separator = text.find("\x1e", at)
    line = text.find("\n", at)
    ends = [end for end in (separator, line) if end >= 0]
    return (separator if separator >= 0 else min(ends, default=len(text) - 1)) + 1


def outline(text: str) -> tuple[dict[str, str], set[str]]:
    """What the beginning of a JSON text tells: the first document's keys with their texts ("" if no text), and every
    value of a "type" at some depth. Damage is not noticed. In an array, the first member's keys count.
    """
    keys: dict[str, str] = {}
    types: set[str] = set()
    depth, top, key, before = 0, 1, "", ""
    for match in _PART.finditer(text):
        part = match.group()
        if part in "{[":
            top = 2 if part == "[" and not depth else top
            depth, key = depth + 1, ""
        elif part in "}]":
            depth -= 1
            if depth < top and keys:
                break
        elif part == ":":
            key = before
            if depth == top:
                keys.setdefault(key, "")
        elif part[0] == '"' and key:
            if depth == top:
                keys[key] = part[1:-1]
            if key == "type":
                types.add(part[1:-1])
            key = ""
        elif part == ",":
            key = ""
        before = part[1:-1] if part[0] == '"' else ""
    return keys, types
