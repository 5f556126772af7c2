"""A plan of one's own becomes a park, and every mistake in it one sentence."""

from __future__ import annotations

import copy
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.errors import UserError
from gis.generate.own import Generated, generated
from gis.prepare import prepare
from gis.read import load_place
from gis.units import mu_from_m2
from gis.write import write_geopackage

EXAMPLE = Path(__file__).parents[3] / "docs" / "example-plan.toml"
CONTENT = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
WRONG: tuple[Any, ...] = (
    None, True, -1, 0, 1, 7, 1e9, float("nan"), float("inf"), "", "x", "frame", [], [1], [0, 0], [[0, 0]], {}, {"a": 1},
    [[0, 0], [100, 100], [100, 0], [0, 100]], [[10, 10], [10, 10]], "v-", 0.5, 120, 3000, [0.2, 0.9], 2**70,
)  # fmt: skip


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a plan, tables and lists included."""
    found = [at] if at else []
    if isinstance(value, dict):
        found += [path for key, own in value.items() for path in paths(own, (*at, key))]
    if isinstance(value, list):
        found += [path for number, own in enumerate(value) for path in paths(own, (*at, number))]
    return found


def written(content: dict[str, Any], folder: Path) -> Path:
    """`content` as a TOML file; JSON's notation is TOML's for values."""
    file = folder / "plan.toml"
    lines = [f"{key} = {_value(value)}" for key, value in content.items()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(own)}" for key, own in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def mutated(path: tuple[Any, ...], new: Any) -> dict[str, Any]:
    """The example with one value replaced, or left out where `new` is None."""
    content = copy.deepcopy(CONTENT)
    inner: Any = content
    for key in path[:-1]:
        inner = inner[key]
    if new is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = new
    return content


@pytest.fixture(scope="module")
def example() -> Generated:
    return generated(EXAMPLE)


def test_the_example_is_a_whole_park(example: Generated, tmp_path: Path) -> None:
    """It passes the gate, loads and is prepared, far from the shipped parks and in another system."""
    file = tmp_path / "example.gpkg"
    write_geopackage(example.layers, file)
    place = load_place([file])
    assert place.frame.epsg == 32650
    assert {parcel.id for parcel in place.parcels()} == {"labs", "start", "works", "homes", "services"}
    prepared = prepare(place)
    assert len(prepared.buildings.id) > 20
    assert 30 < prepared.buildings.ground_m.mean() < 50


def test_the_balance_adds_up_to_the_site(example: Generated) -> None:
    """330 mu, of which 60 are laboratories with the floor area that the plan gives."""
    assert mu_from_m2(example.site_m2) == pytest.approx(330, abs=0.001)
    assert sum(land.area_m2 for land in example.balance) == pytest.approx(example.site_m2, abs=1)
    labs = next(land for land in example.balance if land.kind == "rnd")
    assert mu_from_m2(labs.area_m2) == pytest.approx(60, abs=0.001)
    assert labs.gfa_m2 == pytest.approx(68_000, abs=1)


def test_the_seed_moves_what_hangs_on_chance_only(example: Generated) -> None:
    """Trees of the garden; the same seed gives the same park."""
    again, other = generated(EXAMPLE, 1), generated(EXAMPLE, 2)
    assert again.layers["trees"].geometry.equals(example.layers["trees"].geometry)
    assert not other.layers["trees"].geometry.equals(example.layers["trees"].geometry)
    assert other.layers["buildings"].geometry.equals(example.layers["buildings"].geometry)


def test_what_is_assumed_is_said(example: Generated) -> None:
    """The ground, and the parcels whose floor area the plan leaves to the rules."""
    told = "\n".join(example.assumed)
    assert "42 m above the sea" in told
    assert "start, works, homes, services" in told


@pytest.mark.parametrize(
    ("path", "new", "said"),
    [
        (("site", 0, "ring"), [[0, 0], [600, 400], [600, 0], [0, 400]], "[[site]] example-site, ring"),
        (("site", 0, "area_mu"), 3000, "cannot slide far enough"),
        (("parcel", 0, "at"), [5000, 60], "no block is free"),
        (("parcel", 0, "cut", "area_mu"), 200, "Its cut cannot give"),
        (("parcel", 0, "gfa_m2"), 900_000, "no room for 900,000 m2"),
        (("parcel", 0, "use"), "castle", "[[parcel]] labs, use: 'castle'"),
        (("parcel", 0, "zone"), "nowhere", "'nowhere' is not known"),
        (("parcel", 1, "features", 0, "w"), 400, "does not fit"),
        (("parcel", 0, "setback_m"), 400, "leaves no ground"),
        (("road", 0, "line"), [[0, 0]], "[[road]] main, line"),
        (("frame", 0, "origin"), [3_485_000, 512_000], "outside the area of EPSG:32650"),
        (("epsg",), 4326, "flat system in metres"),
        (("zone",), None, "[[zone]]: The table is missing"),
        (("park", "id"), "both", "cannot be the id of a park"),
    ],
)
def test_a_mistake_is_named_where_it_stands(path: tuple[Any, ...], new: Any, said: str, tmp_path: Path) -> None:
    """With the file, the table and the key."""
    with pytest.raises(UserError) as caught:
        generated(written(mutated(path, new), tmp_path))
    assert said in str(caught.value)
    assert "plan.toml" in str(caught.value)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_value_ends_in_a_traceback(tmp_path: Path, data: st.DataObject) -> None:
    """A plan with any value replaced or left out becomes a park or a sentence."""
    content = mutated(data.draw(st.sampled_from(paths(CONTENT))), data.draw(st.sampled_from(WRONG)))
    try:
        park = generated(written(content, tmp_path))
    except UserError:
        return
    assert len(park.layers["buildings"]) > 0
