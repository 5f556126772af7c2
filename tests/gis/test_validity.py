"""Validity of shapes that even the library of geometry gives up on."""

from __future__ import annotations

import shapely

from gis.validity import are_valid


def test_sound_and_broken_shapes_are_told_apart() -> None:
    """A missing one is not sound either."""
    bow = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert are_valid([shapely.box(0, 0, 1, 1), bow, None]).tolist() == [True, False, False]


def test_one_that_makes_the_library_fail_is_broken(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """And the others keep their answer."""
    real = shapely.is_valid

    def failing(shapes: object) -> object:
        if not isinstance(shapes, shapely.Geometry):
            raise shapely.GEOSException("Segment vertex does not intersect ring")
        if shapes.geom_type == "Point":
            raise shapely.GEOSException("Segment vertex does not intersect ring")
        return real(shapes)

    monkeypatch.setattr(shapely, "is_valid", failing)
    assert are_valid([shapely.box(0, 0, 1, 1), shapely.Point(0, 0)]).tolist() == [True, False]
