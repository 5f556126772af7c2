"""The quality panel: the check of the open parks, where it was looked for."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ui.desk.quality_data import ORIGINS, findings, origins
from ui.desk.session import Session
from ui.desk.window import DeskWindow


def test_the_open_park_is_checked_when_someone_looks(window: DeskWindow, session: Session, qtbot: QtBot) -> None:
    """Areas in both units, ratios, origins and what is published; a click on a place flies there."""
    session.parks = ("ai",)
    page = window.inspector.quality
    assert page.check.of("ai") is None
    window.inspector.tabs["quality"].click()
    qtbot.waitUntil(lambda: page.check.of("ai") is not None, timeout=60_000)
    document = page.check.of("ai")
    assert not isinstance(document, str)
    assert document is not None
    QApplication.processEvents()
    said = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "Site area 2,917.9 mu" in said or "Site area 2,918" in said
    assert "--kind" not in said
    found = origins(document)
    assert found.total == sum(found.counts) > 1_000
    assert len(found.counts) == len(ORIGINS)
    assert any(finding.get("compared") for finding in findings(document, "ai"))
    before = session.view
    page.fly_to({"spots": [[100.0, 50.0]]})
    window.viewport.flight.land()
    QTest.qWait(1)
    assert session.view is not None
    assert session.view != before
    assert session.view.target_m[:2] == (100.0, 50.0)


def test_a_park_that_is_gone_says_so(window: DeskWindow, session: Session, qtbot: QtBot) -> None:
    """In place, not in a dialog."""
    session.parks = ("gone.gpkg",)
    window.inspector.show_page("quality")
    page = window.inspector.quality
    qtbot.waitUntil(lambda: page.check.of("gone.gpkg") is not None, timeout=60_000)
    QApplication.processEvents()
    said = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "gone.gpkg" in said
