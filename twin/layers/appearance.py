"""What it will look like: materials, light and windows; at dusk the lit windows are the occupancy."""

from gis.text import Name
from twin.layers import Layer

LAYER = Layer(
    id="appearance",
    name=Name("Appearance", "实景"),
    rank=1,
    meaning=Name(
        "Materials by day; after dusk the share of lit windows is the occupancy, blue strips the compute load.",
        "白天显示材质；入夜后亮灯窗口的比例即入驻率，蓝色灯带为算力负载。",
    ),
    clay=False,
)
