"""How an uncertain value moves with its quantile: the distributions of the assumption book, by their inverse.

The book says 10th percentile, median and 90th percentile (or ends that are never passed), and these three are kept
to the letter. No two-parameter family can do that, so each half has a scale of its own and both meet at the median:

- "lognormal": the logarithm is normal on either side (also the means of counts: Poisson, negative binomial, a mean
  of exponentials, and tables times a lognormal factor);
- "beta": the log-odds are normal on either side, so that a share stays between 0 and 1;
- "triangular": the density falls straight to an end on either side;
- "Dirichlet": the share that the book speaks of moves like a beta, the others keep their proportions to each other;
- "discrete": every listed figure equally often, or as often as its weight says.

A value that a scenario sets apart from the book's median is carried along: by the same factor where the quantity is
positive by nature (or negative), by the same log-odds where it is a share, by the same difference elsewhere. Nothing
here needs scipy, as workers draw too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from statistics import NormalDist
from typing import Final

from sim.facts import Assumption

_NORMAL: Final = NormalDist()
_Z90: Final = _NORMAL.inv_cdf(0.9)
_REACH90: Final = 1.0 - math.sqrt(0.2)
"""How far the 90th percentile lies towards the end of a half triangle."""
_EDGE: Final = 1e-9
"""Nobody draws a certainty: the nearest to 0 and 1 that a quantile is taken."""

Move = Callable[[float], float]
"""From the scenario's own value to the drawn one."""


def move(assumption: Assumption, quantile: float) -> Move:
    """How `quantile` of the assumption moves a single value; at 0.5 not at all.

    Raises:
        ValueError: the assumption has no distribution from which one value can be drawn.
    """
    kind = _kind(assumption)
    if kind is None or isinstance(assumption.value, str):
        raise ValueError(assumption.id)
    return _MOVES[kind](assumption, min(max(quantile, _EDGE), 1.0 - _EDGE))


def moved_table(assumption: Assumption, values: Sequence[float], quantile: float) -> tuple[float, ...]:
    """A table of `values` at `quantile`: shares stay shares of their sum, other tables move as a whole.

    Raises:
        ValueError: as `move`.
    """
    step = move(assumption, quantile)
    if _kind(assumption) != "dirichlet":
        return tuple(map(step, values))
    total, at = math.fsum(values), _leading(assumption)
    share = values[at] / total
    others = total * (1.0 - share)
    if others <= 0.0:
        return tuple(values)
    new = step(share)
    rest = total * (1.0 - new) / others
    return tuple(total * new if number == at else value * rest for number, value in enumerate(values))


def is_drawable(assumption: Assumption) -> bool:
    """Whether `move` knows the assumption's distribution."""
    return _kind(assumption) is not None and not isinstance(assumption.value, str)


def _kind(assumption: Assumption) -> str | None:
    said = assumption.distribution
    for kind, pattern in _PATTERNS.items():
        if re.match(pattern, said):
            return kind
    return None


_PATTERNS: Final[Mapping[str, str]] = {
    "discrete": r"discrete [\d.,]+",
    "dirichlet": "Dirichlet",
    "beta": "beta$",
    "triangular": "triangular$",
    # What varies between single events or firms is drawn in the model; here it is their mean that is uncertain.
    "lognormal": "lognormal$|Poisson$|negative binomial|exponential|table .* times a lognormal factor",
}


def _three(assumption: Assumption) -> tuple[float, float, float]:
    return float(assumption.low), float(assumption.value), float(assumption.high)


def _lognormal(assumption: Assumption, quantile: float) -> Move:
    low, middle, high = _three(assumption)
    z = _NORMAL.inv_cdf(quantile) / _Z90
    factor = (high / middle) ** z if z > 0.0 else (middle / low) ** z
    if assumption.hard:
        factor = min(max(factor, low / middle), high / middle)
    return lambda value: value * factor


def _triangular(assumption: Assumption, quantile: float) -> Move:
    low, middle, high = _three(assumption)
    reach = 1.0 if assumption.hard else _REACH90
    if quantile < 0.5:
        shift = (low - middle) / reach * (1.0 - math.sqrt(2.0 * quantile))
    else:
        shift = (high - middle) / reach * (1.0 - math.sqrt(2.0 * (1.0 - quantile)))
    if low * high > 0.0 and not _is_date(assumption):
        # Beyond its ends a p10-p90 range may lead past zero, where the quantity has no meaning.
        factor = max(1.0 + shift / middle, 0.0)
        return lambda value: value * factor
    return lambda value: value + shift


def _beta(assumption: Assumption, quantile: float) -> Move:
    low, middle, high = map(_log_odds, _three(assumption))
    z = _NORMAL.inv_cdf(quantile) / _Z90
    shift = z * (high - middle if z > 0.0 else middle - low)
    if assumption.hard:
        shift = min(max(shift, low - middle), high - middle)
    return lambda share: share if not 0.0 < share < 1.0 else 1.0 / (1.0 + math.exp(-_log_odds(share) - shift))


def _discrete(assumption: Assumption, quantile: float) -> Move:
    figures, weights = _listed(assumption)
    total = math.fsum(weights)
    cumulated = [math.fsum(weights[: number + 1]) / total for number in range(len(weights))]
    at = next(number for number, share in enumerate(cumulated) if quantile <= share or share == cumulated[-1])
    shift = figures[at] - float(assumption.value)
    return lambda value: value + shift


_MOVES: Final[Mapping[str, Callable[[Assumption, float], Move]]] = {
    "lognormal": _lognormal,
    "triangular": _triangular,
    "beta": _beta,
    "dirichlet": _beta,
    "discrete": _discrete,
}


def _listed(assumption: Assumption) -> tuple[list[float], list[float]]:
    """The figures of "discrete 1,2,3 with 0.5 0.3 0.2" and their weights."""
    figures, _, weights = assumption.distribution.removeprefix("discrete ").partition(" with ")
    numbers = [float(one) for one in figures.split(",")]
    return numbers, [float(one) for one in weights.split()] or [1.0] * len(numbers)


def _leading(assumption: Assumption) -> int:
    """The column of the table whose share the book's value and range speak of."""
    table = assumption.table
    rows = list(table.values()) if isinstance(table, Mapping) else list(table or ())
    return rows.index(float(assumption.value))


def _is_date(assumption: Assumption) -> bool:
    """Calendar years: positive, but no quantity that could be doubled."""
    return assumption.unit.split(" ")[0] == "year"


def _log_odds(share: float) -> float:
    return math.log(share / (1.0 - share))
