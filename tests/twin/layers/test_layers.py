"""Layers: the folder is the list, and legend, tooltip and scene read the same colours."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.colours import linear_from_srgb, srgb
from twin.layers import Layer, layers
from twin.states import COLUMNS
from twin.uses import USE_INDEX, USES

ALL = list(layers().values())


def lightness(colour: tuple[float, float, float]) -> float:
    """CIE L* (0 to 100)."""
    luminance = float(linear_from_srgb(np.array(colour)) @ (0.2126, 0.7152, 0.0722))
    return 116 * luminance ** (1 / 3) - 16


def test_the_layers_come_in_the_order_in_which_they_are_offered() -> None:
    assert list(layers()) == ["appearance", "use", "occupancy", "compute", "construction", "probability"]


@pytest.mark.parametrize("layer", ALL, ids=lambda layer: layer.id)
def test_every_layer_speaks_both_languages_and_shows_a_known_column(layer: Layer) -> None:
    for name in (layer.name, layer.meaning, *(category.name for category in layer.categories)):
        assert name.en
        assert name.zh
        assert name.en != name.zh
    assert layer.column in (("finished",) if layer.ensemble else ("", *COLUMNS))
    assert bool(layer.ramp or layer.categories) == (layer.id != "appearance")


@given(st.sampled_from(ALL), st.sampled_from(list(USES)), st.integers(0, 255))
def test_the_table_of_the_scene_holds_the_colours_of_the_legend(layer: Layer, use: str, step: int) -> None:
    pixel = layer.table()[USE_INDEX[use], step]
    colour = layer.colour(use, step / 255)
    if colour is None:
        assert pixel[3] == 0
    else:
        assert pixel[3] == 255
        assert np.abs(pixel[:3] / 255 - colour).max() <= 0.5 / 255 + 1e-9


@pytest.mark.parametrize(
    "layer", [layers()["occupancy"], layers()["compute"], layers()["probability"]], ids=lambda layer: layer.id
)
def test_a_ramp_grows_darker_step_by_step_so_that_it_reads_in_grey(layer: Layer) -> None:
    tones = [lightness(srgb(stop.colour)) for stop in layer.ramp]
    assert all(lighter - darker > 4 for lighter, darker in itertools.pairwise(tones))
    assert [stop.value for stop in layer.ramp] == sorted(stop.value for stop in layer.ramp)


def test_only_compute_centres_have_a_compute_load() -> None:
    layer = layers()["compute"]
    assert layer.colour("compute", 0.5) is not None
    assert layer.colour("office", 0.5) is None


def test_a_building_is_under_construction_until_its_very_end() -> None:
    layer = layers()["construction"]
    complete, building = (srgb(category.colour) for category in layer.categories[:2])
    assert layer.colour("office", 1.0) == pytest.approx(complete)
    assert layer.colour("office", 0.3) == pytest.approx(building)
    assert layer.colour("office", 254 / 255) == pytest.approx(building)


def test_no_two_uses_have_the_same_colour() -> None:
    codes = [code for _, code in USES.values()]
    assert len(set(codes)) == len(codes)


def test_what_is_in_doubt_glows_and_what_is_sure_is_dull() -> None:
    """Chroma is highest between the ends of the ramp, and no colour of it is one of the occupancy's."""
    layer, other = layers()["probability"], layers()["occupancy"]
    seen = layer.colours("office", np.linspace(0, 1, 101))
    assert seen is not None
    chroma = np.ptp(seen, axis=1)
    assert 0.25 <= np.argmax(chroma) / 100 <= 0.75
    assert chroma[-1] < 0.25 * chroma.max()
    letting = other.colours("office", np.linspace(0, 1, 101))
    assert letting is not None
    # sand begins both; from a tenth on they part
    assert np.abs(seen[10:, None] - letting[None]).max(-1).min() > 0.08
