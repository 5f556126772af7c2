"""`python -m gis.generate`: the plans in assets/ expanded to assets/parks/*.gpkg and what surrounds them."""

from __future__ import annotations

import sys
from dataclasses import replace

from gis.assets import asset
from gis.generate.layers import park_layers
from gis.generate.park import draw
from gis.generate.plan import read_plan
from gis.generate.surroundings import surroundings
from gis.park_files import SHIPPED
from gis.places import known_places
from gis.write import write_geopackage


def main() -> None:
    """Write each park, say how large it came out, then write the surroundings."""
    parks = []
    for name in SHIPPED:
        file = asset("plans", f"{name}.toml")
        park = draw(replace(read_plan(file), places=known_places(name)))
        parks.append(park)
        layers = park_layers(park)
        write_geopackage(layers, asset("parks") / f"{file.stem}.gpkg")
        site_mu, buildings = layers["site"]["area_mu"].sum(), layers["buildings"]
        sys.stdout.write(
            f"{file.stem}: {site_mu:,.2f} mu, {len(buildings)} buildings, "
            f"{buildings['gfa_m2'].sum():,.0f} m2 above ground, {len(layers['trees']):,} trees\n"
        )
    around = surroundings(asset("context", "surroundings.toml"), parks)
    write_geopackage(around, asset("context", "surroundings.gpkg"))
    sys.stdout.write(f"surroundings: {len(around['blocks']):,} blocks, {len(around['roads'])} roads\n")


if __name__ == "__main__":
    main()
