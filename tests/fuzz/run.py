"""Damaged files of one reader, made in a folder, tried, and thrown away unless something came of them."""

from __future__ import annotations

import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.fuzz.farm import Outcome, tried
from tests.fuzz.mutate import damaged
from tests.fuzz.seeds import SEEDS, Files


def outcomes(reader: str, count: int, seed: int = 1) -> Iterator[Outcome]:
    """`count` damaged files of `reader` and what became of each; the same ones for the same `seed`."""
    with tempfile.TemporaryDirectory() as folder:
        sets = [_sound(make, Path(folder)) for make in SEEDS[reader]]
        yield from tried(_files(sets, Path(folder), count, zlib.crc32(reader.encode()) + seed))


def _sound(make: object, folder: Path) -> Files:
    assert callable(make)
    own = Path(tempfile.mkdtemp(dir=folder))
    files: Files = make(own)
    shutil.rmtree(own)
    return files


def _files(sets: list[Files], folder: Path, count: int, seed: int) -> Iterator[Path]:
    """Each file is written just before it is tried and taken away after it."""
    rng = np.random.default_rng(seed)
    pieces = [content for files in sets for content in files.values() if content]
    for number in range(count):
        own = folder / f"try-{number}"
        own.mkdir()
        files = sets[number % len(sets)]
        victim = list(files)[int(rng.integers(len(files)))]
        for name, content in files.items():
            (own / name).write_bytes(damaged(rng, content, pieces) if name == victim else content)
        yield own / next(iter(files))
        shutil.rmtree(own)
