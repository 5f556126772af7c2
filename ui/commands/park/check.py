"""`parktwin park check`: what is in a file, what it lacks, whether it can be imported."""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gis.errors import UserError
from gis.intake.source import hidden
from gis.park_files import SHIPPED
from gis.text import tr
from ui import asked
from ui.answers import add_answers, answers_of

SUMMARY = "say what a file of a layout holds and whether it can be imported"

_REPEATED = {"crs": "--crs", "layer": "--layer", "kind": "--kind", "field": "--field", "place": "--place"}
_SINGLE = {"encoding": "--encoding", "units": "--units", "axes": "--axes"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the answers to its questions, and how to report."""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("file, folder, archive or database to look at"))
    add_answers(parser)
    parser.add_argument(
        "--park", default="", help=tr("compare with what is published of this park: {parks}", parks=", ".join(SHIPPED))
    )
    parser.add_argument("--spots", default="", metavar="GPKG", help=tr("write the places to look at as a GeoPackage"))
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document instead of text"))


def run(options: argparse.Namespace) -> int:
    """Print the report; 0 if the file can be imported as it is, else 2."""
    from gis.intake.telling import report_text

    try:
        report = _report(options)
    except UserError as error:
        # Who asks for a document gets one, whatever the file did to its reader.
        report = report_text.refusal(hidden(options.file), error)
    if options.json:
        shown = json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    else:
        width = shutil.get_terminal_size((report_text.WIDTH, 24)).columns
        width = min(width, 120) if sys.stdout.isatty() else report_text.WIDTH
        shown = report_text.text(report, width, _command("check", options), _command("import", options))
    sys.stdout.write(shown)
    return 0 if report["usable"] else 2


def _report(options: argparse.Namespace) -> dict[str, Any]:
    """The document of the file, the published figures compared.

    Raises:
        UserError: a flag is wrong, or the file could not be read within its limits.
    """
    from gis.intake.child import CHECK_SECONDS, in_child
    from gis.intake.finding import LEVELS
    from sim.ledger.layout_facts import layout_findings

    if options.park:
        asked.known("--park", options.park, SHIPPED)
    spots = str(Path(options.spots).absolute()) if options.spots else ""
    job = {"file": options.file, "answers": answers_of(options).to_json(), "spots": spots, "park": options.park}
    answer = in_child("check", options.file, job, CHECK_SECONDS)
    report: dict[str, Any] = answer["report"]
    parts = ("level", "where", "what", "expected", "remedy")
    compared = [
        {part: getattr(finding, part) for part in parts}
        for finding in layout_findings(answer["figures"], hidden(options.file))
    ]
    report["findings"] = sorted([*report["findings"], *compared], key=lambda one: LEVELS.index(one["level"]))
    return report


def _command(name: str, options: argparse.Namespace) -> str:
    """The command line of this name with the same file and answers, as one types it."""
    words = ["parktwin", "park", name, hidden(options.file), *_answered(options)]
    return shlex.join([*words, "--out", "my_park.gpkg"] if name == "import" else words)


def _answered(options: argparse.Namespace) -> Iterator[str]:
    for name, flag in _REPEATED.items():
        for value in getattr(options, name):
            yield from (flag, value)
    for name, flag in _SINGLE.items():
        if getattr(options, name):
            yield from (flag, getattr(options, name))
