"""The baseline of both parks over 96 months against a million bare SimPy timeouts."""

from __future__ import annotations

import simpy

from gis.read import load_place
from sim import scenario
from sim.model import simulate
from tests.bench.measure import cpu_ms, figure, report

TIMEOUTS = 1_000_000


def bare_timeouts(_: int) -> None:
    """A million events of the engine with nothing behind them."""
    environment = simpy.Environment()

    def tick() -> simpy.events.ProcessGenerator:
        for _ in range(TIMEOUTS):
            yield environment.timeout(1)

    environment.process(tick())
    environment.run()


def main() -> None:
    """Measure, alternating so that a drifting machine slows both."""
    place = load_place(["ai", "vr"])
    baseline = scenario.load("baseline")
    simulate(place, baseline, seed=0)
    ours, other = [], []
    for seed in range(3):
        ours.append(cpu_ms(lambda _, seed=seed: simulate(place, baseline, seed=seed), times=1, rounds=1))
        other.append(cpu_ms(bare_timeouts, times=1, rounds=1))
    best, peer = sorted(ours)[1], sorted(other)[1]
    report(figure("run_96_months", best, "ms CPU", against="a million bare SimPy timeouts", other=peer, limit=0.5))


if __name__ == "__main__":
    main()
