"""What a picture shows at one instant. A picture is a pure function of (place, run, frame)."""

from __future__ import annotations

from dataclasses import dataclass

from twin.view import View


@dataclass(frozen=True, slots=True)
class Frame:
    """One instant: `time` in months on the run's axis (0 is its first month end; fractions mix two months).

    `layer` is an id of `twin.layers`; `hour` local time of day for the sun; `selected` the row of the chosen
    building or -1; `language` that of everything written into the picture.
    """

    view: View
    time: float = 0.0
    layer: str = "appearance"
    hour: float = 15.5
    selected: int = -1
    language: str = "en"
    labels: bool = True
    legend: bool = True
