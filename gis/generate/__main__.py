"""`python -m gis.generate`: every plan of assets/plans/ expanded to its park in assets/parks/."""

from __future__ import annotations

import sys

from gis.assets import asset
from gis.generate.layers import park_layers
from gis.generate.park import draw
from gis.generate.plan import read_plan
from gis.write import write_geopackage


def main() -> None:
    """Write each park and say how large it came out."""
    for file in sorted(asset("plans").glob("*.toml")):
        layers = park_layers(draw(read_plan(file)))
        write_geopackage(layers, asset("parks") / f"{file.stem}.gpkg")
        site_mu, buildings = layers["site"]["area_mu"].sum(), layers["buildings"]
        sys.stdout.write(
            f"{file.stem}: {site_mu:,.2f} mu, {len(buildings)} buildings, "
            f"{buildings['gfa_m2'].sum():,.0f} m2 above ground, {len(layers['trees']):,} trees\n"
        )


if __name__ == "__main__":
    main()
