"""The import assistant by mouse and keys: from dropped files to an open park, and every way out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gis.read import load_place
from tests.ui.desk.importer.conftest import EAST, NORTH, write_houses
from tests.ui.desk.test_language import foreign, spoken
from ui.desk.importer.fields_step import FieldsStep
from ui.desk.importer.layers_step import LayersStep
from ui.desk.importer.page import ImportPage
from ui.desk.importer.result_step import ResultStep
from ui.desk.session import Session
from ui.desk.window import DeskWindow

Settled = Callable[[ImportPage], None]


def drop(window: DeskWindow, *files: Path) -> None:
    """Drop files on the picture."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(400, 300), action, data, button, keys)
    window.dragEnterEvent(enter := QDragEnterEvent(QPoint(400, 300), action, data, button, keys))
    assert enter.isAccepted()
    window.dropEvent(event)


def shown(widget: QWidget) -> None:
    """Let Qt show what was put in; what was taken out is hidden already."""
    for _ in range(200):
        QApplication.processEvents()
        if any(label.isVisible() for label in widget.findChildren(QLabel)):
            return
        QTest.qWait(10)


def words(widget: QWidget) -> str:
    """Everything that stands in a part of the window."""
    shown(widget)
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def keyed(page: QWidget, begin: str) -> QWidget:
    """The control whose key begins so."""
    for _ in range(200):
        QApplication.processEvents()
        for child in page.findChildren(QWidget):
            if str(child.property("key") or "").startswith(begin) and child.isVisible():
                return child
        QTest.qWait(10)
    raise AssertionError((begin, page.isVisible(), words(page)))


def press(button: QPushButton) -> None:
    """Click a button that can be clicked."""
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(box: QWidget, key: str) -> None:
    """Take an entry of a combo box, as by hand."""
    assert isinstance(box, QComboBox)
    row = box.findData(key)
    assert row >= 0, key
    box.setCurrentIndex(row)
    box.activated.emit(row)


def test_files_become_the_park_that_the_desk_shows(
    window: DeskWindow, session: Session, unplaced: Path, tmp_path: Path, settled: Settled, qtbot: QtBot
) -> None:
    """Drop, answer where it lies, change a field, name it, write it, open it; the file itself stays as it was."""
    before = unplaced.read_bytes()
    drop(window, unplaced)
    page = window.importer.page
    assert page is not None
    assert window.importer.is_open
    settled(page)
    (entry,) = page.intake.files
    assert entry.verdict == "ask"
    assert "Place unknown" in page.map.sheet.caption

    press(page.next_button)
    layers = page.steps["layers"]
    assert isinstance(layers, LayersStep)
    assert "Which coordinate system?" in words(layers)
    choice = layers.cards[0].choice
    choice.setFocus()
    choice.setEditText("EPSG:4549")
    QTest.keyClick(choice, Qt.Key.Key_Return)
    settled(page)
    assert entry.verdict == "ok"
    assert entry.layers[0]["crs"] == "EPSG:4549"
    assert entry.left_out == frozenset()
    assert page.map.sheet.caption == ""
    assert "Coordinate system: EPSG:4549" in words(layers)

    press(page.next_button)
    fields = page.steps["fields"]
    assert isinstance(fields, FieldsStep)
    assert "floors" not in entry.layers[0]["fields"]
    choose(keyed(fields, f"field {unplaced} buildings floors"), "xx")
    settled(page)
    assert entry.layers[0]["fields"]["floors"] == "xx"
    fields.save(str(tmp_path / "mapping.toml"))
    assert 'floors = "xx"' in (tmp_path / "mapping.toml").read_text(encoding="utf-8")

    press(page.next_button)
    result = page.steps["result"]
    assert isinstance(result, ResultStep)
    out = tmp_path / "my_park.gpkg"
    result.out.setText(str(out))
    result.name_en.setText("Houses")
    result.name_zh.setText("房子")
    press(page.next_button)
    assert page.outcome.state == "writing"
    settled(page)
    assert page.outcome.state == "done", page.outcome.error or page.outcome.account
    assert "The park is written" in words(result)
    place = load_place((str(out),))
    assert sorted(building.floors for building in place.buildings) == list(range(3, 15))
    assert place.parks[0].name.zh == "房子"

    opened: list[tuple[str, ...]] = []
    window.tasks.opened.connect(lambda: opened.append(window.tasks.parks))
    press(page.next_button)
    assert not window.importer.is_open
    qtbot.waitUntil(lambda: bool(opened) and session.run is not None, timeout=30_000)
    assert opened == [(str(out),)]
    assert session.parks == (str(out),)
    assert unplaced.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["buildings.geojson", "mapping.toml", "my_park.gpkg"]


def test_a_check_that_is_called_off_can_be_made_again(page: ImportPage, houses: Path, settled: Settled) -> None:
    """Esc ends the child process at once; a second Esc leaves, and nothing was written."""
    page.add([str(houses)])
    assert page.intake.busy
    QTest.keyClick(page.window(), Qt.Key.Key_Escape)
    assert not page.intake.busy
    assert "The check was called off" in words(page.steps["files"])
    again = next(b for b in page.steps["files"].findChildren(QPushButton) if b.text() == "Check again")
    press(again)
    settled(page)
    assert page.intake.files[0].verdict == "ok"
    QTest.keyClick(page.window(), Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert list(houses.parent.iterdir()) == [houses]


def test_an_import_that_is_called_off_leaves_nothing(
    page: ImportPage, houses: Path, tmp_path: Path, settled: Settled
) -> None:
    """Neither the park nor what was written beside it; a name that is taken is refused before any work."""
    page.add([str(houses)])
    settled(page)
    page.intake.show_step("result")
    result = page.steps["result"]
    assert isinstance(result, ResultStep)
    result.out.setText(str(tmp_path / "park.gpkg"))
    press(page.next_button)
    press(page.cancel_button)
    assert page.outcome.state == "open"
    assert list(tmp_path.iterdir()) == [houses]
    for name, said in (("park.txt", "does not end with .gpkg"), ("no/where.gpkg", "There is no folder")):
        result.out.setText(str(tmp_path / name))
        press(page.next_button)
        assert said in words(result)
    (tmp_path / "there.gpkg").write_bytes(b"mine")
    result.out.setText(str(tmp_path / "there.gpkg"))
    press(page.next_button)
    assert "is there already" in words(result)
    assert (tmp_path / "there.gpkg").read_bytes() == b"mine"


def test_a_damaged_file_says_so_in_place_and_can_be_left_out(
    page: ImportPage, houses: Path, tmp_path: Path, settled: Settled
) -> None:
    """The others go on; the language can be changed at any time, and what was found follows."""
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"SQLite format 3\0" + bytes(200))
    page.add([str(broken), str(houses)])
    settled(page)
    assert [entry.verdict for entry in page.intake.files] == ["error", "ok"]
    assert "Cannot be used" in words(page.steps["files"])
    assert not page.intake.ready
    page.session.set_language("zh")
    settled(page)
    for step in ("files", "layers", "fields", "result"):
        page.intake.show_step(step)
        page.grab()
    texts = [text for text in spoken(page) if str(tmp_path) not in text]
    names = (
        "broken",
        "buildings",
        "geojson",
        "HGT",
        "xx",
        "file is not a database",
        "GeoJSON",
        "GeoPackage",
        "SQLite",
        ".gpkg",
    )
    rest = [text for text in foreign(texts) if not any(name in text for name in names)]
    assert rest == []
    page.session.set_language("en")
    settled(page)
    page.intake.remove(page.intake.files[0])
    assert page.intake.ready


def test_a_drawing_is_placed_by_two_points_clicked_on_the_map(
    page: ImportPage, tmp_path: Path, settled: Settled
) -> None:
    """Each click fills in what it hit, in the file's own numbers; half an answer is refused in place."""
    file = write_houses(tmp_path / "buildings.geojson", origin=(1_000.0, 2_000.0), crs="")
    page.add([str(file)])
    settled(page)
    page.intake.show_step("layers")
    layers = page.steps["layers"]
    assert isinstance(layers, LayersStep)
    form = layers.cards[0].points
    form.give()
    assert "Each point needs two numbers" in words(form)
    corners = ((1_000.0, 2_000.0), (1_140.0, 2_100.0))
    for i, (x, y) in enumerate(corners):
        page.pick_point(page.intake.files[0], "buildings", str(i + 1), _into(form.drawn[i]))
        east, north = page.map.sheet.origin
        at = page.map.on_screen(x - east, y - north).toPoint()
        QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, pos=at)
        picked = [float(part) for part in form.drawn[i].text().split(",")]
        assert np.allclose(picked, (x, y), atol=1.0)
        form.drawn[i].setText(f"{x}, {y}")
        form.there[i].setText(f"{EAST + x - 1_000}, {NORTH + y - 2_000}")
    form.give()
    settled(page)
    (entry,) = page.intake.files
    assert entry.verdict == "ok", entry.questions()
    assert entry.layers[0]["area_m2"] == pytest.approx(12 * 400, rel=1e-3)


def _into(line: QWidget) -> Callable[[float, float], None]:
    return lambda x, y: line.setText(f"{x:.3f}, {y:.3f}")  # type: ignore[attr-defined]


def test_an_answer_that_means_nothing_is_refused_where_it_was_given(
    page: ImportPage, unplaced: Path, settled: Settled
) -> None:
    """What was known of the file stays, and the question with it."""
    page.add([str(unplaced)])
    settled(page)
    page.intake.show_step("layers")
    layers = page.steps["layers"]
    assert isinstance(layers, LayersStep)
    layers.cards[0].choice.setEditText("EPSG:1")
    layers.cards[0].choice.give()
    settled(page)
    assert "is no coordinate system that is known" in words(layers)
    assert page.intake.files[0].verdict == "ask"


def test_layers_are_left_out_and_taken_for_something_else(page: ImportPage, houses: Path, settled: Settled) -> None:
    """The map shows what is taken; without any layer nothing can be imported."""
    page.add([str(houses)])
    settled(page)
    page.intake.show_step("layers")
    layers = page.steps["layers"]
    choose(keyed(layers, f"kind {houses}"), "parcels")
    settled(page)
    assert [layer.kind for layer in page.map.sheet.layers if not layer.faint] == ["parcels"]
    QTest.keyClick(keyed(layers, f"take {houses}"), Qt.Key.Key_Space)
    assert page.map.sheet.layers == ()
    assert not page.intake.ready


def test_the_map_moves_and_zooms_to_the_pointer(page: ImportPage, houses: Path, settled: Settled) -> None:
    """What lies under the pointer stays there; Home shows everything again; arrows move the map, not the playhead."""
    page.add([str(houses)])
    settled(page)
    view, whole = page.map, page.map.scale
    before = view._there(QPointF(60, 50))
    view._zoom(2.0, QPointF(60, 50))
    assert view.scale == pytest.approx(2 * whole)
    after = view._there(QPointF(60, 50))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))
    time = page.session.time
    view.setFocus()
    place = view.on_screen(0, 0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.on_screen(0, 0).x() < place.x()
    assert page.session.time == time
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(view, QPoint(150, 100))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.scale == pytest.approx(whole)
    assert not view.grab().isNull()


def test_the_assistant_is_entered_and_left_by_a_key(window: DeskWindow) -> None:
    """Ctrl+I goes in and out; nothing of it is there before."""
    assert window.importer.page is None
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window.importer.is_open
    assert window.commands.import_button.isChecked()
    assert "Make a park of your own files" in words(window.importer.page)  # type: ignore[arg-type]
    QTest.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert not window.importer.is_open


def test_what_was_traced_from_a_web_map_is_said_to_be_so(page: ImportPage, tmp_path: Path, settled: Settled) -> None:
    """WGS 84 can be true and still be wrong; the answer can be taken back. Enter does what Space does."""
    file = write_houses(tmp_path / "buildings.geojson", origin=(0.0, 0.0), crs="")
    text = file.read_text(encoding="utf-8")
    numbers = json.loads(text)
    for feature in numbers["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[120.46 + x * 1e-5, 36.15 + y * 1e-5] for x, y in ring]]
    file.write_text(json.dumps(numbers), encoding="utf-8")
    page.add([str(file)])
    settled(page)
    (entry,) = page.intake.files
    assert entry.layers[0]["crs"] == "EPSG:4326"
    page.next_button.setFocus()
    QTest.keyClick(page.next_button, Qt.Key.Key_Return)
    assert page.intake.step == "layers"
    choose(keyed(page.steps["layers"], f"other crs {file}"), "GCJ-02")
    settled(page)
    assert entry.layers[0]["crs"] == "EPSG:4326 (from GCJ-02)"
    back = keyed(page.steps["layers"], "back crs")
    assert isinstance(back, QPushButton)
    press(back)
    settled(page)
    assert entry.layers[0]["crs"] == "EPSG:4326"
