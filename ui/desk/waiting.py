"""Waiting where one must not return: Qt works on meanwhile, and other threads and processes get their turn."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QCoreApplication

_STEP_S: Final = 0.005


def let_qt_work() -> None:
    """Handle what has come, then rest for a moment: Qt alone would come back at once and be asked again, all day."""
    QCoreApplication.processEvents()
    time.sleep(_STEP_S)
