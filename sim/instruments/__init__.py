"""The instruments of policy: this folder is the list, one file each, named as in a scenario's `[instrument.NAME]`.

Each file has `Settings`, `Instrument` (what it does, see `sim.instruments.base`), its `NAME` for people, its `HOME`
(the account it is paid from where a scenario does not name it) and the `SOURCES` of what it pays.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

from gis.text import tr
from sim.instruments.base import ACCOUNTS

_SHARED = ("base",)
_ACCOUNTS = ", ".join(ACCOUNTS)


@cache
def modules() -> Mapping[str, ModuleType]:
    """The file of every instrument, by the instrument's name."""
    names = sorted({module.name for module in pkgutil.iter_modules(__path__)} - set(_SHARED))
    return MappingProxyType({name: importlib.import_module(f"{__name__}.{name}") for name in names})


@cache
def settings_kinds() -> Mapping[str, type]:
    """The class `Settings` of every instrument, by the instrument's name."""
    return MappingProxyType({name: module.Settings for name, module in modules().items()})


def account_of(name: str, settings: Mapping[str, Any]) -> str:
    """The account out of which an instrument is paid, by the settings of a scenario's instruments."""
    return str(settings[name].account) if name in settings else str(modules()[name].HOME)


def defects(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The path of each value of a scenario's instruments that cannot be, and a sentence about it."""
    for name, one in settings.items():
        if one.account not in ACCOUNTS:
            sentence = tr("There is no account '{account}'; known are {known}.", account=one.account, known=_ACCOUNTS)
            yield f"instrument.{name}.account", sentence
