"""`python -m tests.fuzz [READER...] [--count 10000] [--seed 1]`: the long run; exit code 1 if anything came of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from tests.fuzz.run import outcomes
from tests.fuzz.seeds import SEEDS

_SHOWN = 5
"""As many of a kind are printed whole."""


def main() -> int:
    """Try them all, readers side by side, and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=list(SEEDS))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        kinds = list(pool.map(lambda reader: _tried(reader, options.count, options.seed), options.readers))
    return 1 if any(set(found) - {"answered"} for found in kinds) else 0


def _tried(reader: str, count: int, seed: int) -> Counter[str]:
    kinds: Counter[str] = Counter()
    for number, outcome in enumerate(outcomes(reader, count, seed)):
        kinds[outcome.kind] += 1
        if outcome.kind != "answered" and kinds[outcome.kind] <= _SHOWN:
            print(f"{reader} {number}: {outcome.kind}\n{outcome.told}", flush=True)
    print(f"{reader}: {dict(kinds)}", flush=True)
    return kinds


if __name__ == "__main__":
    sys.exit(main())
