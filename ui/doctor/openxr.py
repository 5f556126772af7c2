"""Finds the OpenXR runtime the way its loader does, without loading it.

Where the loader looks: OpenXR specification, "Loader Design", chapter "Desktop Active Runtime Discovery".
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from gis.text import tr
from ui.doctor.finding import Finding


def openxr() -> Finding:
    """Which runtime a headset would be reached through; none is fine."""
    title = tr("OpenXR runtime")
    file = manifest(os.environ)
    if file is None:
        return Finding(
            "openxr", title, "note", tr("none: the walk uses a screen"),
            tr("For a headset, start its software (SteamVR, Monado ...) and make it the OpenXR runtime."),
        )  # fmt: skip
    try:
        name, library = describe(file)
    except (OSError, ValueError, KeyError, TypeError):
        text = tr("{file} is not the description of a runtime; the walk uses a screen", file=file)
        return Finding("openxr", title, "note", text, tr("Make the software of the headset the OpenXR runtime again."))
    if library is not None and not library.is_file():
        text = tr("{name}, but its library {library} is not there; the walk uses a screen", name=name, library=library)
        return Finding("openxr", title, "note", text, tr("Install the software of the headset again."))
    return Finding("openxr", title, "ok", f"{name} ({file})")


def manifest(environment: Mapping[str, str]) -> Path | None:
    """The file that describes the active runtime, or None."""
    if named := environment.get("XR_RUNTIME_JSON"):
        return Path(named)
    found = _registered() if sys.platform == "win32" else _placed(environment)
    return next(iter(found), None)


def describe(file: Path) -> tuple[str, Path | None]:
    """Name and library of the runtime; None for a library that the system's linker is to find.

    Raises:
        OSError: the file cannot be read.
        ValueError, KeyError, TypeError: it does not describe a runtime.
    """
    runtime = json.loads(file.read_text(encoding="utf-8"))["runtime"]
    library = str(runtime["library_path"])
    by_path = "/" in library or "\\" in library
    return str(runtime.get("name", file.stem)), file.resolve().parent / library if by_path else None


def _placed(environment: Mapping[str, str]) -> Iterable[Path]:
    """Existing manifests of Linux and macOS, the user's own first."""
    home = environment.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    shared = (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
    for folder in (home, *shared, "/etc", "/usr/local/etc", "/usr/local/share"):
        file = Path(folder) / "openxr" / "1" / "active_runtime.json"
        if file.is_file():
            yield file


def _registered() -> list[Path]:
    """The manifest that the registry of Windows names, if any."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Khronos\OpenXR\1") as key:
                return [Path(winreg.QueryValueEx(key, "ActiveRuntime")[0])]
        except OSError:
            return []
    return []
