"""The one state: what changes it, who hears of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from gis.prepared import Prepared
from gis.text import current_language
from sim.run import Run
from tests.ui.desk.conftest import empty_session
from ui.desk.session import NOTHING, Session, Task


def test_the_playhead_stays_within_the_run(session: Session, run: Run) -> None:
    """Neither before its first month end nor after its last."""
    session.set_time(-3.0)
    assert (session.time, session.month_label) == (0.0, run.months[0])
    session.set_time(1e6)
    assert (session.time, session.month_label) == (len(run.months) - 1.0, run.months[-1])


def test_nothing_is_said_where_nothing_changed(session: Session, qtbot: QtBot) -> None:
    """A value set again is no news."""
    with (
        qtbot.assertNotEmitted(session.time_changed),
        qtbot.assertNotEmitted(session.layer_changed),
        qtbot.assertNotEmitted(session.selection_changed),
        qtbot.assertNotEmitted(session.task_changed),
    ):
        session.set_time(12.0)
        session.set_layer(session.layer)
        session.select(NOTHING)
        session.set_task(Task())


def test_a_first_run_opens_in_the_june_nearest_its_middle(
    desk_application: object, prepared: Prepared, run: Run
) -> None:
    """There the parks are half built and half let, in summer light."""
    session = empty_session()
    session.set_place(prepared)
    session.add_run("baseline", run, 0.1)
    assert session.month_label in ("2023-06", "2024-06")


def test_the_old_run_stays_until_the_chosen_one_is_there(session: Session, run: Run) -> None:
    """Choosing a scenario without a run keeps the picture, and says that it is of another one."""
    session.choose_scenario("fast_build")
    assert session.stale
    assert session.run is run
    session.add_run("fast_build", replace(run, seed=7), 0.1)
    assert not session.stale
    assert session.run is not None
    assert session.run.seed == 7


def test_a_run_that_is_no_longer_wanted_is_kept_but_not_shown(session: Session, run: Run) -> None:
    """Whoever chose something else meanwhile keeps what is on the screen."""
    session.add_run("fast_build", replace(run, seed=7), 0.1)
    assert session.run is run
    session.choose_scenario("fast_build")
    assert session.run is not None
    assert session.run.seed == 7


def test_playing_from_the_end_begins_again(session: Session) -> None:
    """The button always does something."""
    session.set_time(1e6)
    session.set_playing(True)
    assert session.playing
    assert session.time == 0.0


def test_nothing_plays_without_a_run(desk_application: object) -> None:
    """There is nothing to play."""
    session = empty_session()
    session.set_playing(True)
    assert not session.playing


def test_a_new_place_lets_go_of_the_selection(session: Session, prepared: Prepared) -> None:
    """Rows of another place mean other buildings."""
    session.select(3)
    session.set_place(prepared)
    assert session.selected == NOTHING


def test_the_languages_follow_each_other(session: Session, qtbot: QtBot) -> None:
    """English, Chinese, English."""
    for expected in ("zh", "en"):
        with qtbot.waitSignal(session.language_changed):
            session.next_language()
        assert current_language() == expected == session.language


def test_a_frame_says_what_the_picture_shows(session: Session) -> None:
    """Time, layer, selection and language are those of the session; without a view there is no frame."""
    assert session.frame() is None
    from twin.camera import home_view

    assert session.prepared is not None
    session.set_view(home_view(session.prepared))
    session.set_layer("occupancy")
    session.select(2)
    frame = session.frame()
    assert frame is not None
    assert (frame.time, frame.layer, frame.selected, frame.language) == (12.0, "occupancy", 2, "en")


@pytest.mark.parametrize(("state", "busy"), [("opening", True), ("running", True), ("failed", False), ("idle", False)])
def test_a_task_knows_whether_it_is_busy(state: str, busy: bool) -> None:
    """Only work in hand can be cancelled."""
    assert Task(state).busy is busy
