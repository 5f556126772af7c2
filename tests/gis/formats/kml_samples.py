"""Pieces of KML."""

from __future__ import annotations

KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2" xmlns:camp="urn:camp">'
    "<Document>{}</Document></kml>"
)


def placemark(geometry: str, fields: str = "") -> str:
    """A placemark with this geometry and these fields."""
    return f"<Placemark>{fields}{geometry}</Placemark>\n"


def point(coordinates: str = "120.5,36.1") -> str:
    """A point."""
    return f"<Point><coordinates>{coordinates}</coordinates></Point>"


def polygon(coordinates: str) -> str:
    """A polygon without holes."""
    ring = f"<LinearRing><coordinates>{coordinates}</coordinates></LinearRing>"
    return f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
