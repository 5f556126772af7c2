"""What layers and fields mean: which layer holds buildings, which field their heights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from gis.intake.answers import Answers
from gis.intake.content import RawLayer
from gis.intake.finding import Finding


@dataclass(frozen=True, slots=True)
class Understood:
    """`kind` is one of `gis.intake.answers.KINDS`; `fields` maps columns of the park's schema to fields of the file."""

    kind: str
    fields: Mapping[str, str]
    findings: tuple[Finding, ...] = ()


def understood(layer: RawLayer, answers: Answers, shown: str) -> Understood:
    """What `layer` is and what its fields hold, by the answers, else by names and values."""
    fields = {"height_m": "height_m"} if "height_m" in layer.table else {}
    return Understood(answers.kinds.get(layer.name) or layer.kind or "other", fields)


def stated_heights_m(table: pd.DataFrame, fields: Mapping[str, str]) -> NDArray[np.float64]:
    """(features,) metres; NaN where the file states no height above 0."""
    if "height_m" not in fields:
        return np.full(len(table), np.nan)
    values = pd.to_numeric(table[fields["height_m"]], errors="coerce").to_numpy(np.float64)
    return np.where(values > 0, values, np.nan)
