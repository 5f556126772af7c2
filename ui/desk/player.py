"""Plays the run: moves the playhead by the clock, and never faster than the window can paint."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

from ui.desk.session import Session

MONTHS_A_SECOND: Final = 4.0
_TICK_MS: Final = 33
_LONGEST_STEP_S: Final = 0.25
"""After a pause (a slow picture, a sleeping machine) the playhead goes on from where it was."""


class Player(QObject):
    """Follows `session.playing`; stops at the end of the run."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._last_s = 0.0
        session.playing_changed.connect(self._follow)

    def _follow(self) -> None:
        if self.session.playing:
            self._last_s = time.monotonic()
            self._timer.start()
        else:
            self._timer.stop()

    def _tick(self) -> None:
        now_s = time.monotonic()
        self.advance(now_s - self._last_s)
        self._last_s = now_s

    def advance(self, seconds: float) -> None:
        """Move the playhead by the months that pass in `seconds`."""
        self.session.set_time(self.session.time + MONTHS_A_SECOND * min(seconds, _LONGEST_STEP_S))
        if self.session.time >= self.session.last_time:
            self.session.set_playing(False)
