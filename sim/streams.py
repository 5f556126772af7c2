"""Random numbers by name: every entity draws from its own stream, so that one change leaves all other luck in place.

A stream is a keyed hash in counter mode: its n-th number depends on the seed, the stream's name and n alone. It
needs no set-up, so thousands of short streams cost microseconds each, and it is the same on every machine and
under every version of numpy. All distributions are drawn by their inverse, one uniform each: raising a median
moves every draw the same way, and two scenarios that differ in one value stay comparable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from statistics import NormalDist
from struct import Struct

_NORMAL = NormalDist()
_Z90 = _NORMAL.inv_cdf(0.9)
_WORDS = Struct("<8Q")
_STEP = 2.0**-53


@dataclass(frozen=True, slots=True)
class Spread:
    """A right-skewed duration, size or amount: lognormal with this median and 90th percentile."""

    median: float
    p90: float

    @property
    def sigma(self) -> float:
        """Standard deviation of the logarithm."""
        return math.log(self.p90 / self.median) / _Z90

    def at(self, normal: float) -> float:
        """The value whose logarithm lies `normal` standard deviations above the median's."""
        return self.median * math.exp(self.sigma * normal)


class Stream:
    """Endless random numbers of one entity."""

    __slots__ = ("_block", "_buffer", "_name", "_seed")

    def __init__(self, seed: int, name: str) -> None:
        self._seed = seed
        self._name = name
        self._block = 0
        self._buffer: list[int] = []

    def uniform(self) -> float:
        """Above 0 and below 1."""
        if not self._buffer:
            self._refill()
        return ((self._buffer.pop() >> 11) + 0.5) * _STEP

    def normal(self) -> float:
        """Standard normal."""
        return _NORMAL.inv_cdf(self.uniform())

    def spread(self, spread: Spread) -> float:
        """Lognormal."""
        return spread.at(self.normal())

    def exponential(self, mean: float = 1.0) -> float:
        """Exponential."""
        return -mean * math.log(self.uniform())

    def chance(self, probability: float) -> bool:
        """True with this probability; the number drawn does not depend on it."""
        return self.uniform() < probability

    def pick(self, weights: Sequence[float]) -> int:
        """An index, as often as its weight says."""
        mark = self.uniform() * math.fsum(weights)
        for index, weight in enumerate(weights):
            mark -= weight
            if mark < 0.0:
                return index
        return len(weights) - 1

    def _refill(self) -> None:
        hashed = _begun(self._seed, self._block).copy()
        hashed.update(self._name.encode())
        self._block += 1
        self._buffer = list(_WORDS.unpack(hashed.digest()))


@lru_cache(maxsize=256)
def _begun(seed: int, block: int) -> blake2b:
    """The hash of a block before it is told the stream's name; to be copied."""
    key, salt = seed.to_bytes(16, "little", signed=True), block.to_bytes(16, "little")
    return blake2b(digest_size=_WORDS.size, key=key, salt=salt)


class Streams:
    """All streams of one seed."""

    __slots__ = ("_seed",)

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def of(self, *name: object) -> Stream:
        """The stream with this name, at its beginning."""
        return Stream(self._seed, "/".join([str(part) for part in name]))
