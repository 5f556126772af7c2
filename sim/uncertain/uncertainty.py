"""Which values of a scenario are uncertain, and the scenario at given quantiles of them.

An `Input` is one assumption that is marked `uncertain` in the book: what nobody knows of the world as a whole. What
differs between entities (a spread of durations, of staff, the size of each campaign) is drawn for each of them in
the model and is no input here; nor are rules and levers, which a scenario decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gis.errors import UserError
from gis.text import tr
from sim.facts import assumptions
from sim.scenario import Scenario
from sim.settings import Limits
from sim.uncertain.distributions import move, moved_table
from sim.uncertain.paths import limits_at, replaced, value_at

_STEP = 2.0**-31


@dataclass(frozen=True, slots=True)
class Input:
    """An uncertain assumption, and the paths of the scenario's values that are drawn with it."""

    assumption: str
    paths: tuple[str, ...]


def inputs_of(scenario: Scenario) -> tuple[Input, ...]:
    """The uncertain inputs of `scenario`, in the order of the assumption book.

    Values of another unit that name the same assumption (the variance beside a mean, the length beside a frequency)
    stay as they are: the range in the book is not theirs.

    Raises:
        UserError: several values of differing units name an assumption, and none of them speaks as the book does.
    """
    named: dict[str, list[str]] = {}
    for path, ground in scenario.grounds.items():
        if ground.kind == "assumption" and assumptions()[ground.id].uncertain:
            named.setdefault(ground.id, []).append(path)
    inputs = (Input(one, _of_one_unit(scenario, one, named[one])) for one in assumptions() if one in named)
    return tuple(one for one in inputs if one.paths)


def drawn(scenario: Scenario, quantiles: Mapping[str, float]) -> Scenario:
    """`scenario` with each named assumption at this quantile (0 to 1) of its distribution; 0.5 changes nothing.

    Assumptions that the scenario does not rest on are left out, so that two scenarios can be drawn alike.

    Raises:
        KeyError: there is no such assumption.
        ValueError: it has no distribution from which one value can be drawn.
    """
    paths = {one.assumption: one.paths for one in inputs_of(scenario)}
    values: dict[str, Any] = {}
    for name, quantile in quantiles.items():
        for path in paths.get(name, ()) if name in assumptions() else (_unknown(name),):
            values[path] = _drawn_value(scenario, name, path, quantile)
    return replaced(scenario, values)


def quantiles(inputs: tuple[Input, ...], runs: int, seed: int) -> NDArray[np.float64]:
    """(runs, inputs): a quantile of each input for each replication, above 0 and below 1.

    Every input has a scrambled van der Corput sequence (the first dimension of Sobol's) of its own, keyed by its
    assumption, and its points are shuffled within the blocks 1, 2-3, 4-7, 8-15 ... So the first 2, 4, 8 ... rows fill
    the range of every input evenly, the rows of a shorter ensemble are the first of a longer one (it can grow), and
    another input leaves all other columns where they are (scenarios meet the same luck). One Sobol sequence over all
    inputs would have the first two properties, but the third only by a fixed order of inputs; and among the hundred
    inputs of this model some of its pairs of columns correlate by 0.8 over 200 rows, which tells two causes from each
    other as badly as it sounds. Shuffled columns correlate by chance alone, as in a Latin hypercube.
    """
    columns = [_column(one.assumption, max(runs - 1, 0).bit_length(), seed)[:runs] for one in inputs]
    return np.column_stack(columns) if columns else np.empty((runs, 0))


def _column(name: str, height: int, seed: int) -> NDArray[np.float64]:
    """2^height quantiles of one input."""
    from scipy.stats.qmc import Sobol

    rng = np.random.default_rng(_entropy(seed, f"quantiles/{name}"))
    points = Sobol(1, scramble=True, rng=rng).random_base2(height)[:, 0]
    for level in range(1, height):
        points[1 << level : 2 << level] = rng.permutation(points[1 << level : 2 << level])
    # The sequence's steps are of 2^-30, so that it may hit 0 itself.
    return np.asarray(np.clip(points, _STEP, 1.0 - _STEP))


def world_seed(seed: int, number: int) -> int:
    """The seed of the world in which replication `number` of an ensemble with `seed` happens."""
    return _entropy(seed, f"replication/{number}") >> 1


def _entropy(seed: int, name: str) -> int:
    return int.from_bytes(blake2b(f"{seed}/{name}".encode(), digest_size=8).digest(), "little")


def _of_one_unit(scenario: Scenario, name: str, paths: list[str]) -> tuple[str, ...]:
    """The paths of the unit that the assumption speaks in.

    That of the value as in the book; where a scenario has replaced it, the unit that the book names, or the only one.
    """
    units = {path: limits_at(scenario, path).unit for path in paths if _can_move(value_at(scenario, path))}
    plain = {units[path] for path in units if not scenario.grounds[path].reason.en}
    named = {unit for unit in units.values() if unit in assumptions()[name].unit}
    for found in (plain, set(units.values()), named):
        if len(found) == 1:
            return tuple(path for path in units if units[path] in found)
    if units:
        raise _unclear(scenario, name, tuple(units))
    return ()


def _unclear(scenario: Scenario, name: str, paths: tuple[str, ...]) -> UserError:
    listed = ", ".join(paths)
    return UserError(
        scenario.id,
        tr(
            "Which of {paths} is to be drawn with the range of {assumption} is not clear.",
            paths=listed,
            assumption=name,
        ),
        tr("Their units differ, and none of them has the value or the unit of the book."),
        tr("Give what is another quantity a ground of its own."),
    )


def _can_move(value: Any) -> bool:
    return isinstance(value, int | float | tuple) and not isinstance(value, bool)


def _drawn_value(scenario: Scenario, name: str, path: str, quantile: float) -> Any:
    assumption, value, limits = assumptions()[name], value_at(scenario, path), limits_at(scenario, path)
    if quantile == 0.5:
        return value
    if isinstance(value, tuple):
        return tuple(_within(one, limits) for one in moved_table(assumption, value, quantile))
    new = _within(move(assumption, quantile)(value), limits)
    return round(new) if isinstance(value, int) else new


def _within(value: float, limits: Limits) -> float:
    return min(max(value, limits.low), limits.high) + 0.0  # never -0.0


def _unknown(name: str) -> str:
    raise KeyError(name)
