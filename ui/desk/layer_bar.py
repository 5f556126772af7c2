"""The bar of chips that floats on the picture: one filled chip is the layer shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QGraphicsDropShadowEffect, QToolButton, QToolTip, QWidget

from gis.text import tr
from twin.layers import Layer, layers
from ui.desk.parts import Panel, across, set_button_font, tool_button
from ui.desk.session import Session

_ICONS: Final = {
    "appearance": "image",
    "use": "sprout",
    "occupancy": "users",
    "compute": "cpu",
    "construction": "hard-hat",
    "probability": "percent",
}


class LayerBar(Panel):
    """A chip a layer; with little room only the taken one keeps its name, with less none does."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "plate")
        self._room_px = 0
        self._chips: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = across(self, (5, 4, 5, 4), 3)
        for layer in layers().values():
            chip = self._chip(layer)
            group.addButton(chip)
            row.addWidget(chip)
            self._chips[layer.id] = chip
        float_over(self)
        for signal in (session.layer_changed, session.run_changed, session.bands_changed):
            signal.connect(self.refresh)
        self.refresh()

    def chip(self, layer: str) -> QToolButton:
        """The chip of a layer."""
        return self._chips[layer]

    def explain(self, layer: str) -> None:
        """Show what a layer says, or what it waits for, as when one points at its chip."""
        chip = self._chips[layer]
        QToolTip.showText(chip.mapToGlobal(chip.rect().bottomLeft()), chip.toolTip(), chip)

    def set_room(self, room_px: int) -> None:
        """Take up no more width than this, if it can be done by leaving out names."""
        if room_px != self._room_px:  # names that come and go ask for room in their turn
            self._room_px = room_px
            self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Fill the chip of the layer that is shown; grey the chip of one that has nothing to show."""
        for layer, chip in self._chips.items():
            chip.setEnabled(self.session.can_show(layer))
            chip.setToolTip(self._aid(layer))
            chip.setChecked(layer == self.session.layer)
        for named in (set(self._chips), {self.session.layer}, set[str]()):
            self._name(named)
            if self.width() <= self._room_px:
                break

    def _name(self, layers_named: set[str]) -> None:
        """Write the names of these layers, and be as wide as that needs."""
        for layer, chip in self._chips.items():
            named = layer in layers_named
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if named else Qt.ToolButtonStyle.ToolButtonIconOnly
            chip.setToolButtonStyle(style)
        self.adjustSize()

    def _aid(self, layer: str) -> str:
        """What a layer says and its key, or what it waits for."""
        meaning = layers()[layer].meaning.text()
        if self.session.can_show(layer):
            return f"{meaning} ({list(self._chips).index(layer) + 1})"
        return f"{meaning} {tr('Press “Show uncertainty” first: it simulates the scenario many times.')}"

    def _chip(self, layer: Layer) -> QToolButton:
        chip = tool_button("chip", checkable=True)
        chip.setFixedHeight(28)
        set_button_font(chip, 12, 500)
        self.draw_icon(chip, _ICONS.get(layer.id, "layers"), "ink2", "on_accent", 14)
        # a space keeps name and icon apart: tool buttons know no gap of their own
        self.say(chip.setText, lambda: f" {layer.name.text()}")
        self.say(chip.setAccessibleName, layer.name.text)
        chip.clicked.connect(lambda: self.session.set_layer(layer.id))
        return chip


def float_over(widget: QWidget) -> None:
    """Give a small, still plate its shadow."""
    shade = QGraphicsDropShadowEffect(widget)
    shade.setBlurRadius(16)
    shade.setOffset(0, 3)
    shade.setColor(QColor(10, 20, 30, 60))
    widget.setGraphicsEffect(shade)
