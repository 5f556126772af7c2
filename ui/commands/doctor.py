"""`parktwin doctor`: what this machine has, what it lacks, and the line that mends it."""

from __future__ import annotations

import argparse
import sys

from gis.text import tr

SUMMARY = "check this machine: versions, graphics driver, headset, typefaces; say what is missing and what mends it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the form of the report."""
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document"))


def run(options: argparse.Namespace) -> int:
    """Print the report: 0 if everything needed is there, else 1."""
    from ui.doctor.report import as_json, as_text, examine, is_ready

    findings = examine()
    sys.stdout.write((as_json(findings) if options.json else as_text(findings)) + "\n")
    return 0 if is_ready(findings) else 1
