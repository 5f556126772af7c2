"""Settings that come as lists: what happens on dates, who owns what, centres and published projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from gis.text import Name
from sim.settings.limits import DateSpread, Limits


@dataclass(frozen=True, slots=True)
class Roadshow:
    """A dated roadshow of both parks and the projects signed there."""

    id: str
    name: Name
    date: Annotated[date, Limits()]
    signings: Annotated[int, Limits("projects", 0, 500)]


@dataclass(frozen=True, slots=True)
class Opening:
    """A dated, published moment that the time bar marks."""

    id: str
    name: Name
    park: str
    date: Annotated[date, Limits()]


@dataclass(frozen=True, slots=True)
class Owner:
    """A named enterprise that uses buildings of its own: whole `zones` (a wing) or `parcels` (its plant)."""

    id: str
    name: Name
    park: str
    zones: tuple[str, ...]
    parcels: tuple[str, ...]
    share: Annotated[float, Limits("share", 0.0, 1.0)]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A named enterprise that rents floor in the park from a date."""

    id: str
    name: Name
    park: str
    date: Annotated[date, Limits()]
    area: Annotated[float, Limits("m2", 0.0, 500000)]


@dataclass(frozen=True, slots=True)
class Centre:
    """A computing centre in the buildings of use "compute" of one parcel."""

    id: str
    name: Name
    park: str
    parcel: str
    capacity: Annotated[float, Limits("P", 0.0, 1e6)]
    online: Annotated[date | DateSpread, Limits()]
    kw_per_p: Annotated[float, Limits("kW/P", 0.01, 100)]
    pue: Annotated[float, Limits("ratio", 1.0, 3.0)]


@dataclass(frozen=True, slots=True)
class Dated:
    """A project whose dates are published.

    Handed over at once, or, `in_part`, its `first` buildings then and the others at `rest_handover`. A `handover` that
    is only announced may be uncertain.
    """

    park: str
    parcel: str
    first: tuple[str, ...] = ()
    start: Annotated[date | None, Limits()] = None
    handover: Annotated[date | DateSpread | None, Limits()] = None
    in_part: Annotated[bool, Limits()] = False
    rest_handover: Annotated[date | None, Limits()] = None


@dataclass(frozen=True, slots=True)
class Departure:
    """On `date` the tenant with most let floor in the park leaves; never one with a published name, nor an owner."""

    id: str
    name: Name
    park: str
    date: Annotated[date, Limits()]
