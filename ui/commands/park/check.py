"""`parktwin park check`: what is in a file, what it lacks, whether it can be imported."""

from __future__ import annotations

import argparse
import json
import sys

from gis.errors import UserError
from gis.text import tr
from ui.answers import add_answers, answers_of

SUMMARY = "say what a file of a layout holds and whether it can be imported"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the answers to its questions, and how to report."""
    parser.add_argument("file", metavar=tr("FILE"), help=tr("file, folder, archive or database to look at"))
    add_answers(parser)
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document instead of text"))


def run(options: argparse.Namespace) -> int:
    """Print the report; 0 if the file can be imported as it is, else 2."""
    from gis.intake.child import CHECK_SECONDS, in_child
    from gis.intake.report import refusal
    from gis.intake.source import hidden

    job = {"file": options.file, "answers": answers_of(options).to_json()}
    try:
        answer = in_child("check", hidden(options.file), job, CHECK_SECONDS)
    except UserError as error:
        # Who asks for a document gets one, whatever the file did to its reader.
        answer = refusal(hidden(options.file), error)
    shown = json.dumps(answer["report"], ensure_ascii=False, indent=2) + "\n" if options.json else answer["text"]
    sys.stdout.write(shown)
    return 0 if answer["report"]["usable"] else 2
