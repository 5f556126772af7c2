"""The legend says what the layer says."""

from __future__ import annotations

from itertools import chain

import pytest

from gis.text import catalogue
from twin.layers import layers
from twin.overlay.legend import PLANNED, legend_of
from twin.overlay.sheet import rgb
from twin.overlay.titles import _ORIGINS, credit_line

USES = ("office", "compute", "housing")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("layer", layers().values(), ids=lambda layer: layer.id)
def test_every_layer_has_a_legend_with_title_meaning_and_what_is_planned(layer, language) -> None:  # type: ignore[no-untyped-def]
    legend = legend_of(layer, USES, language)
    assert legend.title == layer.name.text(language)
    assert legend.note == layer.meaning.text(language) or layer.ensemble
    outlined = [row for row in legend.rows if row.edge]
    assert len(outlined) == 1


def test_a_ramp_is_shown_with_its_colours_and_values() -> None:
    legend = legend_of(layers()["occupancy"], USES, "en")
    assert legend.ramp == layers()["occupancy"].ramp
    assert legend.unit == "share"


def test_only_uses_that_the_place_has_are_listed() -> None:
    rows = legend_of(layers()["use"], USES, "en").rows
    assert {row.text for row in rows} == {"Office", "Compute centre", "Housing", PLANNED.name.en}


def test_a_selection_is_explained() -> None:
    rows = legend_of(layers()["occupancy"], USES, "en", selected="Selected").rows
    assert rows[-1].text == "Selected"
    assert rows[-1].colour == rgb("#FF7319")


def test_a_long_list_stands_in_two_columns() -> None:
    from twin.uses import USES as ALL

    many = legend_of(layers()["use"], tuple(ALL), "en")
    few = legend_of(layers()["use"], USES, "en")
    assert (many.columns, few.columns) == (2, 1)
    assert many.size[0] > few.size[0]


def test_a_long_list_stands_in_one_column_where_there_is_no_room_for_two() -> None:
    from twin.uses import USES as ALL

    narrow = legend_of(layers()["use"], tuple(ALL), "en", room=300)
    assert narrow.columns == 1
    assert narrow.size[0] <= 300


def test_everything_written_into_pictures_is_said_in_chinese() -> None:
    written = (
        *chain.from_iterable(_ORIGINS.values()), "Map data: {sources}", "Selected",
        "{floors} floors",
    )  # fmt: skip
    from twin.walk_state import _HELP

    assert not [text for text in (*written, _HELP) if text not in catalogue("zh")]


@pytest.mark.parametrize(
    ("origin", "said"), [("drafted", "Illustrative"), ("imported", "Imported"), ("mixed", "Partly")]
)
def test_a_picture_says_whose_the_layout_is(origin: str, said: str) -> None:
    """What planners drew is not called illustrative."""
    assert credit_line("en", (), simulated=False, origin=origin).startswith(f"{said}")
    assert credit_line("zh", (), simulated=True, origin=origin).endswith("数值为模拟结果。")


def test_the_legend_of_an_ensemble_says_how_many_runs_it_counts() -> None:
    legend = legend_of(layers()["probability"], USES, "en", runs=30)
    assert legend.note == "In how many of 30 runs a building is handed over by this month."
    assert "30" in legend_of(layers()["probability"], USES, "zh", runs=30).note
    assert (legend.unit, legend.ramp) == ("share", layers()["probability"].ramp)
    assert legend.rows[0].text == "Stood from the start in every run"
    assert PLANNED.name.en not in {row.text for row in legend.rows}
