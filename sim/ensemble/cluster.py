"""A Dask cluster that is there already, reached by the address of its scheduler."""

from __future__ import annotations

import hashlib
import logging
import math
import platform
import re
import time
from collections.abc import Generator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

from gis.errors import UserError
from gis.text import tr
from sim.ensemble.feed import Feed, Task
from sim.ensemble.jobs import Outcome
from sim.ensemble.transport import run_packed

_CONNECT_S: Final = 6
_WORKERS_S: Final = 30
_CLOSE_S: Final = 2
_COUNT_S: Final = 2.0
"""How often workers are counted: they come and go."""
_AHEAD: Final = 2
"""Tasks on the cluster for each of its threads: what is in work, and as many waiting beside it."""
_ATTEMPTS: Final = 4
"""Dask itself gives a task to several workers before it blames the task; so often we begin that anew."""
_ALIKE: Final = ("parktwin", "numpy")
"""Packages that must be of one version here and there, for the bytes to be the same."""


_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ucx|ws|wss)://)?(?:\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):[0-9]{1,5}")
"""The form of an address: what has another is refused here, since the client leaves loose ends where it refuses."""


class Cluster:
    """The workers of a scheduler; each needs only the prepared place and `sim`, no graphics."""

    def __init__(self, address: str) -> None:
        self._address = address

    def outcomes(self, world: bytes, feed: Feed) -> Generator[tuple[int, Outcome], None, None]:
        """See `Pool`.

        Raises:
            UserError: no scheduler there, no workers, other versions, or the cluster was lost on the way.
        """
        client = _connected(self._address)
        try:
            _check_workers(client, self._address)
            yield from _Session(client, self._address, world).outcomes(feed)
        except (OSError, TimeoutError) as error:  # connections that break are OSErrors here
            raise _lost(self._address) from error
        finally:
            client.close(timeout=_CLOSE_S)


@dataclass(slots=True)
class _Sent:
    task: Task
    attempt: int
    future: Any


class _Session:
    """One ensemble on a cluster."""

    def __init__(self, client: Any, address: str, world: bytes) -> None:
        self._client, self._address, self._world = client, address, world
        self._there = client.scatter(world, broadcast=True)
        self._sent: dict[str, _Sent] = {}
        self._room, self._counted_at = _AHEAD, -math.inf

    def outcomes(self, feed: Feed) -> Generator[tuple[int, Outcome], None, None]:
        from distributed import as_completed

        done: Any = as_completed(loop=self._client.loop)  # type: ignore[no-untyped-call]
        try:
            self._fill(feed, done)
            while self._sent:
                future = next(done)
                sent = self._sent.pop(future.key)
                if future.status == "finished":
                    yield sent.task.number, future.result()
                else:
                    self._send_again(sent, done)
                self._fill(feed, done)
        finally:
            if self._client.status == "running":
                self._client.cancel([sent.future for sent in self._sent.values()], force=True)

    def _fill(self, feed: Feed, done: Any) -> None:
        if time.monotonic() - self._counted_at > _COUNT_S:
            self._room = _AHEAD * max(sum(self._client.nthreads().values()), 1)
            self._counted_at = time.monotonic()
        while len(self._sent) < self._room and (task := feed.take()) is not None:
            self._send(task, 0, done)

    def _send(self, task: Task, attempt: int, done: Any) -> None:
        # The key says all that the outcome depends on: the same work is never done twice, nor two works mistaken.
        digest = hashlib.blake2b(self._world + task.job, digest_size=16).hexdigest()
        key = f"parktwin-{digest}-{attempt}"
        future = self._client.submit(_run, _versions(), self._there, task.job, key=key)
        self._sent[key] = _Sent(task, attempt, future)
        done.add(future)

    def _send_again(self, sent: _Sent, done: Any) -> None:
        """Workers died, with the place in their memory perhaps; or the work itself failed, which is ours to tell."""
        from distributed import KilledWorker

        if self._client.status != "running" or sent.attempt + 1 >= _ATTEMPTS:
            raise _lost(self._address)
        if sent.future.status == "error":
            error = sent.future.exception()
            if not isinstance(error, KilledWorker):
                raise error
        self._there = self._client.scatter(self._world, broadcast=True)
        self._send(sent.task, sent.attempt + 1, done)


def _run(wanted: dict[str, str], world: bytes, job: bytes) -> Outcome:
    """What a worker of the cluster does."""
    if (here := _versions()) != wanted:
        raise _differing(here, wanted)
    return run_packed(world, job)


def _versions() -> dict[str, str]:
    """What must be the same everywhere."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, **{name: version(name) for name in _ALIKE}}


def _connected(address: str) -> Any:
    if not _ADDRESS.fullmatch(address):
        raise _unanswered(address)
    from distributed import Client

    for name in ("distributed", *logging.root.manager.loggerDict):
        if name.startswith("distributed"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is told in a sentence
    try:
        return Client(address, timeout=_CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise _unanswered(address) from error


def _unanswered(address: str) -> UserError:
    return UserError(
        address,
        tr("No Dask scheduler answers at this address."),
        tr("An address reads tcp://HOST:PORT."),
        tr("Start 'dask scheduler' there, or use --workers on this machine."),
    )


def _check_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_WORKERS_S)
    except TimeoutError as error:
        raise UserError(
            address,
            tr("The scheduler has no workers."),
            remedy=tr("Start 'dask worker {address}' on the machines that are to simulate.", address=address),
        ) from error
    try:
        answers = client.run(_versions)
    except Exception as error:
        # What fails before a worker has understood the question comes back as words alone.
        if "ModuleNotFoundError" not in f"{error!r}":
            raise
        raise UserError(
            address,
            tr("A worker of the cluster lacks ParkTwin."),
            remedy=tr("Install the same ParkTwin on every worker."),
        ) from error
    for theirs in answers.values():
        if theirs != _versions():
            raise _differing(theirs, _versions())


def _differing(theirs: dict[str, str], ours: dict[str, str]) -> UserError:
    others = ", ".join(f"{name} {theirs[name]}" for name in ours if theirs[name] != ours[name])
    here = ", ".join(f"{name} {ours[name]}" for name in ours if theirs[name] != ours[name])
    return UserError(
        tr("Cluster"),
        tr("A worker has {theirs}, here is {ours}.", theirs=others, ours=here),
        remedy=tr("Install the same versions everywhere, so that the same seed gives the same run."),
    )


def _lost(address: str) -> UserError:
    return UserError(
        address,
        tr("The cluster was lost while it was simulating."),
        remedy=tr("Run the command again: finished replications are not simulated again."),
    )
