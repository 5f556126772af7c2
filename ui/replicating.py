"""What commands that simulate many times share: how many, where, and how far they are."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, TextIO

from gis.errors import UserError
from gis.text import tr

if TYPE_CHECKING:
    from sim.ensemble.pools import Pool

_MOST = 1_000_000
"""More replications than this are a slip of the hand."""
_MOST_WORKERS = 512
"""More processes than this no machine has use for: a slip of the hand, too, and one that would fill its memory."""


def arguments(parser: argparse.ArgumentParser, *, runs: int) -> None:
    """Declare `--runs`, and `--workers` or `--scheduler`."""
    parser.add_argument("--runs", metavar="N", default=str(runs), help=tr("how many replications ({runs})", runs=runs))
    places(parser)


def places(parser: argparse.ArgumentParser) -> None:
    """Declare `--workers` or `--scheduler`."""
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--workers", metavar="K", help=tr("processes of this machine (one for each of its processors)"))
    where.add_argument("--scheduler", metavar="tcp://HOST:PORT", help=tr("scheduler of a Dask cluster"))


def runs_of(options: argparse.Namespace) -> int:
    """How many replications were asked for.

    Raises:
        UserError: not a whole number, or none.
    """
    return count("--runs", options.runs)


def pool_of(options: argparse.Namespace) -> Pool:
    """Where to simulate.

    Raises:
        UserError: workers that are no number, or none; an address that is none.
    """
    from sim.ensemble.pools import Cluster, Processes, Serial

    if options.scheduler is not None:
        return Cluster(options.scheduler)
    workers = _processors() if options.workers is None else count("--workers", options.workers, most=_MOST_WORKERS)
    return Processes(workers) if workers > 1 else Serial()


def count(where: str, value: str, least: int = 1, most: int = _MOST) -> int:
    """The whole number that was asked for at `where`.

    Raises:
        UserError: it is none, or not from `least` to `most`.
    """
    try:
        number = int(value)
    except ValueError:
        number = least - 1
    if not least <= number <= most:
        raise UserError(
            where,
            tr("'{value}' is not a number of them.", value=value),
            tr("Give a whole number from {least} to {most}.", least=least, most=f"{most:,}"),
        )
    return number


class Progress:
    """Says on a stream how far the replications are: one quiet line on a terminal, else a line every tenth."""

    def __init__(self, runs: int, stream: TextIO | None = None) -> None:
        self._runs = runs
        self._stream = sys.stderr if stream is None else stream
        self._tenth = 0
        self._open = False

    def __call__(self, share: float) -> None:
        """`share` of the replications is there."""
        done = tr("{done} of {runs} replications", done=round(share * self._runs), runs=self._runs)
        if self._stream.isatty():
            self._open = share < 1.0
            self._stream.write(f"\r{done}" + ("" if self._open else "\n"))
            self._stream.flush()
        elif int(10 * share + 1e-9) > self._tenth:
            self._tenth = int(10 * share + 1e-9)
            self._stream.write(f"{done}\n")
            self._stream.flush()

    def close(self) -> None:
        """End a line that was left open, so that what follows has one of its own."""
        if self._open:
            self._open = False
            self._stream.write("\n")


def _processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
