"""Where replications are simulated: in this process, in processes of this machine, on a Dask cluster.

A pool gets the world (place and scenario, packed once) and takes tasks from a feed as it has room for them; it
yields (number, outcome) as they are done, in any order, each number exactly once. Closing its iterator stops the work.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol

from sim.ensemble.cluster import Cluster
from sim.ensemble.feed import Feed
from sim.ensemble.jobs import Outcome
from sim.ensemble.processes import Processes
from sim.ensemble.transport import run_packed

__all__ = ["Cluster", "Pool", "Processes", "Serial"]


class Pool(Protocol):
    """A place to simulate."""

    def outcomes(self, world: bytes, feed: Feed) -> Generator[tuple[int, Outcome], None, None]:
        """Simulate every task of `feed` in `world`; what is done comes back in any order, each once."""


class Serial:
    """One after the other, in this process."""

    def outcomes(self, world: bytes, feed: Feed) -> Generator[tuple[int, Outcome], None, None]:
        """See `Pool`."""
        while task := feed.take():
            yield task.number, run_packed(world, task.job)
