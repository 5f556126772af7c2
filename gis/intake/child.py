"""Foreign files are read in a child process with a limit on time and memory: whatever a damaged or hostile file does to
a library, the user gets one sentence.

`python -m gis.intake.child FOLDER` does the job in FOLDER/job.json and writes FOLDER/result.json.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from gis.errors import UserError
from gis.intake.source import hidden
from gis.text import current_language, set_language, tr

CHECK_SECONDS: Final = 55.0
"""Any file is answered for within a minute."""
IMPORT_SECONDS: Final = 600.0
MEMORY_MB: Final = 6144
"""Address space that the child may take beyond its libraries', where the system lets it be limited (not on Windows)."""

Task = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def in_child(task: str, file: str, job: Mapping[str, Any], seconds: float) -> dict[str, Any]:
    """What the task of this name answers to `job` (plain types, as its answer); `file` is named where it fails.

    Raises:
        UserError: the task's own, or the child ran out of time or memory, or died.
    """
    with tempfile.TemporaryDirectory(prefix="parktwin-") as folder:
        write_job(folder, task, job)
        return answer_of(folder, file, seconds, _ran(folder, seconds) is None)


def write_job(folder: str, task: str, job: Mapping[str, Any]) -> None:
    """Put what the child is to do into `folder`; its messages are in the language in use."""
    full = {"task": task, "job": job, "language": current_language(), "memory_mb": MEMORY_MB}
    Path(folder, "job.json").write_text(json.dumps(full), encoding="utf-8")


def command(folder: str) -> list[str]:
    """What to start for the job in `folder`."""
    return [sys.executable, "-m", "gis.intake.child", folder]


def environment(folder: str) -> dict[str, str]:
    """What the child finds around it. What it unpacks lies in `folder` and goes with it."""
    return {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder, "OPENBLAS_NUM_THREADS": "1"}


def answer_of(folder: str, file: str, seconds: float, stopped: bool) -> dict[str, Any]:
    """What the child wrote, which was `stopped` after `seconds` if it took longer.

    Raises:
        UserError: as `in_child`.
    """
    result = Path(folder, "result.json")
    if stopped:
        raise _gave_up(file, tr("Reading it took longer than {seconds} s.", seconds=f"{seconds:.0f}"))
    if not result.is_file():
        raise _gave_up(file, tr("Reading it needs too much memory, or the file is damaged."))
    answer: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
    if "error" in answer:
        raise UserError(*answer["error"])
    return answer


def _ran(folder: str, seconds: float) -> int | None:
    """The child's exit code, None if it was stopped."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return subprocess.run(
            command(folder),
            env=environment(folder), timeout=seconds, check=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ).returncode  # fmt: skip
    return None


def _gave_up(file: str, what: str) -> UserError:
    return UserError(
        hidden(file), what, remedy=tr("Open it in the program that made it, export it again, or export a smaller part.")
    )


def main(folder: str) -> None:
    """Do the job in `folder`."""
    full = json.loads(Path(folder, "job.json").read_text(encoding="utf-8"))
    set_language(full["language"])
    from gis.intake.tasks import TASKS

    limit_memory(full["memory_mb"])
    try:
        answer = TASKS[full["task"]](full["job"])
    except UserError as error:
        answer = {"error": [error.where, error.what, error.expected, error.remedy]}
    part = Path(folder, "result.part")
    part.write_text(json.dumps(answer), encoding="utf-8")
    part.replace(Path(folder, "result.json"))


def limit_memory(more_mb: int) -> None:
    """Let this process take no more than `more_mb` beyond what it has; nothing happens where the system cannot."""
    try:
        import resource
    except ImportError:  # Windows has no such limit for a process that is already running
        return
    status = Path("/proc/self/statm")
    taken = int(status.read_text().split()[0]) * resource.getpagesize() if status.is_file() else 0
    limit = taken + more_mb * 1024 * 1024
    with contextlib.suppress(ValueError, OSError):  # a lower limit of the user's own stays
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main(sys.argv[1])
