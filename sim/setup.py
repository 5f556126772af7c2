"""What everyone in a simulated world works with."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import simpy

from sim.calendar import Calendar
from sim.computing.compute import ComputeMarket
from sim.letting.market import Market
from sim.letting.stock import Stock
from sim.policy.policies import Policies
from sim.run import Event
from sim.scenario import Scenario
from sim.streams import Streams
from sim.tally import Tally

Process = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Setup:
    """The world's clock, rules, floor, markets and luck; `tally` and `events` are written to by everyone."""

    env: simpy.Environment
    scenario: Scenario
    calendar: Calendar
    streams: Streams
    stock: Stock
    market: Market
    policies: Policies
    compute: ComputeMarket
    tally: Tally
    events: list[Event]
