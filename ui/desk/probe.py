"""Probe of 'parktwin doctor': starts Qt on the screen that is there and prints what it finds."""

from __future__ import annotations

import json
import sys

import PySide6
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication

_CALLS = 500


def lost_references() -> int:
    """References to `None` lost in 500 calls that return nothing: about 500 if PySide6 drops one at each.

    PySide6 6.12.0 does under Python 3.11, where the interpreter aborts after some 5,000 of them.
    """
    colour = QColor()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        colour.setAlphaF(0.5)
    return before - sys.getrefcount(None)


def main() -> int:
    """Print versions, the screen and the Chinese typefaces as JSON; Qt itself ends the process if it cannot start."""
    application = QGuiApplication(sys.argv[:1])
    screen = application.primaryScreen()
    facts = {
        "pyside6": PySide6.__version__,
        "sound": lost_references() < _CALLS // 2,
        "platform": application.platformName(),
        "width_px": round(screen.size().width() * screen.devicePixelRatio()),
        "height_px": round(screen.size().height() * screen.devicePixelRatio()),
        "scale": screen.devicePixelRatio(),
        "chinese": QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese),
    }
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
