"""Jobs on their way to a pool, and outcomes on their way back into order."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterable, Iterator
from typing import Final, NamedTuple

from sim.ensemble.jobs import Form, Job, Outcome
from sim.ensemble.transport import packed

_WINDOW: Final = 512
"""How far a job may run ahead of the oldest that is not done: so many outcomes are held back at most."""


class Task(NamedTuple):
    """A packed job, and its place in the order."""

    number: int
    job: bytes


class Feed:
    """Gives jobs to a pool in their order, each once, and no further ahead than a window."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self._jobs: Iterator[tuple[int, Job]] = enumerate(jobs)
        self._given = 0
        self._delivered = 0

    def take(self) -> Task | None:
        """The next task; None when all are given, or for now, until the oldest one is done."""
        if self._given - self._delivered >= _WINDOW:
            return None
        following = next(self._jobs, None)
        if following is None:
            return None
        self._given += 1
        return Task(following[0], packed(following[1]))

    def in_order(self, outcomes: Iterable[tuple[int, Outcome]]) -> Generator[Outcome, None, None]:
        """What a pool yields, in the order of the jobs; equal forms are one object."""
        waiting: dict[int, Outcome] = {}
        form: Form | None = None
        for number, outcome in outcomes:
            form = form if form == outcome.form else outcome.form
            waiting[number] = dataclasses.replace(outcome, form=form)
            while self._delivered in waiting:
                ready = waiting.pop(self._delivered)
                self._delivered += 1
                yield ready
