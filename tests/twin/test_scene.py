"""The scene shows what the run says: heights storey by storey, colours of the legend, and nothing is built twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from gis.errors import UserError
from gis.prepared import Centrelines, ContextTable, Outlines, Prepared, TreeTable
from sim.bands import FULL, Bands
from sim.run import Run
from tests.tiny import tiny_bands
from tests.twin.studio import Studio, from_above, from_north, metres_per_px, pixel_from_above
from twin.colours import srgb
from twin.frame import Frame
from twin.graphics import Graphics
from twin.layers import layers
from twin.quality import QUALITIES
from twin.scene import Scene
from twin.view import look

AERIAL = look((60.0, 140.0, 40.0), 20.0, -30.0, 500.0)
# buildings with an open roof in the sun, and a point of their roof without plant on it
ROOFS = {"A3": (26.0, 50.0), "V1": (-92.0, 60.0), "A6": (223.0, 29.0), "V5": (-174.0, 264.0)}


@pytest.fixture(scope="module")
def scene(graphics: Graphics, prepared: Prepared) -> Iterator[Scene]:
    made = Scene(graphics, prepared, "low")
    yield made
    made.close()


@pytest.fixture(scope="module")
def studio(graphics: Graphics, scene: Scene) -> Iterator[Studio]:
    made = Studio(graphics, scene)
    yield made
    made.close()


def with_states(run: Run, **columns: np.ndarray) -> Run:
    return replace(run, **{name: values.astype(np.float32) for name, values in columns.items()})


def complete(run: Run) -> Run:
    """Everything stands from the first month on, each building let to another share that grows."""
    months, buildings = run.progress.shape
    share = np.linspace(0.05, 0.9, buildings)[None] + np.linspace(0, 0.1, months)[:, None]
    return with_states(run, progress=np.ones((months, buildings)), occupancy=share)


def roof_pixel(studio: Studio, prepared: Prepared, building: str, **frame: object) -> np.ndarray:
    view = from_above(60, 150, 700)
    picture = studio.shoot(Frame(view, **frame))  # type: ignore[arg-type]
    row = prepared.buildings.id.index(building)
    x, y = ROOFS[building]
    at = pixel_from_above(view, (x, y, float(prepared.buildings.ground_m[row])))
    return picture[at].astype(float) / 255


@pytest.mark.parametrize("building", ROOFS)
@pytest.mark.parametrize("time", [0.0, 7.5, 22.25])
def test_a_roof_has_the_colour_of_the_legend_at_any_time(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run, building: str, time: float
) -> None:
    """Between two months the state is mixed as numpy mixes it; the colour is that of the legend within 3 of 255."""
    full = complete(run)
    scene.bind(full)
    row = prepared.buildings.id.index(building)
    value = float(np.interp(time, np.arange(len(run.months)), full.occupancy[:, row]))
    expected = layers()["occupancy"].colour(prepared.buildings.use[row], value)
    assert expected is not None
    seen = roof_pixel(studio, prepared, building, time=time, layer="occupancy")
    assert np.abs(seen - expected).max() < 3 / 255


@pytest.mark.parametrize("building", ROOFS)
def test_the_layer_of_uses_shows_their_colours(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run, building: str
) -> None:
    scene.bind(complete(run))
    expected = layers()["use"].colour(prepared.buildings.use[prepared.buildings.id.index(building)], 0)
    assert expected is not None
    assert np.abs(roof_pixel(studio, prepared, building, layer="use") - expected).max() < 3 / 255


def test_what_a_layer_says_nothing_about_stays_clay(studio: Studio, scene: Scene, prepared: Prepared, run: Run) -> None:
    scene.bind(complete(run))
    seen = roof_pixel(studio, prepared, "A3", layer="compute")
    assert np.ptp(seen) < 0.03
    assert seen.min() > 0.8


@pytest.mark.parametrize("progress", [0.01, 0.2, 0.5, 0.77, 1.0])
def test_a_building_is_as_high_as_the_storeys_it_has_reached(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run, progress: float
) -> None:
    """Walls are cut, not squashed: the top lies on a storey, the first one as soon as work begins."""
    row = prepared.buildings.id.index("A7")
    table = prepared.buildings
    states = np.zeros_like(run.progress)
    states[:, row] = progress
    scene.bind(with_states(run, progress=states, occupancy=0 * states, compute_load=0 * states))
    middle = float(table.centre_m[row, 0])
    ground, floor_m, floors = float(table.ground_m[row]), float(table.floor_height_m[row]), int(table.floors[row])
    view = from_north(middle, ground + 25, 90)
    picture = studio.shoot(Frame(view, layer="use")).astype(float) / 255
    colour = layers()["use"].colour("housing", 0)
    assert colour is not None
    hue = np.array(colour) - np.mean(colour)
    near = np.abs((picture - picture.mean(-1, keepdims=True)) - hue).max(-1) < 0.08
    # the columns and netting of the bare structure: a row belongs to the building if a good part of it does
    built_rows = np.flatnonzero(near[:, 130:170].mean(1) > 0.3)
    top_m = view.target_m[2] + (150 - built_rows.min()) * metres_per_px(view)
    storeys = max(1, int(np.ceil(round(progress * 255) / 255 * floors - 0.001)))
    parapet_m = 4.5 if progress == 1.0 else 0.0  # parapet and plant of a finished roof
    assert -0.6 <= top_m - (ground + storeys * floor_m) <= parapet_m + 0.6


def test_what_is_not_begun_is_a_ghost_that_lets_the_ground_through(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run
) -> None:
    nothing = np.zeros_like(run.progress)
    scene.bind(with_states(run, progress=nothing, occupancy=nothing, compute_load=nothing))
    ghost = roof_pixel(studio, prepared, "A6", layer="use")
    solid = layers()["use"].colour("software", 0)
    assert solid is not None
    assert np.abs(ghost - solid).max() > 0.2
    scene.bind(complete(run))
    assert np.abs(roof_pixel(studio, prepared, "A6", layer="use") - solid).max() < 3 / 255


def test_moving_through_time_changes_the_picture_and_coming_back_restores_it(
    studio: Studio, scene: Scene, run: Run
) -> None:
    scene.bind(run)
    first, later, again = (studio.shoot(Frame(AERIAL, time=time, layer="occupancy")) for time in (1.0, 20.0, 1.0))
    assert (first != later).any()
    assert (first == again).all()


def test_moving_through_time_layers_hours_and_selection_builds_nothing(studio: Studio, scene: Scene, run: Run) -> None:
    scene.bind(run)
    studio.shoot(Frame(AERIAL, layer="use"))
    nodes = [node.node() for node in scene.root.find_all_matches("**")]
    states = scene.root.get_shader_input("states").get_texture()
    for time, layer, hour, selected in (
        (3.0, "use", 9.0, -1),
        (4.5, "compute", 12.0, 3),
        (23.0, "appearance", 20.0, 0),
    ):
        studio.shoot(Frame(AERIAL, time=time, layer=layer, hour=hour, selected=selected))
    assert [node.node() for node in scene.root.find_all_matches("**")] == nodes
    assert scene.root.get_shader_input("states").get_texture() == states


def test_the_chosen_building_turns_orange(studio: Studio, scene: Scene, prepared: Prepared, run: Run) -> None:
    scene.bind(complete(run))
    row = prepared.buildings.id.index("A3")
    plain = roof_pixel(studio, prepared, "A3", layer="compute")
    chosen = roof_pixel(studio, prepared, "A3", layer="compute", selected=row)
    orange = np.array(srgb("#FF7319"))
    assert np.abs(chosen - orange).sum() < 0.6 * np.abs(plain - orange).sum()
    other = roof_pixel(studio, prepared, "V1", layer="compute", selected=row)
    assert np.ptp(other) < 0.03


def test_at_night_more_windows_are_lit_where_more_is_let(studio: Studio, scene: Scene, run: Run) -> None:
    full = complete(run)
    pictures = []
    for share in (0.0, 1.0):
        scene.bind(with_states(full, occupancy=np.full_like(full.occupancy, share)))
        pictures.append(studio.shoot(Frame(AERIAL, hour=22.5)).astype(float).mean())
    assert pictures[1] > pictures[0] + 2


def test_noon_is_brighter_than_midnight(studio: Studio, scene: Scene, run: Run) -> None:
    scene.bind(run)
    noon, midnight = (studio.shoot(Frame(AERIAL, hour=hour)).mean() for hour in (12.0, 0.0))
    assert noon > 2 * midnight


def test_without_a_run_stands_what_exists(studio: Studio, scene: Scene, prepared: Prepared) -> None:
    scene.bind(None)
    assert np.ptp(roof_pixel(studio, prepared, "A3", layer="construction")) > 0.05
    there = layers()["construction"].colour("rnd", 1.0)
    assert there is not None
    assert np.abs(roof_pixel(studio, prepared, "A3", layer="construction") - there).max() < 3 / 255
    assert np.abs(roof_pixel(studio, prepared, "A6", layer="construction") - there).max() > 0.1


def test_a_run_of_another_place_is_refused_and_the_picture_stays(studio: Studio, scene: Scene, run: Run) -> None:
    scene.bind(run)
    before = studio.shoot(Frame(AERIAL, time=12.0))
    with pytest.raises(UserError, match="another layout"):
        scene.bind(replace(run, building_ids=("x",) * len(run.building_ids)))
    assert (studio.shoot(Frame(AERIAL, time=12.0)) == before).all()


def test_what_stands_may_be_built_anew(studio: Studio, scene: Scene, prepared: Prepared, run: Run) -> None:
    """A run may begin before a building that stands today: then it rises like any other."""
    row = prepared.buildings.id.index("A3")
    rising = run.progress.copy()
    rising[:12, row] = 0.4
    rising[12:, row] = 1.0
    scene.bind(with_states(run, progress=rising))
    early = roof_pixel(studio, prepared, "A3", time=3.0, layer="construction")
    late = roof_pixel(studio, prepared, "A3", time=20.0, layer="construction")
    construction = layers()["construction"]
    assert np.abs(early - construction.colour("rnd", 0.4)).max() < 0.06
    assert np.abs(late - construction.colour("rnd", 1.0)).max() < 3 / 255


def test_what_stands_today_has_its_site_in_a_run_that_begins_before_it(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run
) -> None:
    """Before it is begun it is a ghost like all that is planned, and none of that is left in the next run."""
    row = prepared.buildings.id.index("A3")
    absent = complete(run).progress.copy()
    absent[:12, row] = 0.0
    scene.bind(with_states(complete(run), progress=absent))
    pixels = {}
    for name, selected in (("plain", -1), ("chosen", row)):
        pixels[name] = roof_pixel(studio, prepared, "A3", time=3.0, layer="use", selected=selected)
    assert pixels["chosen"][0] > pixels["plain"][0] + 0.04
    with_site = len(scene.root.find_all_matches("**/+GeomNode"))
    scene.bind(complete(run))
    assert len(scene.root.find_all_matches("**/+GeomNode")) < with_site


def spread(run: Run) -> Bands:
    """Chances that grow from nothing, each building to another share; the last is handed over from the start."""
    months, buildings = run.progress.shape
    chance = np.linspace(0.1, 1.0, buildings)[None] * np.linspace(0, 1, months)[:, None]
    chance[:, -1] = 1.0
    return replace(tiny_bands(run), finished=np.rint(FULL * chance).astype(np.uint8))


@pytest.mark.parametrize("building", ["A3", "V1", "A6"])
@pytest.mark.parametrize("time", [0.0, 7.5, 22.25])
def test_a_roof_tells_the_chance_that_its_building_is_handed_over(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run, building: str, time: float
) -> None:
    """In the colour of the legend, whatever the building is for and between two months too."""
    full = complete(run)
    bands = spread(full)
    scene.bind(full, bands)
    row = prepared.buildings.id.index(building)
    chance = float(np.interp(time, np.arange(len(run.months)), bands.finished[:, row] / FULL))
    expected = layers()["probability"].colour(prepared.buildings.use[row], chance)
    assert expected is not None
    seen = roof_pixel(studio, prepared, building, time=time, layer="probability")
    assert np.abs(seen - expected).max() < 3 / 255


def test_what_was_never_in_question_stays_clay(studio: Studio, scene: Scene, prepared: Prepared, run: Run) -> None:
    full = complete(run)
    assert prepared.buildings.id[-1] == "V5"
    scene.bind(full, spread(full))
    seen = roof_pixel(studio, prepared, "V5", time=9.0, layer="probability")
    assert np.ptp(seen) < 0.03
    assert seen.min() > 0.8


def test_chances_are_shown_on_whole_buildings_with_lines_on_what_the_run_has_not_built(
    studio: Studio, scene: Scene, prepared: Prepared, run: Run
) -> None:
    """A building that the run has not begun is no ghost here: its colour covers the ground, and is hatched."""
    nothing = np.zeros_like(run.progress)
    planned = with_states(run, progress=nothing, occupancy=nothing, compute_load=nothing)
    pictures = {}
    for name, shown in (("planned", planned), ("built", complete(run))):
        scene.bind(shown, spread(run))
        pictures[name] = studio.shoot(Frame(from_above(-60, 80, 70), time=12.0, layer="probability")).astype(float)
    row = prepared.buildings.id.index("V1")
    colour = layers()["probability"].colour("industrial", spread(run).finished[12, row] / FULL)
    assert colour is not None
    near = {name: (np.abs(picture / 255 - colour).max(-1) < 3 / 255).mean() for name, picture in pictures.items()}
    assert 0.3 < near["planned"] < near["built"] - 0.1


def test_a_step_through_the_chances_uploads_and_builds_nothing(studio: Studio, scene: Scene, run: Run) -> None:
    """Choosing the layer changes the array of states, time only the clock."""
    scene.bind(run, tiny_bands(run))
    studio.shoot(Frame(AERIAL, layer="construction"))
    before = scene.root.get_shader_input("states").get_texture()
    studio.shoot(Frame(AERIAL, layer="probability"))
    nodes = [node.node() for node in scene.root.find_all_matches("**")]
    states = scene.root.get_shader_input("states").get_texture()
    modified = states.get_image_modified()
    assert states != before
    first, later, again = (studio.shoot(Frame(AERIAL, time=time, layer="probability")) for time in (1.0, 20.0, 1.0))
    assert (first != later).any()
    assert (first == again).all()
    assert [node.node() for node in scene.root.find_all_matches("**")] == nodes
    assert scene.root.get_shader_input("states").get_texture() == states
    assert states.get_image_modified() == modified
    studio.shoot(Frame(AERIAL, layer="construction"))
    assert scene.root.get_shader_input("states").get_texture() == before


def test_a_layer_of_an_ensemble_without_one_is_a_mistake_of_the_caller(scene: Scene, run: Run) -> None:
    scene.bind(run)
    with pytest.raises(KeyError):
        scene.show(Frame(AERIAL, layer="probability"))


def test_an_unknown_layer_is_a_mistake_of_the_caller(scene: Scene) -> None:
    with pytest.raises(KeyError):
        scene.show(Frame(AERIAL, layer="nonsense"))


def test_the_ground_is_the_terrain_and_the_sea_lies_at_0(scene: Scene, prepared: Prepared) -> None:
    assert scene.ground_m(10.0, 20.0) == pytest.approx(float(prepared.terrain.at(10.0, 20.0)))
    assert prepared.terrain.height_m.min() < 0
    at = np.unravel_index(prepared.terrain.height_m.argmin(), prepared.terrain.height_m.shape)
    x = prepared.terrain.x0_m + prepared.terrain.step_m * at[1]
    y = prepared.terrain.y0_m + prepared.terrain.step_m * at[0]
    assert scene.ground_m(x, y) == 0.0


@pytest.mark.parametrize("quality", QUALITIES)
def test_every_quality_draws_every_layer_by_day_and_night_without_complaint(
    graphics: Graphics, prepared: Prepared, run: Run, quality: str
) -> None:
    """A shader that does not compile draws white and goes on: the log, checked after every test, tells."""
    made = Scene(graphics, prepared, quality)
    studio = Studio(graphics, made)
    made.bind(run, tiny_bands(run))
    for layer in layers():
        for hour in (15.0, 21.0):
            picture = studio.shoot(Frame(AERIAL, time=10.0, layer=layer, hour=hour))
            assert picture.std() > 10
    studio.close()
    made.close()


def test_a_bare_place_without_streets_trees_surfaces_or_surroundings_is_drawn(
    graphics: Graphics, prepared: Prepared, run: Run
) -> None:
    """A user's own layout may hold nothing but buildings."""
    none, start = np.zeros(0, np.int32), np.zeros(1, np.int32)
    nothing = Outlines(np.zeros((0, 3), np.float32), start, start, none)
    no_roads = Centrelines(np.zeros((0, 3), np.float32), start, np.zeros(0, np.float32), none, ())
    bare = replace(
        prepared,
        surfaces=(),
        roads=no_roads,
        context_roads=no_roads,
        trees=TreeTable(np.zeros((0, 3), np.float32), np.zeros(0, np.float32), none, ()),
        context=ContextTable((), np.zeros(0, np.float32), np.zeros(0, np.float32), none, nothing),
    )
    made = Scene(graphics, bare, "medium")
    studio = Studio(graphics, made)
    made.bind(run)
    assert studio.shoot(Frame(AERIAL, time=10.0)).std() > 10
    studio.close()
    made.close()


def test_an_unknown_quality_is_named(graphics: Graphics, prepared: Prepared) -> None:
    with pytest.raises(UserError, match="low, medium, high"):
        Scene(graphics, prepared, "ultra")
