"""Which of the some 240 figures are wanted: by their ids, or all of a subject."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from gis.errors import UserError
from gis.text import tr
from ui import asked

if TYPE_CHECKING:
    from sim.run import Series


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `--kpi` and `--subject`."""
    add = parser.add_argument
    add("--kpi", nargs="+", action="extend", default=[], metavar="ID", help=tr("these KPIs only"))
    said = tr("all KPIs of these subjects only: floor, enterprises, money and so on")
    add("--subject", nargs="+", action="extend", default=[], metavar="ID", help=said)


def subjects_of(options: argparse.Namespace) -> frozenset[str]:
    """The subjects that were asked for.

    Raises:
        UserError: there is none of such a name.
    """
    if not options.subject:
        return frozenset()
    from sim.subjects import SUBJECTS

    return frozenset(asked.known("--subject", one, SUBJECTS) for one in options.subject)


def check_kpis(wanted: Sequence[str], parks: Sequence[str]) -> None:
    """Refuse a KPI that no run of a place with these `parks` has.

    Raises:
        UserError: there is no such KPI.
    """
    from sim.kpis import registered

    known = [one.id.replace("{park}", park) for one in registered() for park in (parks if one.repeated else parks[:1])]
    for one in wanted:
        if one not in known:
            near = difflib.get_close_matches(one, known, n=3)
            raise UserError(
                "--kpi",
                tr("There is no KPI '{id}'.", id=one),
                tr("Similar are {known}.", known=", ".join(near)) if near else "",
                tr("'parktwin simulate --json' names all of them."),
            )


def of(figures: list[Series], kpis: Collection[str], subjects: Collection[str]) -> list[Series]:
    """Those of `figures` with one of these ids or of one of these subjects; all where neither is named.

    Raises:
        UserError: the parks that are shown have none of them.
    """
    if not kpis and not subjects:
        return figures
    found = [one for one in figures if one.id in kpis or one.group in subjects]
    if not found:
        where = "--kpi" if kpis else "--subject"
        raise UserError(where, tr("The park that is shown has no such figure."), remedy=tr("Leave --park out."))
    return found
