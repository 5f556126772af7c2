"""A process that has loaded every reader and forks for each file: a try costs milliseconds, not a start of Python."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import select
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SECONDS = 2
"""Of processor time: the machine may be busy with other things."""
PATIENCE_SECONDS = 60.0
"""Of waiting: a try that sleeps for ever takes no processor time."""
MEMORY_MB = 1024
_LIBRARIES = ("ezdxf", "geopandas", "lxml.etree", "osmium", "pyarrow.parquet", "pyogrio", "rasterio")
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: "answered", "traceback", "crash", "hang"; `told` is the traceback or the signal."""

    file: str
    kind: str
    told: str = ""


def tried(files: Iterable[Path]) -> Iterator[Outcome]:
    """The outcome of each of `files`, in their order."""
    quiet = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
    farm = subprocess.Popen(
        [sys.executable, "-m", "tests.fuzz.farm"], cwd=_ROOT, env={**os.environ, **quiet},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert farm.stdin is not None
    assert farm.stdout is not None
    with farm:
        for file in files:
            farm.stdin.write(f"{file}\n")
            farm.stdin.flush()
            answer = farm.stdout.readline()
            assert answer, "the farm itself died"
            kind, _, told = answer.rstrip("\n").partition(" ")
            yield Outcome(str(file), kind, told.replace("\\n", "\n"))
        farm.stdin.close()


def main() -> None:
    """Try each file that standard input names; one line of outcome each."""
    from gis.formats import readers

    readers()
    _warm()
    gc.freeze()
    for line in sys.stdin:
        kind, told = _forked(line.rstrip("\n"))
        told = told.replace("\n", "\\n")
        sys.stdout.write(f"{kind} {told}\n")
        sys.stdout.flush()


def _warm() -> None:
    """Load what readers load when first used, so that no try pays for it."""
    for library in _LIBRARIES:
        importlib.import_module(library)


def _forked(file: str) -> tuple[str, str]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _try(file, writing)
    os.close(writing)
    try:
        in_time = select.select([reading], [], [], PATIENCE_SECONDS)[0]
        told = os.read(reading, 60_000).decode("utf-8", "replace") if in_time else ""
    finally:
        os.close(reading)
    if not in_time:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not in_time or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return "hang", f"longer than {SECONDS} s"
    if told:
        return ("answered", "") if told == "answered" else ("traceback", told)
    return "crash", signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else f"exit {status}"


def _try(file: str, writing: int) -> None:
    """In the child: report what the program would print, or the traceback; never return."""
    from gis.intake.answers import Answers
    from gis.intake.child import limit_memory
    from gis.intake.survey import survey
    from gis.intake.telling.report import document, text

    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silent, stream)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    spent = int(time.process_time()) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, spent + SECONDS + 1))
    limit_memory(MEMORY_MB)
    told = "answered"
    try:
        try:
            found = survey(file, Answers())
            document(found)
            text(found)
        except MemoryError:
            raise
        except BaseException:
            told = traceback.format_exc()[-8000:]
    except MemoryError:
        pass  # the parent of the real child says so in a sentence
    with contextlib.suppress(OSError):
        os.write(writing, told.encode("utf-8", "replace"))
    os._exit(0)


if __name__ == "__main__":
    main()
