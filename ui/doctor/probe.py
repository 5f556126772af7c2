"""Asks a module in a process of its own, because what it looks at may kill the process that looks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from gis.text import current_language, tr

PATIENCE_S = 60.0
REFUSED: Final = 2
"""The exit code of a probe that says on its last line why it cannot answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a probe said: its facts, or why there are none."""

    facts: dict[str, Any] | None
    complaint: str = ""


def ask(module: str, environment: Mapping[str, str] | None = None) -> Answer:
    """Run `module`, which prints one JSON object as its last line; whatever else happens becomes the complaint.

    `environment` is added to ours.
    """
    language = {"PARKTWIN_LANG": current_language(), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", module],
            capture_output=True,
            timeout=PATIENCE_S,
            env={**os.environ, **language, **(environment or {})},
        )
    except subprocess.TimeoutExpired:
        return Answer(None, tr("No answer within {seconds} seconds.", seconds=int(PATIENCE_S)))
    if done.returncode == 0:
        return Answer(json.loads(done.stdout.decode().strip().splitlines()[-1]))
    return Answer(None, _gist(done.stderr.decode(errors="replace"), done.returncode))


def _gist(said: str, code: int) -> str:
    """The line that tells: the last of a traceback or of our own refusal, else the first, as Qt goes on to advice."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if not lines:
        return tr("It ended with code {code}.", code=code)
    ours = code == REFUSED or any(line.startswith("Traceback") for line in lines)
    return lines[-1] if ours else lines[0]
