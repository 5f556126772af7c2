"""Switching the language leaves nothing behind: widgets, tooltips, menus, painted texts and the picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QWidget

from tests.ui.desk.conftest import SCENARIOS
from ui.desk import paint
from ui.desk.session import Session, Task
from ui.desk.window import DeskWindow

_LATIN = re.compile(r"[A-Za-z]{2,}")
_SAME_IN_BOTH = re.compile(
    r"<[^>]+>|Ctrl\+\w|Home|Esc|EPSG|OpenStreetMap|VR|AI|EN|GeoPackage|v?test|\bm²|[A-Z]\d\b|\d+\.\d s"
    r"|software|hardware|content|planned|under construction|handed over"
)
"""Keys, proper names, units and ids (those of the tiny run too) are written the same in both languages."""


def spoken(window: QWidget) -> Iterator[str]:
    """Every text that a widget of the window holds."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield widget.toolTip()
        yield widget.accessibleName()
        yield widget.accessibleDescription()
        yield widget.windowTitle()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QMenu):
            yield from (action.text() for action in widget.actions())


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is painted from now on."""
    texts: list[str] = []
    original = paint.text

    def remember(painter: QPainter, area: object, words: str, *rest: object, **named: object) -> float:
        texts.append(words)
        return original(painter, area, words, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(paint, "text", remember)
    return texts


def foreign(texts: list[str]) -> list[str]:
    """Those with Latin words in them that are not the same in both languages."""
    return sorted({text for text in texts if _LATIN.search(_SAME_IN_BOTH.sub("", text))})


def visit_everything(window: DeskWindow, session: Session) -> None:
    """Show what hides at first: both pages, a failure, a task, an event's card, hover texts."""
    session.select(2)
    session.set_task(Task("running", "fast_build", 0.3))
    window.notice.tell("")
    window.inspector.show_page("kpis")
    window.grab()
    window.inspector.show_page("building")
    QTest.mouseMove(window.time_bar.axis, QPoint(5, 60))
    QTest.mouseMove(window.time_bar.axis, QPoint(round(window.time_bar.axis.marks[0].x_px), 15))
    QTest.qWait(10)
    window.grab()


def test_in_chinese_nothing_is_left_in_english(window: DeskWindow, session: Session, painted: list[str]) -> None:
    """One key switches everything that is said, shown in a tooltip, spoken or painted."""
    visit_everything(window, session)
    painted.clear()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    visit_everything(window, session)
    texts = [
        *spoken(window),
        *painted,
        *(entry.name() + entry.value() + entry.tip() for entry in window.outline.entries()),
    ]
    texts += [window.charts.left.hover_text(3), window.charts.right.hover_text(3)]
    assert foreign(texts) == []
    assert any("工作" in text or "园区" in text for text in texts)


def test_and_back_nothing_is_left_in_chinese(window: DeskWindow, session: Session, painted: list[str]) -> None:
    """What was said again in Chinese is said again in English, but for the button that offers Chinese."""
    session.set_language("zh")
    visit_everything(window, session)
    session.set_language("en")
    painted.clear()
    visit_everything(window, session)
    chinese = {text for text in [*spoken(window), *painted] if re.search(r"[\u4e00-\u9fff]", text)}
    assert chinese == {"中"}


def test_the_picture_speaks_the_same_language(window: DeskWindow, session: Session) -> None:
    """What is written into the picture is drawn anew."""
    window.viewport.finish()
    QApplication.processEvents()
    session.set_language("zh")
    window.viewport.grab()
    painter = window.viewport.painter
    assert painter is not None
    assert painter.picture is not None
    assert painter.picture.order.frame.language == "zh"


def test_numbers_follow_the_language(window: DeskWindow, session: Session, painted: list[str]) -> None:
    """A large area is counted in ten thousands in Chinese, in millions in English."""
    run = session.run
    assert run is not None
    large = replace(run.kpis["ai.built_m2"], values=run.kpis["ai.built_m2"].values * 0 + 1_230_000.0)
    session.add_run("baseline", replace(run, kpis={**run.kpis, "ai.built_m2": large}), 0.1)
    card = window.inspector.kpis.cards[2]
    assert (card.figure.text(), card.unit.text()) == ("1.23", "M m²")
    session.set_language("zh")
    assert (card.figure.text(), card.unit.text()) == ("123", "万m²")


def test_every_scenario_is_offered_in_both_languages(window: DeskWindow, session: Session) -> None:
    """The menu follows too."""
    session.set_language("zh")
    assert [action.text() for action in window.commands.menu.actions()] == [entry.name.zh for entry in SCENARIOS]
    assert window.commands.chooser.text() == "基准情景"
