"""Probe: makes a real OpenGL context without a window and prints what draws there."""

from __future__ import annotations

import dataclasses
import json
import sys

from panda3d.core import PandaSystem

from gis.errors import UserError
from gis.text import set_language, system_language
from twin.graphics import Graphics


def main() -> int:
    """Print the driver and Panda3D's version as JSON; 2 and a sentence if there is no usable OpenGL."""
    set_language(system_language())
    try:
        graphics = Graphics()
    except UserError as error:
        sys.stderr.write(f"{error.what}\n")
        return 2
    facts = {**dataclasses.asdict(graphics.driver), "panda3d": PandaSystem.get_version_string(), "log": graphics.log()}
    graphics.close()
    sys.stdout.write(json.dumps(facts) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
