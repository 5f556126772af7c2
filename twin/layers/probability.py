"""How sure it is that a building is handed over by this month: in how many runs of an ensemble it is."""

from gis.text import Name
from twin.layers import Layer, Stop

RAMP = ("#FCE3D3", "#F7B267", "#E0665A", "#9C4272", "#474C60")
"""Pale to dark, so that it reads in grey; palest and darkest are dull, what lies between glows: doubt stands out."""

LAYER = Layer(
    id="probability",
    name=Name("Likelihood", "可能性"),
    rank=6,
    meaning=Name(
        "In how many runs of an ensemble a building is handed over by this month.",
        "多次模拟中，建筑截至本月已交付的比例。",
    ),
    column="finished",
    unit="share",
    ramp=tuple(Stop(value, colour) for value, colour in zip((0.0, 0.25, 0.5, 0.75, 1.0), RAMP, strict=True)),
    silent=Name("Stood from the start in every run", "每次模拟中自始即已建成"),
    ensemble=True,
)
