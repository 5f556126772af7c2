"""Messages and labels in the user's language: English in the code, the others in `assets/text/<language>/*.toml`."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from gis.assets import asset_folder

LANGUAGES: Final = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a thing in both languages."""

    en: str
    zh: str

    def text(self, language: str | None = None) -> str:
        """The name in `language`, or in the language in use; a missing one falls back to the other."""
        wanted = self.zh if (language or current_language()) == "zh" else self.en
        return wanted or self.en or self.zh


class _Language:
    """The language in use: one for the process, as with gettext, so that no widget has to be told."""

    code: str = "en"


def system_language() -> str:
    """The language that the user's system asks for: `PARKTWIN_LANG`, else the locale; English if we lack it."""
    asked = os.environ.get("PARKTWIN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "zh" if asked.lower().startswith("zh") else "en"


def current_language() -> str:
    """The language in use: "en" or "zh"."""
    return _Language.code


def set_language(language: str) -> None:
    """Use `language` from now on.

    Raises:
        ValueError: `language` is not one of `LANGUAGES`.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _Language.code = language


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every translated message of `language`, English to translation; empty for English."""
    merged: dict[str, str] = {}
    folder = asset_folder() / "text" / language
    if folder.is_dir():
        for file in sorted(folder.glob("*.toml")):
            merged.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return merged


def tr(message: str, /, **values: object) -> str:
    """`message` in the language in use, its named places (`{months}`) filled with `values`."""
    text = catalogue(_Language.code).get(message, message)
    return text.format(**values) if values else text
