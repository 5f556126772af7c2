"""Drawing in a thread: the last wish counts, the run comes before the picture, and nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gis.prepared import Prepared
from sim.run import Run
from tests.ui.desk.stand_ins import StageStandIn
from twin.camera import home_view
from twin.frame import Frame
from ui.desk.painter import Order, Painter

_LONG_MS = 20_000


class SlowStage(StageStandIn):
    """Draws only when it is let, and remembers which run was bound to each picture."""

    def __init__(self, prepared: Prepared) -> None:
        super().__init__(prepared)
        self.let = threading.Event()
        self.begun = threading.Event()
        self.shown: list[tuple[float, Run | None]] = []
        self.threads: set[str] = {threading.current_thread().name}

    def draw(self, frame: Frame, width_px: int, height_px: int, scale: float) -> memoryview:
        """Wait, then draw."""
        self.begun.set()
        assert self.let.wait(10)
        self.shown.append((frame.time, self.run))
        self.threads.add(threading.current_thread().name)
        return super().draw(frame, width_px, height_px, scale)


@pytest.fixture
def stages() -> list[SlowStage]:
    return []


@pytest.fixture
def painter(desk_application: object, prepared: Prepared, stages: list[SlowStage]) -> Iterator[Painter]:
    def make() -> SlowStage:
        stages.append(SlowStage(prepared))
        return stages[0]

    made = Painter(make, threaded=True)
    yield made
    for stage in stages:
        stage.let.set()
    made.close()
    assert stages[0].closed


def order_at(prepared: Prepared, time: float) -> Order:
    return Order(Frame(home_view(prepared), time), 16, 9, 1.0)


def test_asking_returns_at_once_and_only_the_last_wish_that_waits_is_drawn(
    painter: Painter, prepared: Prepared, stages: list[SlowStage], qtbot: QtBot
) -> None:
    """Whoever scrubs through a year gets the month where they stopped, not all those between."""
    painter.want(order_at(prepared, 0.0))
    qtbot.waitUntil(lambda: bool(stages) and stages[0].begun.is_set(), timeout=_LONG_MS)
    for month in range(1, 12):
        painter.want(order_at(prepared, float(month)))
    assert not painter.resting
    stages[0].let.set()
    qtbot.waitUntil(lambda: painter.resting, timeout=_LONG_MS)
    assert [time for time, _ in stages[0].shown] == [0.0, 11.0]
    assert painter.pictures == 2
    assert stages[0].threads == {"painter"}


def test_the_same_wish_is_drawn_once(
    painter: Painter, prepared: Prepared, stages: list[SlowStage], qtbot: QtBot
) -> None:
    """A repaint of the window costs no picture."""
    for _ in range(3):
        painter.want(order_at(prepared, 4.0))
    qtbot.waitUntil(lambda: bool(stages), timeout=_LONG_MS)
    stages[0].let.set()
    qtbot.waitUntil(lambda: painter.resting, timeout=_LONG_MS)
    painter.want(order_at(prepared, 4.0))
    assert painter.resting
    assert painter.pictures == 1


def test_a_picture_that_waits_is_drawn_with_the_newest_run(
    painter: Painter, prepared: Prepared, run: Run, stages: list[SlowStage], qtbot: QtBot
) -> None:
    """Even if it was wanted before the run came."""
    painter.want(order_at(prepared, 0.0))
    qtbot.waitUntil(lambda: bool(stages) and stages[0].begun.is_set(), timeout=_LONG_MS)
    painter.want(order_at(prepared, 5.0))
    painter.bind(run)
    painter.want(order_at(prepared, 5.0))
    stages[0].let.set()
    qtbot.waitUntil(lambda: painter.resting, timeout=_LONG_MS)
    assert stages[0].shown[-1] == (5.0, run)


def test_what_fails_while_drawing_becomes_a_sentence(
    painter: Painter, prepared: Prepared, stages: list[SlowStage], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """The window lives on and says so; the details are for the terminal."""
    qtbot.waitUntil(lambda: bool(stages), timeout=_LONG_MS)

    def fail(*_: object) -> memoryview:
        raise ZeroDivisionError

    monkeypatch.setattr(stages[0], "draw", fail)
    with qtbot.waitSignal(painter.failed, timeout=_LONG_MS) as said:
        painter.want(order_at(prepared, 1.0))
    assert "drawing stopped unexpectedly" in said.args[0]
    assert painter.broken
    assert painter.resting
    assert "ZeroDivisionError" in capsys.readouterr().err
