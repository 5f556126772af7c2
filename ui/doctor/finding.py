"""What one check of the machine found."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from typing import Literal

from gis.text import tr

State = Literal["ok", "note", "missing"]
"""Fine; works, but could be better or is of use to some only; needed and not there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report, in the language in use; `remedy` is the line that mends it, empty if nothing need be."""

    id: str
    title: str
    state: State
    text: str
    remedy: str = ""


def install_line(debian_packages: str) -> str:
    """How to install system packages, named as Debian names them."""
    if shutil.which("apt-get"):
        return f"sudo apt-get install {debian_packages}"
    return tr("Install what your system calls these Debian packages: {packages}", packages=debian_packages)


def renew_line() -> str:
    """How to bring the program and its libraries back to what was shipped."""
    if getattr(sys, "frozen", False):
        return tr("Install ParkTwin again.")
    return tr("Run 'make setup' in the folder of ParkTwin; if that does not help, delete its '.venv' and run it again.")
