"""Still pictures: what is drawn, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gis.errors import UserError
from gis.prepared import Prepared
from sim.run import Run
from twin.camera_views import home_view, view_of
from twin.frame import Frame
from twin.graphics import Graphics
from twin.overlay import Overlay
from twin.picture import check_png, overlay_of, take, write_png
from twin.scene import Scene

SIZE = (320, 180)


@pytest.fixture(scope="module")
def scene(graphics: Graphics, prepared: Prepared, run: Run) -> Iterator[Scene]:
    made = Scene(graphics, prepared, "low")
    made.bind(run)
    yield made
    made.close()


@pytest.fixture
def frame(prepared: Prepared) -> Frame:
    return Frame(home_view(prepared, "ai"), time=6, layer="occupancy", labels=False, legend=False)


def bare(prepared: Prepared) -> Overlay:
    """An overlay that writes nothing."""
    return Overlay(prepared, parts=frozenset())


def test_a_picture_has_the_size_asked_for_and_shows_something(graphics, scene, frame) -> None:  # type: ignore[no-untyped-def]
    image = take(graphics, scene, frame, SIZE, samples=0)
    assert image.shape == (180, 320, 3)
    assert image.std() > 10


def test_the_same_frame_gives_the_same_picture(graphics, scene, frame) -> None:  # type: ignore[no-untyped-def]
    first, second = (take(graphics, scene, frame, SIZE, samples=0) for _ in range(2))
    assert np.array_equal(first, second)


def test_another_month_gives_another_picture(graphics, scene, frame, prepared) -> None:  # type: ignore[no-untyped-def]
    late = Frame(frame.view, 23, frame.layer, labels=False, legend=False)
    overlay = bare(prepared)
    pictures = [take(graphics, scene, f, SIZE, samples=0, overlay=overlay) for f in (frame, late)]
    assert not np.array_equal(*pictures)


def test_side_by_side_shows_two_pictures_of_the_same_thing(graphics, scene, prepared) -> None:  # type: ignore[no-untyped-def]
    street = Frame(view_of(prepared, "street", "ai"), time=6)
    image = take(graphics, scene, street, (640, 360), "side-by-side", samples=0, overlay=bare(prepared)).astype(int)
    left, right = image[:, :320], image[:, 320:]
    assert not np.array_equal(left, right)
    assert np.abs(left - right).mean() < 0.35 * np.abs(left - right[:, ::-1]).mean() + 12


@pytest.mark.parametrize("samples", [0, 4])
def test_both_halves_are_drawn_with_any_number_of_samples(graphics, scene, frame, samples) -> None:  # type: ignore[no-untyped-def]
    image = take(graphics, scene, frame, (640, 360), "side-by-side", samples)
    assert image[:, :320].std() > 10
    assert image[:, 320:].std() > 10


def test_both_eyes_read_the_same_at_the_same_place(graphics, scene, frame, prepared) -> None:  # type: ignore[no-untyped-def]
    """Writing lies at zero parallax."""
    written = Frame(frame.view, frame.time, frame.layer)
    plain = take(graphics, scene, written, (960, 480), "side-by-side", samples=0, overlay=bare(prepared))
    full = take(graphics, scene, written, (960, 480), "side-by-side", samples=0)
    touched = np.abs(plain.astype(int) - full.astype(int)).sum(axis=2) > 60
    left, right = touched[:, :480], touched[:, 480:]
    assert left.mean() > 0.03
    assert (left & right).sum() > 0.8 * (left | right).sum()


def test_a_picture_twice_as_large_has_the_same_layout(graphics, scene, frame) -> None:  # type: ignore[no-untyped-def]
    small = take(graphics, scene, Frame(frame.view, 6, "occupancy"), (900, 720), samples=0)
    large = take(graphics, scene, Frame(frame.view, 6, "occupancy"), (1800, 1440), samples=0)
    halved = np.asarray(Image.fromarray(large).reduce(2), int)
    legend = np.abs(halved - small)[560:700, 660:880]
    assert legend.mean() < 4


def test_several_samples_soften_edges(graphics, scene, frame, prepared) -> None:  # type: ignore[no-untyped-def]
    overlay = bare(prepared)
    hard, soft = (take(graphics, scene, frame, SIZE, samples=n, overlay=overlay) for n in (0, 4))
    assert not np.array_equal(hard, soft)
    assert np.abs(hard.astype(int) - soft).mean() < 12


@pytest.mark.parametrize("size", [(100_000, 100), (100, 100_000), (10, 10), (0, 0), (16_000, 16_000)])
def test_a_size_that_cannot_be_drawn_is_refused(graphics, scene, frame, size) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match=f"{size[0]}x{size[1]}"):
        take(graphics, scene, frame, size)


def test_an_overlay_speaks_of_the_scenes_run(scene: Scene, prepared: Prepared) -> None:
    """Under construction at the sixth month, the data hall is lower than it will be."""
    hall = prepared.buildings.id.index("A4")
    month = next(t for t in range(24) if 0 < scene.run.progress[t, hall] < 0.9)  # type: ignore[union-attr]
    assert overlay_of(scene).picker.tops(month)[hall] < overlay_of(scene).picker.tops(23)[hall]


def test_what_is_written_is_what_was_drawn(tmp_path: Path) -> None:
    image = np.random.default_rng(1).integers(0, 255, (40, 60, 3), np.uint8)
    write_png(image, tmp_path / "a.png")
    assert np.array_equal(np.asarray(Image.open(tmp_path / "a.png")), image)
    assert [file.name for file in tmp_path.iterdir()] == ["a.png"]


def test_only_png_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.png"):
        check_png(tmp_path / "a.jpg")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nowhere"):
        write_png(np.zeros((4, 4, 3), np.uint8), tmp_path / "nowhere" / "a.png")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "a.png").mkdir()
    with pytest.raises(UserError, match=r"a\.png"):
        check_png(tmp_path / "a.png")


def test_a_folder_without_permission_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(UserError, match="Permission denied"):
        check_png(tmp_path / "a.png")


def test_looking_whether_a_file_can_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    check_png(tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UserError, match="No space left"):
        write_png(np.zeros((4, 4, 3), np.uint8), tmp_path / "a.png")
    assert list(tmp_path.iterdir()) == []
