"""A pool of spawned processes that survives the loss of any of them."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from gis.errors import UserError
from gis.text import current_language, set_language, tr
from sim.ensemble.feed import Feed, Task
from sim.ensemble.jobs import Outcome
from sim.ensemble.transport import run_packed

Work = Callable[[bytes, bytes], Outcome]

_AHEAD: Final = 2
"""Tasks with a worker: the one in work, and one that waits there so that the worker never does."""
_LOSSES: Final = 3
"""A task that was in work when so many workers ended is not given to another."""
_PATIENCE_S: Final = 5.0


@dataclass(slots=True, eq=False)
class _Worker:
    process: BaseProcess
    pipe: connection.Connection
    tasks: deque[Task] = field(default_factory=deque)
    """In the order in which the worker does them."""


class Processes:
    """Spawned processes of this machine; one that ends is replaced, and its tasks are done again."""

    def __init__(self, workers: int, work: Work = run_packed) -> None:
        """`work` makes an outcome of a world and a job; it is found by its name in every process."""
        if workers < 1:
            raise ValueError(workers)
        self._workers, self._work = workers, work
        self._context = multiprocessing.get_context("spawn")

    def outcomes(self, world: bytes, feed: Feed) -> Generator[tuple[int, Outcome], None, None]:
        """See `Pool`.

        Raises:
            UserError: the same replication ended several workers.
        """
        crew: list[_Worker] = []
        again: deque[Task] = deque()
        losses: dict[int, int] = {}
        try:
            # Nobody is started for whom there is no work, however many were asked for.
            while len(crew) < self._workers and (task := feed.take()) is not None:
                crew.append(self._start(world))
                _give(crew[-1], task)
            while True:
                _hand_out(crew, again, feed)
                if not any(worker.tasks for worker in crew):
                    return
                for worker in _ready(crew):
                    try:
                        outcome = _received(worker)
                    except (EOFError, OSError):
                        _count_loss(worker, losses)
                        again.extend(worker.tasks)
                        _end(worker)
                        crew[crew.index(worker)] = self._start(world)
                        continue
                    yield worker.tasks.popleft().number, outcome
        finally:
            for worker in crew:
                _end(worker)

    def _start(self, world: bytes) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=_serve, args=(theirs, self._work, world, current_language()), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _hand_out(crew: list[_Worker], again: deque[Task], feed: Feed) -> None:
    """Fill every worker's queue, the emptiest first; what a lost worker left comes before new tasks."""
    for wanted in range(_AHEAD):
        for worker in crew:
            if len(worker.tasks) > wanted:
                continue
            task = again.popleft() if again else feed.take()
            if task is None:
                return
            _give(worker, task)


def _give(worker: _Worker, task: Task) -> None:
    worker.tasks.append(task)
    # A worker that is gone is found when we listen to it; its tasks are in its list.
    with contextlib.suppress(OSError):
        worker.pipe.send_bytes(task.job)


def _ready(crew: list[_Worker]) -> list[_Worker]:
    """The workers that have something to say, or have ended; waits for the first."""
    by_pipe = {worker.pipe: worker for worker in crew}
    # The end of a process closes its pipe, so that its words and its end are heard alike.
    heard: list[Any] = connection.wait(list(by_pipe))
    return [by_pipe[pipe] for pipe in heard]


def _received(worker: _Worker) -> Outcome:
    answer = worker.pipe.recv()
    if isinstance(answer, BaseException):
        raise answer
    outcome: Outcome = answer
    return outcome


def _count_loss(worker: _Worker, losses: dict[int, int]) -> None:
    """A worker that ends without work is as bad a sign as one that ends in it."""
    number = worker.tasks[0].number if worker.tasks else -1
    losses[number] = losses.get(number, 0) + 1
    if losses[number] >= _LOSSES:
        raise UserError(
            tr("Workers"),
            tr("Processes that simulate ended {times} times in the same place.", times=losses[number]),
            remedy=tr("See whether the machine has run out of memory, and use fewer workers."),
        )


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.terminate()
    worker.process.join(_PATIENCE_S)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
    worker.process.close()


def _serve(pipe: connection.Connection, work: Work, world: bytes, language: str) -> None:
    """The life of a worker: a job in, an outcome out, until the pipe closes."""
    # Ctrl-C goes to the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    set_language(language)
    jobs: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
    # Listening beside the work: were both sides to wait until the other listens, neither would.
    threading.Thread(target=_listen, args=(pipe, jobs), daemon=True).start()
    with contextlib.suppress(OSError):  # the parent is gone
        while (job := jobs.get()) is not None:
            pipe.send(_answer(work, world, job))


def _listen(pipe: connection.Connection, jobs: queue.SimpleQueue[bytes | None]) -> None:
    with contextlib.suppress(EOFError, OSError):
        while True:
            jobs.put(pipe.recv_bytes())
    jobs.put(None)


def _answer(work: Work, world: bytes, job: bytes) -> object:
    """The outcome, or why there is none."""
    try:
        return work(world, job)
    except Exception as error:
        error.add_note(traceback.format_exc())
        return error
