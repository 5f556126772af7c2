"""How much of each compute centre's capacity is sold."""

from gis.text import Name
from twin.layers import Layer, Stop

RAMP = ("#D8F3F0", "#8FDDE0", "#3FB9C9", "#16809E", "#0B4A6B")

LAYER = Layer(
    id="compute",
    name=Name("Compute load", "算力负载"),
    rank=4,
    meaning=Name("Share of a compute centre's capacity that is sold.", "智算中心已售算力占其供给的比例。"),
    column="compute_load",
    unit="share",
    ramp=tuple(Stop(value, colour) for value, colour in zip((0.0, 0.25, 0.5, 0.75, 1.0), RAMP, strict=True)),
    uses=("compute",),
    silent=Name("Not a compute centre in service", "非智算中心或尚未投用"),
)
