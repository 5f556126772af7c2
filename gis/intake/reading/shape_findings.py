"""What making shapes of coordinates brought to light."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gis.intake.finding import Finding
from gis.text import tr

if TYPE_CHECKING:
    from gis.intake.reading.geojson_shapes import Shapes


def told(shown: str, layer: str, wrong: Sequence[tuple[int, str]], shapes: Shapes) -> Iterator[Finding]:
    """A finding each for features without a shape (`wrong`: number and reason), for rings and for holes."""
    if wrong:
        yield Finding(
            "warning",
            shown,
            tr(
                "{count} features have no usable shape; the first is feature {number}: {why}",
                count=len(wrong), number=wrong[0][0], why=wrong[0][1],
            ),
            remedy=tr("Mend them in the program that made them; the others can be imported."),
            layer=layer,
        )  # fmt: skip
    if shapes.closed_rings:
        yield rings_closed(shown, layer, shapes.closed_rings)
    if shapes.dropped_holes:
        yield Finding(
            "warning",
            shown,
            tr("{count} holes have fewer than three corners; they were left out.", count=shapes.dropped_holes),
            remedy=tr("Check the shapes with holes."),
            layer=layer,
        )


def rings_closed(shown: str, layer: str, count: int) -> Finding:
    """That so many rings had to be closed."""
    return Finding(
        "warning",
        shown,
        tr("{count} rings were not closed; they were closed.", count=count),
        tr("The last position of a ring repeats the first."),
        tr("Check that no corner is missing there."),
        layer=layer,
    )
