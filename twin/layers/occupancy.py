"""Which share of the lettable floor area is let."""

from gis.text import Name
from twin.layers import Layer, Stop
from twin.uses import USES

RAMP = ("#FAE7B0", "#BEE3BE", "#6BC6C6", "#4596C3", "#415899")
"""Sand to sea: lightness falls steadily, so it reads under every colour deficiency and in grey."""

LAYER = Layer(
    id="occupancy",
    name=Name("Occupancy", "入驻率"),
    rank=3,
    meaning=Name("Share of the lettable floor area that is let.", "已出租面积占可出租面积的比例。"),
    column="occupancy",
    unit="share",
    ramp=tuple(Stop(value, colour) for value, colour in zip((0.0, 0.25, 0.5, 0.75, 1.0), RAMP, strict=True)),
    uses=tuple(use for use in USES if use not in ("compute", "utility")),
    silent=Name("Not for letting, or not handed over", "不对外出租或尚未交付"),
)
