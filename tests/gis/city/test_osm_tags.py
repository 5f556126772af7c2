"""What tags say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.city.osm_tags import columns, kind_of_way, metres, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12.0), ("12 m", 12.0), ("12.5m", 12.5), ("12,5", 12.5), ("40'", 12.192), ("40'6\"", 12.3444),
        ("40 ft", 12.192), ("~15", 15.0), ("8 米", 8.0), ("0", None), ("-3", None), ("tall", None), ("10-12", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_lengths_are_read_as_people_write_them(text: str | None, value: float | None) -> None:
    """Metres, feet and inches, decimal commas; nothing else is guessed."""
    assert metres(text) == (None if value is None else pytest.approx(value))


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever stands in a tag, the answer is a number above 0 or none."""
    value = metres(text)
    assert value is None or value > 0
    assert (number(text) or 0) >= 0
    assert isinstance(columns("buildings", {"building": text, "height": text}), dict)


def test_a_closed_road_is_a_line_unless_it_is_an_area() -> None:
    """Roundabouts are roads; areas of paving are squares; footways are paths."""
    assert kind_of_way({"highway": "residential"}, closed=True) == "roads"
    assert kind_of_way({"highway": "pedestrian", "area": "yes"}, closed=True) == "squares"
    assert kind_of_way({"highway": "steps"}, closed=False) == "paths"
    assert kind_of_way({"highway": "proposed"}, closed=False) == ""
    assert kind_of_way({"building": "yes", "amenity": "parking"}, closed=True) == "buildings"
