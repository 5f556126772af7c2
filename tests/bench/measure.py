"""What a benchmark reports, and how CPU time is taken."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured claim: `ratio` = ours / the other (`against`), time or bytes of the same run; smaller is better."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float
    limit: float
    holds: bool


def figure(name: str, value: float, unit: str, *, against: str, other: float, limit: float) -> Figure:
    """The claim that `value` is at most `limit` times `other`, both in `unit`."""
    ratio = value / other
    return Figure(name, value, unit, against, ratio, limit, ratio <= limit)


def cpu_ms(action: Callable[[int], object], *, times: int, rounds: int = 5) -> float:
    """CPU milliseconds of one `action(i)`: the median over `rounds` of the mean of `times` calls."""
    means = []
    for _ in range(rounds):
        start = time.process_time()
        for i in range(times):
            action(i)
        means.append((time.process_time() - start) / times * 1e3)
    return statistics.median(means)


def report(*figures: Figure) -> None:
    """Hand the figures to the run that started this benchmark: one JSON document on standard output."""
    json.dump([asdict(f) for f in figures], sys.stdout)
