"""What each building is for."""

from gis.text import Name
from twin.layers import Category, Layer
from twin.uses import USES

LAYER = Layer(
    id="use",
    name=Name("Use", "用途"),
    rank=2,
    meaning=Name("What each building is for.", "每栋建筑的用途。"),
    categories=tuple(Category(name, colour) for name, colour in USES.values()),
    by_use=tuple((use, colour) for use, (_, colour) in USES.items()),
)
