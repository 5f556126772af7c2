"""All checks in order, and the report that a person or a program reads."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from importlib.metadata import version

from gis.text import tr
from ui.doctor import files, graphics, openxr, versions
from ui.doctor.finding import Finding


def examine() -> tuple[Finding, ...]:
    """Look at everything; a few seconds, as graphics and Qt are really started."""
    return (
        versions.python(),
        versions.parktwin(),
        versions.libraries(),
        *graphics.graphics(),
        *graphics.desktop(),
        openxr.openxr(),
        files.fonts(),
        files.parks(),
        files.cache(),
    )


def is_ready(findings: Sequence[Finding]) -> bool:
    """Whether nothing that is needed is missing."""
    return all(finding.state != "missing" for finding in findings)


def as_text(findings: Sequence[Finding]) -> str:
    """One line a finding, the line that mends it below, and a verdict at the end."""
    words = {"ok": tr("ok"), "note": tr("note"), "missing": tr("MISSING")}
    state_columns = max(_columns(word) for word in words.values())
    title_columns = max(_columns(finding.title) for finding in findings)
    lines = []
    for finding in findings:
        state, title = _padded(words[finding.state], state_columns), _padded(finding.title, title_columns)
        lines.append(f"{state}  {title}  {finding.text}")
        if finding.remedy:
            lines.append(f"{' ' * (state_columns + title_columns + 4)}-> {finding.remedy}")
    return "\n".join([*lines, "", _verdict(findings)])


def as_json(findings: Sequence[Finding]) -> str:
    """The same as one JSON document."""
    listed = [{"id": f.id, "title": f.title, "state": f.state, "text": f.text, "remedy": f.remedy} for f in findings]
    document = {"version": version("parktwin"), "ready": is_ready(findings), "findings": listed}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _verdict(findings: Sequence[Finding]) -> str:
    lacking = [finding.title for finding in findings if finding.state == "missing"]
    if not lacking:
        return tr("Everything that is needed is there.")
    return tr("Missing: {names}. The lines after '->' mend it.", names=", ".join(lacking))


def _columns(text: str) -> int:
    """How wide a terminal shows `text`: Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(character) in "FW" else 1 for character in text)


def _padded(text: str, columns: int) -> str:
    return text + " " * (columns - _columns(text))
