"""Keys and mouse of a Panda3D window, as the walk understands them: held down, struck, moved."""

from __future__ import annotations

from typing import Any, Final

from panda3d.core import (
    ButtonThrower,
    DataGraphTraverser,
    EventQueue,
    ModifierButtons,
    MouseAndKeyboard,
    NodePath,
    WindowProperties,
)

from twin.walk_body import Asked

DEG_PER_PIXEL: Final = 0.12
FORWARD: Final = {"w": 1.0, "arrow_up": 1.0, "s": -1.0, "arrow_down": -1.0}
RIGHT: Final = {"d": 1.0, "a": -1.0}
TURN: Final = {"arrow_right": 1.0, "arrow_left": -1.0}
RUN: Final = frozenset({"shift", "lshift", "rshift"})


def asked_by(held: frozenset[str], look_px: tuple[float, float] = (0.0, 0.0)) -> Asked:
    """What the keys that are held down and the mouse ask of a body; opposite keys cancel out."""

    def total(keys: dict[str, float]) -> float:
        return max(-1.0, min(1.0, sum(value for key, value in keys.items() if key in held)))

    return Asked(
        forward=total(FORWARD),
        right=total(RIGHT),
        turn=total(TURN),
        run=bool(held & RUN),
        look_right_deg=look_px[0] * DEG_PER_PIXEL,
        look_up_deg=-look_px[1] * DEG_PER_PIXEL,
    )


class Input:
    """Keyboard and mouse of a window. The mouse is kept in its middle while the window has the focus."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._root = NodePath("input")
        device = self._root.attach_new_node(MouseAndKeyboard(window, 0, "keys and mouse"))
        thrower = ButtonThrower("buttons")
        thrower.set_modifier_buttons(ModifierButtons())
        device.attach_new_node(thrower)
        self._traverser = DataGraphTraverser()
        self._queue = EventQueue.get_global_event_queue()
        self._held: set[str] = set()
        self._captured = False
        hidden = WindowProperties()
        hidden.set_cursor_hidden(True)
        window.request_properties(hidden)

    def read(self) -> tuple[frozenset[str], tuple[str, ...], tuple[float, float]]:
        """Keys held down, keys struck since the last call in their order, and the mouse's way in pixels."""
        self._traverser.traverse(self._root.node())
        struck = []
        while not self._queue.is_queue_empty():
            name = self._queue.dequeue_event().get_name()
            if name.endswith("-up") and name != "-up":
                self._held.discard(name.removesuffix("-up"))
            elif not name.endswith("-repeat"):
                self._held.add(name)
                struck.append(name)
        if not self._window.get_properties().get_foreground():
            self._held.clear()
        return frozenset(self._held), tuple(struck), self._looked()

    def _looked(self) -> tuple[float, float]:
        """How far the mouse has moved from the middle, where it is put back to."""
        if not self._window.get_properties().get_foreground():
            self._captured = False
            return 0.0, 0.0
        x, y = self._window.get_x_size() // 2, self._window.get_y_size() // 2
        pointer = self._window.get_pointer(0)
        way = (pointer.get_x() - x, pointer.get_y() - y)
        moved = self._window.move_pointer(0, x, y)
        if not self._captured:  # the first look only finds the middle
            self._captured = bool(moved)
            return 0.0, 0.0
        return way
