"""Two pictures side by side, each pressed to half its width: for screens that stretch them back (half SBS)."""

from gis.text import Name
from twin.stereo import Eye, Mode

MODE = Mode(
    "side-by-side-half",
    Name("Side by side, squeezed", "左右立体（半宽）"),
    2,
    (Eye(-1, (0.0, 0.5, 0.0, 1.0)), Eye(1, (0.5, 1.0, 0.0, 1.0))),
    squeezed=True,
)
