"""What the commands are asked for, checked before any work is done: every refusal names what is known."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from gis.errors import UserError
from gis.park_files import SHIPPED
from gis.text import tr

if TYPE_CHECKING:
    from sim.bands import Bands
    from sim.run import Run

_DIGITS = 9
"""No picture's side has more: what does is a slip of the hand, and not for `int` to refuse."""


def known(where: str, value: str, values: Iterable[str]) -> str:
    """`value`, if it is one of `values`.

    Raises:
        UserError: it is not.
    """
    choices = tuple(values)
    if value in choices:
        return value
    raise UserError(
        where,
        tr("'{value}' is not known.", value=value),
        tr("Known are {known}.", known=", ".join(choices)),
    )


def layer(value: str, *, ensemble: bool) -> str:
    """`value`, if it is a layer that can be shown, with an ensemble or without one.

    Raises:
        UserError: it is not.
    """
    from twin.layers import layers

    known("--layer", value, layers())
    if layers()[value].ensemble and not ensemble:
        raise UserError(
            "--layer",
            tr("'{value}' shows an ensemble, and none is given.", value=value),
            tr("Give one with --ensemble FOLDER."),
            tr("Make one: parktwin ensemble SCENARIO --runs 100 --out FOLDER"),
        )
    return value


def bands(folder: Path | None) -> Bands | None:
    """What an ensemble's folder says; None for no folder.

    Raises:
        UserError: there is no finished ensemble in it, or of another version.
    """
    if folder is None:
        return None
    from sim.bands import Bands

    file = folder / "bands.npz"
    try:
        return Bands.load(file)
    except (OSError, ValueError, KeyError) as error:
        raise UserError(
            str(file), tr("There is no finished ensemble here ({error}).", error=error),
            remedy=tr("Make one: parktwin ensemble SCENARIO --runs 100 --out FOLDER"),
        ) from None  # fmt: skip


def bands_about(run: Run, bands: Bands) -> Bands:
    """`bands`, if they are of the same scenario, buildings and months as `run`.

    Raises:
        UserError: they are not.
    """
    if bands.scenario != run.scenario:
        said = tr(
            "This is an ensemble of the scenario '{ensemble}', not of '{scenario}'.",
            ensemble=bands.scenario, scenario=run.scenario,
        )  # fmt: skip
        raise UserError("--ensemble", said, remedy=tr("Open that scenario, or make an ensemble of this one."))
    if bands.building_ids != run.building_ids:
        said = tr("This ensemble was simulated for other parks or another layout.")
        raise UserError("--ensemble", said, remedy=tr("Open the same parks, or make an ensemble of these."))
    if bands.months != run.months:
        said = tr("This ensemble goes from {first} to {last}.", first=bands.months[0], last=bands.months[-1])
        expected = tr("The scenario goes from {first} to {last}.", first=run.months[0], last=run.months[-1])
        raise UserError("--ensemble", said, expected, tr("Make an ensemble of the scenario as it is now."))
    return bands


def picture_size(value: str) -> tuple[int, int]:
    """ "3840x2160" as width and height.

    Raises:
        UserError: it is not written so.
    """
    parts = value.lower().replace("×", "x").split("x")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= _DIGITS for part in parts):
        return int(parts[0]), int(parts[1])
    raise UserError(
        "--size",
        tr("'{value}' is not a size.", value=value),
        tr("A size is width x height in pixels, for example 3840x2160."),
    )


def hour_of_day(value: str) -> float:
    """ "17.5" or "17:30" as hours.

    Raises:
        UserError: it is not a time of day.
    """
    clock = re.fullmatch("([0-9]{1,2}):([0-5][0-9])", value)
    try:
        hour = int(clock[1]) + int(clock[2]) / 60 if clock else float(value)
    except ValueError:
        hour = math.nan
    if 0 <= hour <= 24:
        return hour
    raise UserError(
        "--hour",
        tr("'{value}' is not a time of day.", value=value),
        tr("Hours go from 0 to 24, for example 17:30 or 17.5."),
    )


def month_row(value: str | None, months: tuple[str, ...], where: str = "--at") -> int:
    """The row of month "2026-06" in `months`, the last one by default; `where` is the flag that asks for it.

    Raises:
        UserError: it is not one of them.
    """
    if value is None:
        return len(months) - 1
    if value in months:
        return months.index(value)
    raise UserError(
        where,
        tr("'{value}' is not a month of this run.", value=value),
        tr("Its months go from {first} to {last}.", first=months[0], last=months[-1]),
    )


def parks(value: str) -> tuple[tuple[str, ...], str | None]:
    """What to load for `--park`, and the park to look at (None: everything that is loaded).

    The shipped parks share tenants, crews and compute, so that both are always simulated; the file of another park
    is loaded by itself.

    Raises:
        UserError: neither a shipped park nor a file.
    """
    if value == "both":
        return SHIPPED, None
    if value in SHIPPED:
        return SHIPPED, value
    if Path(value).is_file():
        return (value,), None
    raise UserError(
        "--park",
        tr("'{value}' is neither a park nor a file.", value=value),
        tr("Known are {known}.", known=", ".join((*SHIPPED, "both"))),
        tr("Or give the path of a GeoPackage."),
    )
