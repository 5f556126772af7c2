"""Starting the desk: the window fits its screen, and whatever goes wrong is said instead of waited for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gis.errors import UserError
from gis.prepared import Prepared
from gis.text import set_language
from tests.ui.desk.conftest import empty_session
from tests.ui.desk.stand_ins import StageStandIn, painter_stand_in, serve_stand_in
from ui.desk import app
from ui.desk.opening import Opening
from ui.desk.painter import Painter
from ui.desk.session import Session
from ui.desk.stage import Stage
from ui.desk.tasks import Serve, Tasks
from ui.desk.window import SMALLEST, DeskWindow

MakePainter = Callable[[Prepared], Painter]


def stand_in(
    monkeypatch: pytest.MonkeyPatch, make_painter: MakePainter = painter_stand_in, serve: Serve = serve_stand_in
) -> None:
    """Let the desk open with a painter and a worker of the test's own."""

    def window(session: Session, tasks: Tasks) -> DeskWindow:
        return DeskWindow(session, tasks, make_painter)

    def tasks(session: Session, parks: tuple[str, ...]) -> Tasks:
        return Tasks(session, parks, serve)

    monkeypatch.setattr(app, "DeskWindow", window)
    monkeypatch.setattr(app, "Tasks", tasks)


def shoot(file: Path) -> None:
    app.shoot(Opening("baseline", ("ai", "vr"), size=(1366, 768)), file)


def failing() -> Stage:
    """A scene that cannot be built, for a reason that nobody thought of."""
    raise ZeroDivisionError


class FailsLater(StageStandIn):
    """A scene that can be built and not be drawn."""

    def draw(self, *_: object) -> memoryview:
        """Never succeeds."""
        raise ZeroDivisionError


def test_a_picture_of_the_window_is_written(
    desk_application: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Once parks, run and scene are there."""
    stand_in(monkeypatch)
    shoot(tmp_path / "window.png")
    assert (tmp_path / "window.png").stat().st_size > 10_000


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("threaded", [False, True])
@pytest.mark.parametrize("late", [False, True])
def test_a_scene_that_fails_refuses_the_picture(
    desk_application: QApplication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, language: str, threaded: bool, late: bool,
) -> None:  # fmt: skip
    """While it is built or while it is drawn: the window's own sentence, at once, and no file."""
    set_language(language)

    def make(prepared: Prepared) -> Painter:
        return Painter((lambda: FailsLater(prepared)) if late else failing, threaded=threaded)

    stand_in(monkeypatch, make)
    with pytest.raises(UserError) as refused:
        shoot(tmp_path / "window.png")
    said = {"en": "Picture: drawing stopped unexpectedly.", "zh": "画面：绘制意外停止。"}[language]
    assert str(refused.value).startswith(said)
    assert not str(refused.value).endswith(":")
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert not (tmp_path / "window.png").exists()


def test_what_fails_in_the_window_itself_refuses_the_picture(
    desk_application: QApplication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Qt would print an exception of a slot and go on; the desk says it and stops waiting."""

    def make(prepared: Prepared) -> Painter:
        raise ZeroDivisionError

    stand_in(monkeypatch, make)
    with pytest.raises(UserError, match="something failed unexpectedly"):
        shoot(tmp_path / "window.png")
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_window_that_stays_says_what_failed_in_it(
    desk_application: QApplication, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    """In place, and it lives on."""
    stand_in(monkeypatch)
    window, settings = app.open_window(empty_session(), Opening("baseline", ("ai", "vr")))
    try:
        with app._surprises_told(settings):
            QTimer.singleShot(0, lambda: 1 // 0)
            qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=10_000)
        assert "details are on the terminal" in window.notice.words.text()
        assert "ZeroDivisionError" in capsys.readouterr().err
    finally:
        window.close()
        window.deleteLater()


@pytest.mark.parametrize(
    ("room", "size", "filling"),
    [
        (QSize(2560, 1400), QSize(1920, 1080), False),
        (QSize(1920, 1040), QSize(1920, 1040), True),
        (QSize(1366, 728), QSize(1366, 728), True),
        (QSize(800, 560), QSize(800, 560), True),
    ],
)
def test_the_window_fits_its_screen(
    desk_application: QApplication, monkeypatch: pytest.MonkeyPatch, make_window: Callable[[Session], DeskWindow],
    room: QSize, size: QSize, filling: bool,
) -> None:  # fmt: skip
    """It fills a screen that is smaller than the window would like, however small that is."""
    window = make_window(empty_session())
    asked: list[str] = []
    monkeypatch.setattr(window, "show", lambda: asked.append("show"))
    monkeypatch.setattr(window, "showMaximized", lambda: asked.append("maximized"))
    app._show(window, room, None)
    assert window.size() == size
    assert asked == ["maximized" if filling else "show"]
    assert window.minimumSize() == SMALLEST.boundedTo(room)
