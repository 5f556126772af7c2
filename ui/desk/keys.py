"""What the keys do: nothing in the window needs a mouse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from twin.layers import layers
from ui.desk.command_bar import other_theme
from ui.desk.session import NOTHING

if TYPE_CHECKING:
    from ui.desk.window import DeskWindow

_TURN_DEG: Final = 15.0
_TILT_DEG: Final = 5.0
_ZOOM: Final = 0.8
_EVERYWHERE: Final = ("Ctrl+I", "Ctrl+L", "Ctrl+T", "Esc")


def add_keys(window: DeskWindow) -> list[QShortcut]:
    """Give the window its keys. Those that a text field knows stay the field's while one types in it.

    The keys that are the desk's alone come back: the import assistant has no use for them.
    """
    session, viewport = window.session, window.viewport
    keys: dict[str, Callable[[], None]] = {
        "Space": lambda: session.set_playing(not session.playing),
        "Left": lambda: session.set_time(round(session.time) - 1),
        "Right": lambda: session.set_time(round(session.time) + 1),
        "Shift+Left": lambda: session.set_time(round(session.time) - 12),
        "Shift+Right": lambda: session.set_time(round(session.time) + 12),
        "Ctrl+Left": lambda: viewport.turn(-_TURN_DEG, 0.0),
        "Ctrl+Right": lambda: viewport.turn(_TURN_DEG, 0.0),
        "Ctrl+Up": lambda: viewport.turn(0.0, -_TILT_DEG),
        "Ctrl+Down": lambda: viewport.turn(0.0, _TILT_DEG),
        "+": lambda: viewport.zoom(_ZOOM),
        "=": lambda: viewport.zoom(_ZOOM),
        "-": lambda: viewport.zoom(1 / _ZOOM),
        "Home": viewport.go_home,
        "F": viewport.focus_selected,
        "Ctrl+R": window.start_run,
        "Ctrl+I": window.importer.toggle,
        "Ctrl+L": session.next_language,
        "Ctrl+T": lambda: other_theme(session),
        "Ctrl+F": partial(_search, window),
        "F6": partial(_go_on, window, 1),
        "Shift+F6": partial(_go_on, window, -1),
        "Esc": partial(_escape, window),
    }
    for number, layer in enumerate(layers(), 1):
        keys[str(number)] = partial(_show_layer, window, layer)
    desk_keys = []
    for key, act in keys.items():
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.activated.connect(partial(_press, window, act) if key == "Space" else act)
        if key not in _EVERYWHERE:
            desk_keys.append(shortcut)
    return desk_keys


def _show_layer(window: DeskWindow, layer: str) -> None:
    """Show a layer, or say what it waits for."""
    if window.session.can_show(layer):
        window.session.set_layer(layer)
    else:
        window.layers.explain(layer)


def _press(window: DeskWindow, act: Callable[[], None]) -> None:
    """Space belongs to the button in focus."""
    button = window.focusWidget()
    if isinstance(button, QAbstractButton):
        button.click()
    else:
        act()


def _search(window: DeskWindow) -> None:
    window.commands.panels["outline"].setChecked(True)
    window.outline.search.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _escape(window: DeskWindow) -> None:
    """Call off what runs; else let go of the search, and then of the selection."""
    if window.importer.is_open and window.importer.page is not None:
        window.importer.page.escape()
    elif window.session.task.busy:
        window.tasks.cancel()
    elif window.outline.search.hasFocus():
        window.outline.search.clear()
        window.viewport.setFocus()
    else:
        window.session.select(NOTHING)


def _go_on(window: DeskWindow, step: int) -> None:
    """Put the focus into the next panel that is on the screen, or the one before."""
    panels: list[QWidget] = [
        window.commands, window.outline, window.viewport, window.time_bar, window.charts, window.inspector,
    ]  # fmt: skip
    focus = window.focusWidget()
    shown = [panel for panel in panels if panel.isVisible()]
    here = next((i for i, panel in enumerate(shown) if panel is focus or panel.isAncestorOf(focus)), 0)
    for i in range(1, len(shown)):
        stop = _first_stop(shown[(here + step * i) % len(shown)])
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _first_stop(panel: QWidget) -> QWidget | None:
    """What Tab would come to first in a panel."""
    candidate: QWidget | None = panel
    while candidate is not None:
        inside = candidate is panel or panel.isAncestorOf(candidate)
        ready = candidate.isVisible() and candidate.isEnabled()
        if inside and ready and candidate.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return candidate
        candidate = candidate.nextInFocusChain()
        if candidate is panel:
            return None
    return None
