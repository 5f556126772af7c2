"""Looks at the files that ship with the program and at the folder that it writes to."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from gis.assets import asset
from gis.cache import cache_folder
from gis.park_files import shipped_parks
from gis.text import tr
from ui.doctor.finding import Finding, renew_line

FONTS: Final = (
    "Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf",
)  # fmt: skip


def fonts() -> Finding:
    """The typefaces of scene, desk and pages."""
    return _shipped("fonts", tr("Typefaces"), FONTS)


def parks() -> Finding:
    """The layouts of both parks."""
    return _shipped("parks", tr("Parks"), tuple(file.name for file in shipped_parks().values()))


def _shipped(kind: str, title: str, names: tuple[str, ...]) -> Finding:
    lacking = [name for name in names if not asset(kind, name).is_file()]
    if not lacking:
        return Finding(kind, title, "ok", ", ".join(names))
    text = tr("not in {folder}: {files}", folder=asset(kind), files=", ".join(lacking))
    remedy = renew_line() if getattr(sys, "frozen", False) else "git checkout -- assets"
    return Finding(kind, title, "missing", text, remedy)


def cache() -> Finding:
    """The folder that prepared places are kept in: it can be made and written. It only saves time."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        text = tr("{folder} cannot be written ({reason}): every start takes longer", folder=folder, reason=reason)
        return Finding("cache", tr("Cache"), "note", text, _remedy(folder))
    return Finding("cache", tr("Cache"), "ok", str(folder))


def _remedy(folder: Path) -> str:
    if os.name == "nt":
        return tr("Make {folder} writable for you.", folder=folder)
    return f'sudo mkdir -p "{folder}" && sudo chown -R "$USER" "{folder}"'
