"""Two pictures of natural proportions side by side, the left eye's at the left: for projectors and 3D screens."""

from gis.text import Name
from twin.stereo import Eye, Mode

MODE = Mode(
    "side-by-side",
    Name("Side by side", "左右立体"),
    1,
    (Eye(-1, (0.0, 0.5, 0.0, 1.0)), Eye(1, (0.5, 1.0, 0.0, 1.0))),
)
