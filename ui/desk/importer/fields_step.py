"""The third step: which field of the file each column of the park takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout

from gis.errors import UserError
from gis.intake.meanings.mapping import mapping_text, merged, read_mapping
from gis.text import tr
from ui.desk.importer.bits import wrapped
from ui.desk.importer.controls import Choice, Step
from ui.desk.importer.names import column_name, kind_name
from ui.desk.importer.state import FileEntry, Intake
from ui.desk.parts import ElidedLabel, Label, Panel, across, down
from ui.desk.session import Session


class FieldsStep(Step):
    """A card a layer: column, field, and what the field's first values are."""

    def __init__(self, session: Session, intake: Intake) -> None:
        super().__init__(session, intake)
        self._told, self._tone = "", "ink2"
        self.refresh()

    def content(self) -> object:
        """What the layers that are taken bring."""
        return [(id(e.document), e.left_out, e.answers.mapping) for e in self.intake.files], self._told

    def build(self) -> None:
        """Every layer that has fields."""
        self.title(tr("Fields"), tr("What was recognised by names and values. Change what is wrong; what no field "
                                    "holds is estimated and marked so."))  # fmt: skip
        layers = [(entry, layer) for entry in self.intake.files for layer in entry.layers if _counts(entry, layer)]
        for entry, layer in layers:
            self.column.addWidget(self._card(entry, layer))
        if not layers:
            self.column.addWidget(wrapped(tr("No layer that is imported has fields.")))
        row = across()
        for source, act, key in (
            (lambda: tr("Load a mapping…"), self.choose_to_load, "load"),
            (lambda: tr("Save the mapping…"), self.choose_to_save, "save"),
        ):
            button = self.text_button("outline", source)
            button.setProperty("key", key)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        if self._told:
            self.column.addWidget(wrapped(self._told, self._tone))
        self.column.addStretch(1)

    def choose_to_load(self) -> None:
        """Ask for the mapping to load."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Load a mapping…"), "", "TOML (*.toml)")
        if path:
            self.load(path)

    def choose_to_save(self) -> None:
        """Ask where to save the mapping."""
        path, _ = QFileDialog.getSaveFileName(self, tr("Save the mapping…"), "mapping.toml", "TOML (*.toml)")
        if path:
            self.save(path)

    def load(self, path: str) -> None:
        """Take kinds and fields from a file that `save` or the command line wrote."""
        try:
            kinds, fields = read_mapping(path)
        except UserError as error:
            self._tell(str(error), "err")
            return
        self._tell(tr("Loaded: {file}", file=path), "ok")
        for entry in self.intake.files:
            told = entry.answers
            self.intake.answer(
                entry, replace(told, kinds={**told.kinds, **kinds}, mapping=merged(told.mapping, fields))
            )

    def save(self, path: str) -> None:
        """Write kinds and fields as they are now, for this window and for the command line."""
        layers = [layer for entry in self.intake.files for layer in entry.layers if layer["name"] in entry.taken()]
        try:
            Path(path).write_text(mapping_text(layers), encoding="utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            self._tell(tr("{file} cannot be written ({reason}).", file=path, reason=reason), "err")
        else:
            self._tell(tr("Saved: {file}", file=path), "ok")

    def _tell(self, words: str, tone: str) -> None:
        self._told, self._tone = words, tone
        self.refresh()

    def _card(self, entry: FileEntry, layer: Mapping[str, Any]) -> Panel:
        card = Panel(self.session, "card")
        column = down(card, (12, 10, 12, 12), 8)
        head = across(spacing=8)
        name = ElidedLabel("", 13, 600)
        name.setText(layer["name"])
        head.addWidget(name, 1)
        head.addWidget(Label(kind_name(layer["kind"]), 12, 400, "ink2"))
        column.addLayout(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, 136)
        for row, park_column in enumerate(_columns(layer)):
            label = ElidedLabel("", 12, 500)
            label.setText(column_name(park_column))
            choice = self._choice(entry, layer, park_column)
            values = ElidedLabel("", 12, 400, "ink2")
            values.setText(layer["samples"].get(layer["fields"].get(park_column, ""), ""))
            grid.addWidget(label, row, 0)
            grid.addWidget(choice, row, 1)
            grid.addWidget(values, row, 2, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(grid)
        return card

    def _choice(self, entry: FileEntry, layer: Mapping[str, Any], column: str) -> Choice:
        name = layer["name"]

        def pick(chosen: str) -> None:
            told = {**entry.answers.mapping.get(name, {}), column: chosen}
            self.intake.answer(entry, replace(entry.answers, mapping={**entry.answers.mapping, name: told}))

        choices = [("", tr("– none –")), *((found, found) for found in layer["samples"])]
        choice = Choice(choices, layer["fields"].get(column, ""), pick)
        choice.setFixedWidth(170)
        choice.setAccessibleName(tr("Field for {column} of {layer}", column=column_name(column), layer=name))
        choice.setProperty("key", f"field {entry.path} {name} {column}")
        return choice


def _counts(entry: FileEntry, layer: Mapping[str, Any]) -> bool:
    return layer["name"] not in entry.left_out and layer["kind"] != "other" and bool(layer["samples"])


def _columns(layer: Mapping[str, Any]) -> list[str]:
    """A single name goes by its script to one of the two, so it is not asked for beside them."""
    return [column for column in layer["columns"] if column != "name"]
