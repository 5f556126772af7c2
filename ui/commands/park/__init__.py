"""`parktwin park ...`: layouts checked, imported, exported, generated. The modules of this folder are its commands.

A module is like one of `ui.commands`; the name of one that Python reserves ends with an underscore (`import_`).
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
from typing import TYPE_CHECKING, cast

from gis.text import tr

if TYPE_CHECKING:
    from ui.cli import Command

SUMMARY = "check, import, export or generate the layout of a park"


def commands() -> dict[str, Command]:
    """Every command of the group by name, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name.rstrip("_"): cast("Command", importlib.import_module(f"{__name__}.{name}")) for name in names}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the commands of the group."""
    inner = parser.add_subparsers(dest="park_command", metavar=tr("COMMAND"), required=True)
    for name, command in commands().items():
        command.arguments(inner.add_parser(name, help=tr(command.SUMMARY), description=tr(command.SUMMARY)))


def run(options: argparse.Namespace) -> int:
    """Run the command that was named; its exit code comes back."""
    return commands()[options.park_command].run(options)
