"""What stands, what is being built and what is planned at this month."""

from gis.text import Name
from twin.layers import Category, Layer, Stop

PLANNED, BUILDING, COMPLETE = "#2C567F", "#F0A81C", "#8FA9B5"
_STEP = 1 / 255

LAYER = Layer(
    id="construction",
    name=Name("Construction", "建设"),
    rank=5,
    meaning=Name("What stands, what is being built and what is planned.", "已建成、在建与规划的建筑。"),
    column="progress",
    unit="share",
    ramp=(Stop(0.0, BUILDING), Stop(1 - _STEP, BUILDING), Stop(1.0, COMPLETE)),
    categories=(
        Category(Name("Complete", "已建成"), COMPLETE),
        Category(Name("Under construction", "在建"), BUILDING),
        Category(Name("Planned", "规划"), PLANNED, outline=True),
    ),
)
