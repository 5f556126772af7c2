"""The shipped typefaces, so that the desk looks the same on a machine without any."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from gis.assets import asset
from gis.text import current_language

_FILES: Final = (
    "Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf",
)  # fmt: skip
_FAMILIES: Final = ["Inter", "Noto Sans CJK SC", "Noto Sans SC"]
_WEIGHTS: Final = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}


@lru_cache(maxsize=1)
def load() -> tuple[str, ...]:
    """Make the shipped typefaces known to Qt; the files that it could not read come back."""
    folder = asset("fonts")
    return tuple(name for name in _FILES if QFontDatabase.addApplicationFont(str(folder / name)) < 0)


def font(size_px: int = 13, weight: int = 400) -> QFont:
    """A font of that height and weight (400, 500 or 600) with figures of equal width; a copy, free to change."""
    # Noto's Regular carries in Chinese what Inter's Medium does in English; the next Chinese weight is bold.
    return QFont(_font(size_px, 400 if weight == 500 and current_language() == "zh" else weight))


@lru_cache(maxsize=64)
def _font(size_px: int, weight: int) -> QFont:
    made = QFont()
    made.setFamilies(_FAMILIES)
    made.setPixelSize(size_px)
    made.setWeight(_WEIGHTS[weight])
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
