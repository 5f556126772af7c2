"""Shader programs: variants are chosen when they are compiled."""

from __future__ import annotations

from pathlib import Path

import pytest

import twin.shading
from twin.shading import program, source

FILES = sorted(file.name for file in (Path(twin.shading.__file__).with_name("shaders")).iterdir())


def test_names_are_defined_before_anything_else() -> None:
    lines = source("building.frag", "WALLS", "QUALITY 2").splitlines()
    assert lines[:3] == ["#version 330", "#define WALLS", "#define QUALITY 2"]


@pytest.mark.parametrize("file", FILES)
def test_every_include_is_filled_in(file: str) -> None:
    assert "#include" not in source(file)


def test_the_same_variant_is_made_once() -> None:
    assert program("sky.vert", "sky.frag", "CLAY") is program("sky.vert", "sky.frag", "CLAY")
    assert program("sky.vert", "sky.frag", "CLAY") is not program("sky.vert", "sky.frag")
