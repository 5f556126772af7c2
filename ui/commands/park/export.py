"""`parktwin park export`: a park in a format of another program."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gis.text import tr

SUMMARY = "write a park as GeoPackage (with QGIS styles), GeoJSON, DXF or CityJSON"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the park and the file to write."""
    parser.add_argument("park", metavar=tr("PARK"), help=tr("ai, vr, or the GeoPackage of a park"))
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help=tr("file to write; its ending says the format: .gpkg .geojson .dxf .city.json"),
    )


def run(options: argparse.Namespace) -> int:
    """Read, write, say what was written; the exit code comes back."""
    from gis.check import read_checked
    from gis.export import export, exporter_of, left_out
    from gis.park_files import park_file

    exporter_of(options.out)
    source = park_file(options.park)
    layers = read_checked(source)
    written = export(layers, options.out, source)
    lacking = left_out(layers, options.out, source)
    held = {name: table for name, table in layers.items() if name not in lacking}
    count = sum(len(table) for table in held.values())
    said = tr(
        "Written: {file} ({format}, {count} features in {layers} layers)",
        file=options.out,
        format=written.NAME,
        count=f"{count:,}",
        layers=len(held),
    )
    sys.stdout.write(said + "\n")
    if lacking:
        names = ", ".join(lacking)
        sys.stdout.write(tr("{format} has no place for {names}: left out.", format=written.NAME, names=names) + "\n")
    return 0
