"""The bar of chips that floats on the picture: one filled chip is the layer shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QGraphicsDropShadowEffect, QToolButton, QWidget

from twin.layers import Layer, layers
from ui.desk.parts import Panel, across, set_button_font, tool_button
from ui.desk.session import Session

_ICONS: Final = {
    "appearance": "image",
    "use": "sprout",
    "occupancy": "users",
    "compute": "cpu",
    "construction": "hard-hat",
}


class LayerBar(Panel):
    """A chip a layer; where there is little room only the taken one keeps its name."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, "plate")
        self._narrow = False
        self._chips: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = across(self, (5, 4, 5, 4), 3)
        for number, layer in enumerate(layers().values(), 1):
            chip = self._chip(layer, number)
            group.addButton(chip)
            row.addWidget(chip)
            self._chips[layer.id] = chip
        float_over(self)
        session.layer_changed.connect(self.refresh)
        self.refresh()

    def chip(self, layer: str) -> QToolButton:
        """The chip of a layer."""
        return self._chips[layer]

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the names of the layers that are not shown."""
        self._narrow = narrow
        self.refresh()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Fill the chip of the layer that is shown."""
        for layer, chip in self._chips.items():
            taken = layer == self.session.layer
            chip.setChecked(taken)
            only_icon = self._narrow and not taken
            style = Qt.ToolButtonStyle.ToolButtonIconOnly if only_icon else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            chip.setToolButtonStyle(style)
        self.adjustSize()

    def _chip(self, layer: Layer, number: int) -> QToolButton:
        chip = tool_button("chip", checkable=True)
        chip.setFixedHeight(28)
        set_button_font(chip, 12, 500)
        self.draw_icon(chip, _ICONS.get(layer.id, "layers"), "ink2", "on_accent", 14)
        # a space keeps name and icon apart: tool buttons know no gap of their own
        self.say(chip.setText, lambda: f" {layer.name.text()}")
        self.say(chip.setAccessibleName, layer.name.text)
        self.say(chip.setToolTip, lambda: f"{layer.meaning.text()} ({number})")
        chip.clicked.connect(lambda: self.session.set_layer(layer.id))
        return chip


def float_over(widget: QWidget) -> None:
    """Give a small, still plate its shadow."""
    shade = QGraphicsDropShadowEffect(widget)
    shade.setBlurRadius(16)
    shade.setOffset(0, 3)
    shade.setColor(QColor(10, 20, 30, 60))
    widget.setGraphicsEffect(shade)
