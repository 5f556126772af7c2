"""The baseline as it could have been written before a day: whatever was published from that day on is taken back.

A value leaks if its fact was published on the day or later, or if the evidence of its assumption names such a fact
or an address of then.
`assets/backtest.toml` says what would have stood there instead; a leak without such a row is refused, not passed over.
"""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from gis.assets import asset
from gis.errors import UserError
from gis.text import Name, tr
from sim.facts import assumptions, known_on
from sim.scenario import Scenario, load
from sim.scenarios.files import LISTS, entry_id, find, merged
from sim.scenarios.grounds import Ground
from sim.scenarios.reader import Reader

BASE: Final = "baseline"
LAST_DAY: Final = date(2023, 4, 25)
"""What is known ends here: nothing later is looked up."""
_GROUND_KEYS: Final = ("value", "fact", "assumption", "choice", "reason", "reading")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stood at `path` before the later facts were known; `value` None: nothing did. `why` gives the reason."""

    path: str
    value: Mapping[str, Any] | None
    why: Name


@dataclass(frozen=True, slots=True)
class Before:
    """The scenario that was possible before `split`, and what it takes back: each row with the facts that leaked."""

    split: date
    scenario: Scenario
    replaced: tuple[tuple[Earlier, tuple[str, ...]], ...]


@cache
def earlier_values() -> tuple[Earlier, ...]:
    """Every row that is kept ready, in the order of the file."""
    rows = tomllib.loads(asset("backtest.toml").read_text(encoding="utf-8"))["earlier"]
    return tuple(
        Earlier(
            path=row["path"],
            value=None if row.get("absent") else {key: row[key] for key in _GROUND_KEYS if key in row},
            why=Name(row["en"], row["zh"]),
        )
        for row in rows
    )


def leaks(scenario: Scenario, split: date) -> dict[str, tuple[str, ...]]:
    """The paths of `scenario` that rest on what was published on `split` or later, with those facts and addresses."""
    found = {path: later_facts(ground, split) for path, ground in scenario.grounds.items()}
    return {path: later for path, later in found.items() if later}


def later_facts(ground: Ground, split: date) -> tuple[str, ...]:
    """What is behind `ground`, facts and addresses, and was published on `split` or later."""
    if ground.kind == "choice":
        return ()
    named = (ground.id,) if ground.kind == "fact" else assumptions()[ground.id].evidence
    return tuple(one for one in named if (known_on(one) or date.min) >= split)


def before(split: date) -> Before:
    """The baseline over twelve months with nothing in it that was published on `split` or later.

    Raises:
        UserError: for some leaking value no earlier one is written, as for a day before the parks were announced; or
            nothing was published from `split` on.
    """
    if split > LAST_DAY:
        raise UserError(
            "--split",
            tr("Nothing that is known here was published on {split} or later.", split=split),
            tr("The last day is {last}.", last=LAST_DAY),
        )
    base = load(BASE)
    leaking = leaks(base, split)
    rows = [row for row in earlier_values() if _leaking_below(row.path, leaking)]
    left = [path for path in leaking if not any(_covers(row.path, path) for row in rows)]
    if left:
        raise UserError(
            "--split",
            tr("{count} values rest on what was published after {split}.", count=len(left), split=split),
            tr("The first is {path}.", path=left[0]),
            tr("Choose a later day: for those of March and April 2023 earlier values are written down."),
        )
    content = copy.deepcopy(merged(find(BASE)))
    for row in rows:
        _place(content, row)
    content |= {
        "id": f"before-{split}",
        "name": {"en": f"Known before {split}", "zh": f"{split}之前所知"},
        "horizon": _twelve_months(base.start),
    }
    scenario = Reader(Path("backtest.toml"), content).scenario()
    return Before(split, scenario, tuple((row, _leaking_below(row.path, leaking)) for row in rows))


def _leaking_below(path: str, leaking: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The facts that leak at `path`, or at any value of the entry at `path`."""
    return tuple(dict.fromkeys(one for at, later in leaking.items() if _covers(path, at) for one in later))


def _covers(path: str, at: str) -> bool:
    return at == path or at.startswith(f"{path}.")


def _place(content: dict[str, Any], row: Earlier) -> None:
    """Put the row's value where it belongs, or take away what stands there."""
    section, _, rest = row.path.partition(".")
    if section in LISTS:
        rows = content[section]
        known = {entry_id(one, number): one for number, one in enumerate(rows)}
        name, _, key = rest.rpartition(".") if rest not in known else (rest, "", "")
        if not key:
            rows.remove(known[name])
            return
        holder = known[name]
    else:
        holder, key = content[section], rest
        while "." in key:
            step, _, key = key.partition(".")
            holder = holder[step]
    if row.value is None:
        del holder[key]
    else:
        holder[key] = dict(row.value)


def _twelve_months(start: date) -> str:
    last = date.fromordinal(date(start.year + 1, start.month, 1).toordinal() - 1)
    return last.isoformat()
