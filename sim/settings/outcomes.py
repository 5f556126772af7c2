"""Settings of what enterprises bring about: revenue, tax, scenes, energy of buildings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from sim.settings.limits import Limits


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What enterprises and buildings bring about."""

    tax_ratio: Annotated[float, Limits("share of revenue", 0.0, 0.5)]
