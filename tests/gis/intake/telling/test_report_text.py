"""The report to read: aligned, wrapped, in both languages, whatever the document holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.intake.telling.lines import padded, seen_width, wrapped
from gis.intake.telling.report_text import refusal, text
from gis.text import set_language


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def layer(name: str, **more: Any) -> dict[str, Any]:
    """A layer of a document."""
    plain = {
        "name": name, "features": 2, "kind": "other", "crs": "EPSG:4549", "area_m2": 10_000.0, "heights": {"count": 0},
        "repaired": 0, "dropped": 0, "geometry": {"polygons": 2}, "fields": {}, "other_fields": [],
    }  # fmt: skip
    return {**plain, **more}


def report(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A document."""
    return {"file": "plan.gpkg", "usable": True, "layers": list(layers), "totals": {}, "findings": [], **more}


def test_areas_stand_in_both_units() -> None:
    """A planner thinks in mu."""
    assert "10,000.0 m² = 15.00 mu" in text(report(layer("plots")))


def test_many_layers_stand_in_a_table() -> None:
    """Fifty layers are fifty lines, in columns, Chinese names among them."""
    lines = text(report(*(layer(f"图层{i}") for i in range(50)))).splitlines()
    rows = [line for line in lines if "EPSG:4549" in line]
    assert len(rows) == 50
    assert len({seen_width(line[: line.index("EPSG")]) for line in rows}) == 1


def test_findings_are_grouped_by_level_and_wrapped() -> None:
    """The gravest first, each with all of its parts; a path that is known is not repeated."""
    found = [
        {"level": level, "where": "plan.gpkg plots", "what": "word " * 40, "expected": "More.", "remedy": "Do it."}
        for level in ("error", "ask", "warning", "note")
    ]
    written = text(report(usable=False, findings=found), width=60)
    heads = [written.index(head) for head in ("Errors (1)", "Questions (1)", "Warnings (1)", "Notes (1)")]
    assert heads == sorted(heads)
    assert all(seen_width(line) <= 60 for line in written.splitlines())
    assert written.count("Do it.") == 4
    assert written.count("plan.gpkg") == 1


def test_the_next_step_is_the_command_to_type() -> None:
    """Import what is usable; answer and check again what asks; nothing after an error."""
    asked = [{"level": "ask", "where": "x", "what": "What?", "expected": "", "remedy": "--crs"}]
    assert "  go import" in text(report(layer("a")), following="go import")
    assert "go import --kind 'a b=buildings'" in text(report({**layer("a b"), "kind": "other"}), following="go import")
    assert "  go import --base ai" in text(report({**layer("a"), "kind": "terrain"}), following="go import")
    assert "  go check ..." in text(report(usable=False, findings=asked), check="go check", following="go import")
    broken = refusal("plan.gpkg", UserError("plan.gpkg", "It is damaged.", remedy="Export it again."))
    assert "go" not in text(broken, check="go check", following="go import").replace("gone", "")


def test_estimated_floors_are_marked() -> None:
    """A ratio that rests on them is about so."""
    totals = {
        "land": "site", "land_m2": 10_000.0, "footprint_m2": 2_000.0, "floor_area_m2": 8_000.0, "coverage": 0.2,
        "floor_area_ratio": 0.8, "floors_stated": 1, "floors_estimated": 3, "floors_unknown": 2,
    }  # fmt: skip
    written = text(report(layer("a"), totals=totals), width=120)
    assert "≈ 0.80" in written
    assert "floors of 3 buildings estimated; 2 buildings of unknown floors not counted" in written
    set_language("zh")
    assert "容积率" in text(report(layer("a"), totals=totals))


def test_a_chinese_character_takes_two_places() -> None:
    """Columns line up in a terminal."""
    assert seen_width("地块 A") == 6
    assert padded("地块", 6) == "地块  "
    assert padded("7", 3, right=True) == "  7"


@given(st.text(alphabet="ab 地块，。（）/.-", max_size=200), st.integers(20, 60))
def test_wrapping_loses_nothing_but_spaces(words: str, width: int) -> None:
    """Every character comes back, in its order."""
    assert "".join("".join(wrapped(words, width)).split()) == "".join(words.split())


def test_no_line_begins_with_a_chinese_stop() -> None:
    """It stays with the word before it."""
    lines = list(wrapped("自相交的轮廓，" * 20, 30))
    assert not any(line.startswith("，") for line in lines)
    assert all(seen_width(line) <= 32 for line in lines)
