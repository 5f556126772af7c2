"""The baseline of both parks over 96 months against a million bare SimPy timeouts."""

from __future__ import annotations

import statistics
from functools import partial

import simpy

from gis.place import Place
from gis.read import load_place
from sim import scenario
from sim.model import simulate
from sim.scenario import Scenario
from tests.bench.measure import cpu_ms, figure, report

TIMEOUTS = 1_000_000
ROUNDS = 7


def bare_timeouts(_: int) -> None:
    """A million events of the engine with nothing behind them."""
    environment = simpy.Environment()

    def tick() -> simpy.events.ProcessGenerator:
        for _ in range(TIMEOUTS):
            yield environment.timeout(1)

    environment.process(tick())
    environment.run()


def _simulate(place: Place, baseline: Scenario, seed: int, _: int) -> None:
    simulate(place, baseline, seed=seed)


def main() -> None:
    """Measure, alternating so that a drifting machine slows both."""
    place = load_place(["ai", "vr"])
    baseline = scenario.load("baseline")
    simulate(place, baseline, seed=0)
    ours, other = [], []
    for seed in range(ROUNDS):
        ours.append(cpu_ms(partial(_simulate, place, baseline, seed), times=1, rounds=1))
        other.append(cpu_ms(bare_timeouts, times=1, rounds=1))
    middle, peer = statistics.median(ours), statistics.median(other)
    report(figure("run_96_months", middle, "ms CPU", against="a million bare SimPy timeouts", other=peer, limit=0.5))


if __name__ == "__main__":
    main()
