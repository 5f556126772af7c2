"""A few pictures that must not change unnoticed: looks, colours, writing, both eyes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from gis.prepared import Prepared
from sim.run import Run
from tests import golden
from twin.camera_views import view_of
from twin.frame import Frame
from twin.graphics import Driver, Graphics
from twin.picture import take
from twin.scene import Scene
from twin.view import look

SIZE = (640, 360)
NEAR = look((70, 130, 40), 25, -24, 420)


@pytest.fixture(scope="module")
def scene(graphics: Graphics, prepared: Prepared, run: Run) -> Iterator[Scene]:
    made = Scene(graphics, prepared, "medium")
    made.bind(run)
    yield made
    made.close()


def frames(prepared: Prepared) -> dict[str, tuple[Frame, str]]:
    """Every golden picture: what it shows and its stereo mode."""
    tower = prepared.buildings.id.index("A2")
    above, street = view_of(prepared, "top", "ai"), view_of(prepared, "street", "ai")
    return {
        "day": (Frame(NEAR, 6.0), "mono"),
        "dusk": (Frame(NEAR, 20.0, hour=19.6, labels=False), "mono"),
        "occupancy-zh": (Frame(NEAR, 12.5, "occupancy", selected=tower, language="zh"), "mono"),
        "plan-of-uses": (Frame(above, 6.0, "use"), "mono"),
        "construction-for-two-eyes": (Frame(NEAR, 6.0, "construction"), "side-by-side"),
        "street": (Frame(street, 12.0, legend=False), "mono"),
    }


NAMES = ("day", "dusk", "occupancy-zh", "plan-of-uses", "construction-for-two-eyes", "street")


@pytest.mark.golden
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_looks_as_it_did(graphics: Graphics, scene: Scene, prepared: Prepared, name: str) -> None:
    frame, mode = frames(prepared)[name]
    golden.check(take(graphics, scene, frame, SIZE, mode, samples=4), name, graphics.driver)


def test_every_golden_picture_is_compared(prepared: Prepared) -> None:
    assert set(frames(prepared)) == set(NAMES) == {file.stem for file in golden.FOLDER.glob("*.png")}


SOFTWARE = Driver("Mesa", "llvmpipe (LLVM 15)", "4.5", software=True)
CARD = Driver("Vendor", "A graphics card", "4.6", software=False)


@pytest.fixture
def stored(tmp_path, monkeypatch) -> np.ndarray:  # type: ignore[no-untyped-def]
    """A golden picture called "test" in a folder of its own."""
    monkeypatch.setattr(golden, "FOLDER", tmp_path / "golden")
    monkeypatch.setattr(golden, "OUT", tmp_path / "out")
    image = np.random.default_rng(3).integers(60, 200, (90, 160, 3), np.uint8)
    monkeypatch.setenv("PARKTWIN_RENEW_GOLDEN", "1")
    golden.check(image, "test", SOFTWARE)
    monkeypatch.delenv("PARKTWIN_RENEW_GOLDEN")
    return image


def test_the_same_picture_passes_and_a_few_other_edges_do(stored: np.ndarray) -> None:
    golden.check(stored, "test", SOFTWARE)
    nearly = stored.copy()
    nearly[0, :20] += 50
    golden.check(nearly, "test", SOFTWARE)


def test_another_picture_fails_and_leaves_a_difference_picture(stored: np.ndarray, tmp_path) -> None:  # type: ignore[no-untyped-def]
    other = stored.copy()
    other[20:40, 20:40] = 255
    with pytest.raises(AssertionError, match="differ"):
        golden.check(other, "test", SOFTWARE)
    assert (tmp_path / "out" / "test.png").exists()


def test_a_missing_golden_picture_fails(stored: np.ndarray) -> None:
    with pytest.raises(AssertionError, match="missing"):
        golden.check(stored, "never-made", SOFTWARE)


def test_another_renderer_is_compared_in_blocks_and_says_so(stored: np.ndarray) -> None:
    shifted = np.roll(stored, 1, axis=1)
    with pytest.raises(pytest.skip.Exception, match="LARGE BLOCKS"):
        golden.check(shifted, "test", CARD)
    black = np.zeros_like(stored)
    with pytest.raises(AssertionError, match="block"):
        golden.check(black, "test", CARD)
