"""`parktwin facts`: list, filter and explain published facts and assumptions, and show what a scenario rests on."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from gis.errors import UserError
from gis.text import tr

if TYPE_CHECKING:
    from sim.ledger.entries import Wanted

SUMMARY = "list, filter and explain the published facts and the assumptions"

_FILTERS = ("level", "park", "kind", "source", "conflict", "search", "since", "until")
_ANY = "*"
_SHORT = 16
"""A list of known words up to this length is named whole."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to list or explain."""
    add = parser.add_argument
    add("id", nargs="?", metavar="ID", help=tr("a fact or an assumption to explain"))
    add("--level", help=tr("only facts of this level: core, park, both parks, centre, district, city, firm"))
    add("--park", help=tr("only facts of ai, vr, or both"))
    add("--kind", help=tr("only what is observed, a plan, a target, or a place"))
    add("--source", metavar="ID", help=tr("only what this source says"))
    add("--conflict", nargs="?", const=_ANY, metavar=tr("GROUP"),
        help=tr("only figures that disagree or are easily confused, of one group or of all"))  # fmt: skip
    add("--search", metavar=tr("TEXT"), help=tr("only entries in which all these words stand"))
    add("--since", metavar=tr("DATE"), help=tr("only facts that were published on this day or later"))
    add("--until", metavar=tr("DATE"), help=tr("only facts that were published on this day or before"))
    add("--assumptions", action="store_true", help=tr("list the assumptions instead"))
    add("--used-by", metavar=tr("SCENARIO"), help=tr("what a scenario rests on: its id or file"))
    add("--json", action="store_true", help=tr("print one JSON document and nothing else"))


def run(options: argparse.Namespace) -> int:
    """List or explain; the exit code comes back."""
    _refuse_mixtures(options)
    document, text = _answer(options)
    shown = json.dumps(document(), ensure_ascii=False, allow_nan=False) if options.json else text()
    sys.stdout.write(shown + "\n")
    return 0


def _answer(options: argparse.Namespace) -> tuple[Callable[[], dict[str, Any]], Callable[[], str]]:
    """How what is asked for is told to programs, and how to people."""
    from sim.ledger import document as documents
    from sim.ledger import table as texts

    if options.id is not None:
        ground = _ground(options.id)
        return partial(documents.explained_document, ground), partial(texts.explained, ground)
    if options.used_by is not None:
        from sim.scenario import load

        scenario = load(options.used_by)
        return partial(documents.scenario_document, scenario), partial(texts.scenario_text, scenario)
    from sim.ledger import entries as ledger

    if options.assumptions:
        supposed = ledger.assumptions_with(options.search or "")
        return partial(documents.assumptions_document, supposed), partial(texts.assumptions_text, supposed)
    published = ledger.chosen(_wanted(options))
    return partial(documents.facts_document, published), partial(texts.facts_text, published)


def _refuse_mixtures(options: argparse.Namespace) -> None:
    """One question at a time: filters are for lists of facts, and --search for assumptions too."""
    given = [f"--{name}" for name in _FILTERS if getattr(options, name) is not None]
    asked = [
        *(["ID"] if options.id is not None else []),
        *(["--used-by"] if options.used_by is not None else []),
        *(["--assumptions"] if options.assumptions else []),
    ]
    searched = [name for name in given if name != "--search"] if asked == ["--assumptions"] else given
    if asked and [*asked[1:], *searched]:
        raise UserError(
            tr("Command line"),
            tr("{first} and {second} do not go together.", first=asked[0], second=[*asked[1:], *searched][0]),
            remedy=tr("Ask for one of them."),
        )


def _ground(asked: str) -> str:
    from sim.facts import assumptions, facts

    known = (*facts(), *assumptions())
    if asked in known:
        return asked
    raise UserError(
        asked,
        tr("There is no such fact or assumption."),
        _near(asked, known),
        tr("See 'parktwin facts', or search for a word of it with --search."),
    )


def _wanted(options: argparse.Namespace) -> Wanted:
    from sim.facts import KINDS, LEVELS, PARKS, conflicts, sources
    from sim.ledger.entries import Wanted

    group = options.conflict or ""
    return Wanted(
        level=_known("--level", options.level, LEVELS),
        park=_known("--park", options.park, PARKS),
        kind=_known("--kind", options.kind, KINDS),
        source=_known("--source", options.source, sources()),
        conflict="" if group == _ANY else _known("--conflict", group or None, conflicts()),
        grouped=group == _ANY,
        words=options.search or "",
        since=_day("--since", options.since, date.min),
        until=_day("--until", options.until, date.max),
    )


def _known(where: str, asked: str | None, words: Iterable[str]) -> str:
    known = tuple(words)
    if asked is None or asked in known:
        return asked or ""
    raise UserError(where, tr("'{value}' is not known.", value=asked), _near(asked, known))


def _near(asked: str, known: Sequence[str]) -> str:
    """The words that are nearest to `asked`, or all where there are few."""
    near = difflib.get_close_matches(asked, known, n=3)
    if len(known) <= _SHORT:
        return tr("Known are {known}.", known=", ".join(known))
    return tr("Nearest are {near}.", near=", ".join(near)) if near else ""


def _day(where: str, asked: str | None, otherwise: date) -> date:
    if asked is None:
        return otherwise
    try:
        return date.fromisoformat(asked)
    except ValueError:
        said = tr("'{value}' is not a day.", value=asked)
        raise UserError(where, said, tr('Write it as "2023-02-23".')) from None
