"""The instruments of policy: this folder is the list, one file each, named as in a scenario's `[instrument.NAME]`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType


@cache
def settings_kinds() -> Mapping[str, type]:
    """The class `Settings` of every instrument, by the instrument's name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return MappingProxyType({name: importlib.import_module(f"{__name__}.{name}").Settings for name in names})
