"""A plan is refused where it says what plans cannot mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from gis.assets import asset
from gis.errors import UserError
from gis.generate.masses import masses
from gis.generate.park import draw
from gis.generate.plan import read_plan


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The VR park's plan with `old` replaced by `new`, once."""
    text = asset("plans", "vr.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "plan.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('class = "arterial"', 'clas = "arterial"', "clas"),
        ("[[zone]]", "[[zonne]]", "zonne"),
        ("idea_en", "idea", "idea"),
        ('zone = "vr-hw"', 'zone = "vr-xx"', "vr-xx"),
        ('frame = "z"', 'frame = "q"', "q"),
        ('arch="factory"', 'arch="castle"', "castle"),
        ('class = "arterial"', 'class = "avenue"', "avenue"),
    ],
)
def test_an_unknown_word_is_refused_by_name(tmp_path: Path, old: str, new: str, named: str) -> None:
    """The message quotes it and lists the known ones."""
    with pytest.raises(UserError, match=f"'{named}' is not known") as caught:
        read_plan(changed(tmp_path, old, new))
    assert "Known:" in str(caught.value)


def test_a_plan_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """With the place where reading stopped."""
    file = tmp_path / "plan.toml"
    file.write_text("[park\n")
    with pytest.raises(UserError, match="cannot be read"):
        read_plan(file)


def test_a_missing_plan_is_refused(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(UserError, match="nowhere"):
        read_plan(tmp_path / "nowhere.toml")


def test_a_parcel_without_a_block_is_an_error(tmp_path: Path) -> None:
    """Two parcels cannot take the same ground."""
    plan = read_plan(changed(tmp_path, "at = [200,120]", "at = [640,200]"))
    plan.tables["parcel"][0].pop("cut")
    with pytest.raises(ValueError, match="VR-SUP: no block"):
        draw(plan)


def test_features_that_collide_are_an_error(tmp_path: Path) -> None:
    """Two buildings of a plan cannot stand in one place."""
    plan = read_plan(changed(tmp_path, "x=0.705, y=0.53", "x=0.4, y=0.53"))
    with pytest.raises(ValueError, match="stands on another building"):
        draw(plan)


def test_a_feature_that_does_not_fit_is_an_error() -> None:
    """A building larger than its parcel."""
    plan = read_plan(asset("plans", "vr.toml"))
    park = draw(plan)
    plot = next(plot for plot in park.plots if plot.id == "VR-HQ")
    plot.table["features"][0]["w"] = 900
    del plot.table["features"][0]["podium"]
    with pytest.raises(ValueError, match="does not fit"):
        masses(plot, plan.rules)


def test_plots_take_all_the_buildable_land() -> None:
    """What no parcel takes is returned, not lost."""
    park = draw(read_plan(asset("plans", "vr.toml")))
    land = sum(plot.outline.area for plot in park.plots)
    taken = [piece.outline.area for piece in park.open_land] + [street.reserve.area for street in park.streets]
    assert land + sum(taken) == pytest.approx(sum(site.area for site in park.sites.values()), abs=0.1)
