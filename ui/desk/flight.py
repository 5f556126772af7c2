"""Moves the view from where it is to where it should be, in a moment rather than at once."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

from twin import camera
from twin.view import View
from ui.desk.session import Session

_LENGTH_MS: Final = 700
_STEP_MS: Final = 16


class Flight(QObject):
    """One flight at a time; a new one starts from where the old one is. With `reduced_motion` it lands at once."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.reduced_motion = False
        self._session = session
        self._start: View | None = None
        self._end: View | None = None
        self._since_s = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._on)

    def begin(self, end: View) -> None:
        """Fly to `end`."""
        start = self._session.view
        if start is None or self.reduced_motion:
            self._session.set_view(end)
            return
        self._start, self._end, self._since_s = start, end, time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()
        self._end = None

    def land(self) -> None:
        """Be there now, if there is a flight."""
        end = self._end
        self.stop()
        if end is not None:
            self._session.set_view(end)

    def _on(self) -> None:
        if self._start is None or self._end is None:
            self.stop()
            return
        share = (time.monotonic() - self._since_s) * 1000 / _LENGTH_MS
        if share >= 1:
            self.land()
        else:
            self._session.set_view(camera.fly(self._start, self._end, share))
