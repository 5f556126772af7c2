"""Run every benchmark, each in its own process, and write `out/bench.json`. Exit code 1 if a limit is missed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "bench.json"


def benchmarks(wanted: list[str]) -> list[str]:
    """The benchmark modules, or those of them that are asked for by a part of their name."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("bench_*.py"))
    return [name for name in names if not wanted or any(part in name for part in wanted)]


def main(wanted: list[str]) -> int:
    """Run, print a line a figure, write the list."""
    if not os.environ.get("PARKTWIN_BENCH_DATA"):
        sys.stderr.write("PARKTWIN_BENCH_DATA names no folder: benchmarks of buildings use made-up ones.\n")
    figures: list[dict[str, object]] = []
    failed = False
    for name in benchmarks(wanted):
        done = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{name}"], cwd=ROOT, stdout=subprocess.PIPE, check=False, text=True
        )
        if done.returncode:
            sys.stderr.write(f"{name}: exit code {done.returncode}\n")
            failed = True
            continue
        for figure in json.loads(done.stdout):
            figures.append(figure)
            verdict = "holds" if figure["holds"] else "MISSED"
            print(
                f"{figure['name']}: {figure['value']:.4g} {figure['unit']}, {figure['ratio']:.3g} x {figure['against']}"
                f" (limit {figure['limit']}): {verdict}",
                flush=True,
            )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(failed or not all(figure["holds"] for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
