"""What every test may use: the one graphics engine of the process, and a place and a run checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from gis.prepared import Prepared
from gis.text import set_language
from sim.run import Run
from tests.tiny import tiny_prepared, tiny_run

if TYPE_CHECKING:
    from twin.graphics import Graphics

# A busy machine is no defect: no test fails for being slow.
settings.register_profile("parktwin", deadline=None)
settings.load_profile("parktwin")

# The engine once it has been asked for: tests that draw nothing never start it.
_started: list[Graphics] = []


@pytest.fixture(scope="session")
def graphics() -> Iterator[Graphics]:
    """The graphics engine, without a screen. One a process, so one a session."""
    from twin.graphics import Graphics

    engine = Graphics()
    _started.append(engine)
    yield engine
    _started.clear()
    engine.close()


@pytest.fixture(scope="session")
def prepared() -> Prepared:
    """The tiny place, ready to draw."""
    return tiny_prepared()


@pytest.fixture(scope="session")
def run() -> Run:
    """A made-up run of the tiny place: 24 months."""
    return tiny_run()


@pytest.fixture(autouse=True)
def _english() -> None:
    """Every test starts in English, whatever language the one before it spoke."""
    set_language("en")


@pytest.fixture(autouse=True)
def _graphics_stay_sound() -> Iterator[None]:
    """Whatever Panda3D or the driver complains about (a shader that does not compile draws white) fails the test."""
    before = len(_started[0].log()) if _started else 0
    yield
    complaints = _started[0].log()[before:] if _started else ""
    assert not complaints.strip(), complaints
