"""Worlds for the tests of `sim`: the shipped parks once, and random scenarios near the baseline."""

from __future__ import annotations

import dataclasses
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from gis.place import Place
from gis.read import load_place
from sim.model import World, simulate
from sim.run import Run
from sim.scenario import Scenario, load
from tests.tiny import tiny_place

SECTIONS = ("build", "stock", "tenants", "compute", "policy", "production", "outcomes", "energy")


@cache
def parks() -> Place:
    """Both shipped parks."""
    return load_place(("ai", "vr"))


@cache
def baseline() -> Scenario:
    """The shipped baseline."""
    return load("baseline")


@cache
def baseline_run() -> Run:
    """The baseline of both parks."""
    return simulate(parks(), baseline())


def world_of(scenario: Scenario, place: Place | None = None, seed: int = 1) -> World:
    """A world of the tiny place (or of `place`) that has run to its horizon."""
    world = World(place or tiny_place(), scenario, seed)
    for month in range(scenario.months):
        world.run_month(month)
    return world


def changed(scenario: Scenario, **values: Any) -> Scenario:
    """`scenario` with other values: `changed(s, build={"winter_factor": 1.0}, months=12)`.

    Instruments by name: `changed(s, instruments={"talent": {"active": False}})`.
    """
    parts = {
        name: dataclasses.replace(getattr(scenario, name), **value) if name in SECTIONS else value
        for name, value in values.items()
    }
    if "instruments" in values:
        parts["instruments"] = {**scenario.instruments, **_instruments(scenario, values["instruments"])}
    return dataclasses.replace(scenario, **parts)


def _instruments(scenario: Scenario, values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: dataclasses.replace(scenario.instruments[name], **value) for name, value in values.items()}


def numbers() -> list[tuple[str, str, float, float]]:
    """Every plain number of a scenario: section, name, and its limits."""
    found = []
    for section in SECTIONS:
        kind = type(getattr(baseline(), section))
        for name, hint in get_type_hints(kind, include_extras=True).items():
            plain, limits = get_args(hint) if get_origin(hint) is Annotated else (hint, None)
            if plain in (int, float) and limits is not None:
                found.append((section, name, limits.low, limits.high))
    return found


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """The baseline over one to three years, up to a dozen of its numbers between a quarter and four times theirs."""
    scenario = changed(baseline(), months=draw(st.integers(12, 36)))
    for section, name, low, high in draw(st.lists(st.sampled_from(numbers()), max_size=12)):
        value = getattr(getattr(scenario, section), name)
        other = min(max(value * draw(st.floats(0.25, 4.0)), low), high)
        scenario = changed(scenario, **{section: {name: round(other) if isinstance(value, int) else other}})
    return scenario
