"""Shader programs from `twin/shaders/`. Variants are compiled, not branched: a software renderer runs both sides of an
`if`, so what a picture does not need must not be in the program at all."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from panda3d.core import Shader

_FOLDER = Path(__file__).with_name("shaders")
_INCLUDE = re.compile(r'^#include "([\w.]+)"$', re.MULTILINE)


@cache
def program(vertex: str, fragment: str, *names: str) -> Shader:
    """The program of two files of `twin/shaders/`, compiled with `names` defined ("CLAY", "QUALITY 2")."""
    return Shader.make(Shader.SL_GLSL, source(vertex, *names), source(fragment, *names))


def source(file: str, *names: str) -> str:
    """The text of a shader file with what it includes, `names` defined at its head."""
    head = "#version 330\n" + "".join(f"#define {name}\n" for name in names)
    return head + _INCLUDE.sub(lambda found: _read(found.group(1)), _read(file))


@cache
def _read(file: str) -> str:
    return (_FOLDER / file).read_text(encoding="utf-8")
