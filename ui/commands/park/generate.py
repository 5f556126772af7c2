"""`parktwin park generate`: a park of a plan of one's own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gis.errors import UserError
from gis.text import tr

if TYPE_CHECKING:
    from gis.generate.own import Generated

SUMMARY = "make a park of a plan: zones, plots and streets in a TOML file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the plan, the file to write, and the seed."""
    parser.add_argument("plan", metavar=tr("PLAN"), type=Path, help=tr("plan to expand (.toml; see docs/plans.md)"))
    parser.add_argument("--out", type=Path, required=True, metavar="GPKG", help=tr("GeoPackage to write"))
    parser.add_argument("--seed", help=tr("seed of what is drawn by chance (by default the plan's)"))


def run(options: argparse.Namespace) -> int:
    """Read, draw, write, say what came of it; the exit code comes back."""
    seed = _seed(options.seed)
    _check_out(options.out)
    from gis.generate.own import generated
    from gis.write import write_geopackage

    park = generated(options.plan, seed)
    try:
        write_geopackage(park.layers, options.out)
    except OSError as error:
        raise _unwritable(options.out, error.strerror or str(error)) from error
    sys.stdout.write("\n".join(_lines(park, options.out)) + "\n")
    return 0


def _seed(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) >= 2**32:
        expected = tr("Expected a whole number from 0 to {most}.", most=2**32 - 1)
        raise UserError("--seed", tr("'{value}' is no value for this.", value=text), expected)
    return int(text)


def _check_out(file: Path) -> None:
    """Refuse a file that could not be written, before the plan is drawn."""
    if file.suffix.lower() != ".gpkg":
        raise UserError(
            f"--out {file}", tr("A park is written as a GeoPackage."), remedy=tr("Choose a name that ends in .gpkg.")
        )
    if not file.parent.is_dir():
        raise UserError(
            f"--out {file}", tr("There is no folder {folder}.", folder=file.parent), remedy=tr("Make it first.")
        )
    if file.is_dir():
        raise UserError(f"--out {file}", tr("This is a folder."), remedy=tr("Choose another name."))
    if not os.access(file.parent, os.W_OK):
        raise _unwritable(file, os.strerror(13))


def _unwritable(file: Path, reason: str) -> UserError:
    return UserError(
        f"--out {file}",
        tr("It cannot be written ({reason}).", reason=reason),
        remedy=tr("Choose another folder, or change its permissions."),
    )


def _lines(park: Generated, out: Path) -> Iterator[str]:
    from gis.units import mu_from_m2

    yield tr("Written: {file}", file=out)
    yield ""
    yield tr("Land by use") + f"{'m2':>24}{'mu':>12}{'%':>8}{tr('floor m2'):>14}"
    rows = [*park.balance]
    for land in rows:
        share = 100 * land.area_m2 / park.site_m2
        floor = f"{land.gfa_m2:,.0f}" if land.gfa_m2 else ""
        yield f"  {land.kind:<14}{land.area_m2:>19,.0f}{mu_from_m2(land.area_m2):>12,.1f}{share:>8.1f}{floor:>14}"
    floor_m2 = sum(land.gfa_m2 for land in rows)
    whole = f"{park.site_m2:>19,.0f}{mu_from_m2(park.site_m2):>12,.1f}{100:>8.1f}{floor_m2:>14,.0f}"
    yield f"  {'site':<14}{whole}"
    yield ""
    yield tr("Assumed")
    yield from (f"  - {line}" for line in park.assumed)
    yield ""
    yield tr("Next: parktwin walk --park {file}, or parktwin park check {file}", file=out)
