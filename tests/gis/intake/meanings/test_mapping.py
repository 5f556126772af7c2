"""Mappings that a user saves, changes and gives again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis.errors import UserError
from gis.intake.meanings.mapping import mapping_text, merged, read_mapping

names = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=20)


@given(layer=names, field=names)
def test_what_is_saved_is_read_again_whatever_the_names(
    tmp_path_factory: pytest.TempPathFactory, layer: str, field: str
) -> None:
    file = tmp_path_factory.mktemp("mapping") / "a.toml"
    file.write_bytes(mapping_text([{"name": layer, "kind": "buildings", "fields": {"height_m": field}}]).encode())
    assert read_mapping(str(file)) == ({layer: "buildings"}, {layer: {"height_m": field}})


def test_flags_win_over_the_file() -> None:
    assert merged({"a": {"use": "x", "floors": "y"}}, {"a": {"use": "z"}, "*": {"id": "i"}}) == {
        "a": {"use": "z", "floors": "y"},
        "*": {"id": "i"},
    }


@pytest.mark.parametrize(
    "text",
    ["no = 1", "layer = 3", "[layer.a]\nheight_m = 3", "[layer.a]\nkind = 'castle'", "[layer", "[other.a]\nkind='x'"],
)
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="--save-mapping"):
        read_mapping(str(file))


def test_bytes_and_lost_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"\xff\xfe\x00")
    for file in ("a.toml", "nowhere.toml"):
        with pytest.raises(UserError):
            read_mapping(str(tmp_path / file))
