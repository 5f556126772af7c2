"""The picture in memory that the desk shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from gis.prepared import Prepared
from sim.run import Run
from twin import camera
from twin.frame import Frame
from twin.graphics import Graphics
from twin.overlay.labels import project_one
from twin.scene import Scene
from twin.view import look
from twin.viewport import Viewport


@pytest.fixture(scope="module")
def viewport(graphics: Graphics, prepared: Prepared, run: Run) -> Iterator[Viewport]:
    scene = Scene(graphics, prepared, "low")
    scene.bind(run)
    made = Viewport(graphics, scene, size=(320, 200))
    yield made
    made.close()
    scene.close()


@pytest.fixture
def frame() -> Frame:
    return Frame(look((130, 50, 60), 20, -35, 600), time=6, layer="occupancy")


def pixels(viewport: Viewport, frame: Frame) -> np.ndarray:
    width, height = viewport.size
    return np.frombuffer(viewport.draw(frame), np.uint8).reshape(height, width, 4).copy()


def test_the_picture_is_bgra_with_the_bottom_row_first(viewport: Viewport, frame: Frame) -> None:
    """From the air by day the sky above is bluer and brighter than the ground below."""
    horizon = Frame(look((130, 50, 60), 20, -5, 600), time=6, layer="appearance", labels=False, legend=False)
    image = pixels(viewport, horizon).astype(int)
    top, bottom = image[-20:, 100:300], image[:20, 150:300]
    assert top[..., 0].mean() > top[..., 2].mean()
    assert (top[..., 0] - top[..., 2]).mean() > (bottom[..., 0] - bottom[..., 2]).mean()


def test_it_takes_the_windows_size_at_the_next_frame(viewport: Viewport, frame: Frame) -> None:
    for size in ((400, 260), (333, 111), (1, 1), (320, 200)):
        viewport.resize(*size)
        assert len(viewport.draw(frame)) == size[0] * size[1] * 4
    viewport.resize(0, -5)
    assert viewport.size == (1, 1)
    viewport.resize(320, 200)


def test_nothing_is_drawn_but_by_draw(viewport: Viewport, frame: Frame, graphics: Graphics) -> None:
    before = pixels(viewport, frame)
    graphics.draw()
    assert np.array_equal(np.frombuffer(viewport._target.raw(), np.uint8).reshape(before.shape), before)


def test_the_pixel_that_shows_a_building_picks_it(viewport: Viewport, frame: Frame, prepared: Prepared) -> None:
    tower = prepared.buildings.id.index("A2")
    top = float(prepared.buildings.ground_m[tower] + prepared.buildings.height_m[tower])
    x, y, _ = project_one((130.0, 50.0, top - 1), frame.view, (320.0, 200.0))
    met = viewport.pick(x, y, frame)
    assert met is not None
    assert met.building == tower


def test_the_sky_picks_nothing_and_has_no_ground(viewport: Viewport) -> None:
    level = Frame(look((130, 50, 60), 20, -2, 600), time=6)
    assert viewport.pick(160, 2, level) is None
    assert viewport.ground(160, 2, level) is None


def test_the_ground_under_a_pixel_comes_to_lie_there_again(viewport: Viewport, frame: Frame) -> None:
    point = viewport.ground(40, 150, frame)
    assert point is not None
    x, y, _ = project_one(point, frame.view, (320.0, 200.0))
    assert (x, y) == pytest.approx((40, 150), abs=0.01)


def test_positions_count_from_the_top_left_corner(viewport: Viewport) -> None:
    assert viewport.position(0, 0) == (-1, 1)
    assert viewport.position(320, 200) == (1, -1)


def test_a_selected_building_is_named_in_the_picture(viewport: Viewport, frame: Frame, prepared: Prepared) -> None:
    viewport.resize(640, 400)
    row = prepared.buildings.id.index("A2")
    chosen = Frame(frame.view, frame.time, frame.layer, selected=row, labels=False, legend=False)
    plain = Frame(frame.view, frame.time, frame.layer, labels=False, legend=False)
    difference = np.abs(pixels(viewport, chosen).astype(int) - pixels(viewport, plain)).sum(axis=2) > 60
    assert difference.sum() > 1500
    viewport.resize(320, 200)


def test_dragging_with_the_picked_ground_is_consistent(viewport: Viewport, frame: Frame) -> None:
    start, end = viewport.position(100, 150), viewport.position(160, 120)
    point = viewport.ground(100, 150, frame)
    assert point is not None
    moved = camera.drag(frame.view, 320 / 200, start, end, lambda _x, _y: point[2])
    x, y, _ = project_one(point, moved, (320.0, 200.0))
    assert (x, y) == pytest.approx((160, 120), abs=1.0)


def test_what_is_no_longer_shown_is_given_back(graphics: Graphics, viewport: Viewport, run: Run, frame: Frame) -> None:
    """Every month, selection and language is written anew, and every run is a texture: none may pile up."""
    held = graphics.gsg.get_prepared_objects()

    def show(rounds: int) -> int:
        for number in range(rounds):
            viewport._scene.bind(run if number % 2 else None)
            changed = replace(frame, selected=number % 6, language="zh" if number % 2 else "en", layer="use")
            viewport.draw(changed)
        return int(held.get_num_prepared_textures())

    settled = show(20)
    assert show(40) < settled + 10
