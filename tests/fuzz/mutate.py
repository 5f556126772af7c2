"""Files damaged by chance, the same way for the same seed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

Damage = Callable[[np.random.Generator, bytearray, bytes], bytearray]

_EVIL = (b"\x00", b"\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x80\x00\x00\x00", b"\x00" * 8, b"NaN", b"1e999")
_EVIL_TEXT = (b"-1", b"0", b"99999999999", b"null", b"[]", b"{}", b'"', b"<", b"&", b"\xe4\xb8", b"\r\n", b"..", b"%s")


def damaged(rng: np.random.Generator, whole: bytes, others: Sequence[bytes]) -> bytes:
    """`whole` after one to six accidents; `others` are files whose pieces may fall into it."""
    data = bytearray(whole)
    for _ in range(int(rng.integers(1, 7))):
        damage = _DAMAGES[int(rng.integers(len(_DAMAGES)))]
        data = damage(rng, data, others[int(rng.integers(len(others)))])
    return bytes(data)


def _place(rng: np.random.Generator, data: Sequence[int] | bytes) -> int:
    """A place in `data`: as often in its first kilobyte, where headers are, as anywhere."""
    most = len(data) if rng.random() < 0.5 else min(len(data), 1024)
    return int(rng.integers(0, max(1, most)))


def _flip(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    for _ in range(int(rng.integers(1, 9))):
        if data:
            data[_place(rng, data)] ^= 1 << int(rng.integers(8))
    return data


def _overwrite(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    at, evil = _place(rng, data), _EVIL[int(rng.integers(len(_EVIL)))]
    data[at : at + len(evil)] = evil
    return data


def _insert(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    at = _place(rng, data)
    data[at:at] = _EVIL_TEXT[int(rng.integers(len(_EVIL_TEXT)))]
    return data


def _cut_off(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    return data[: _place(rng, data)] if rng.random() < 0.5 else data


def _drop(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    at = _place(rng, data)
    del data[at : at + int(rng.integers(1, 200))]
    return data


def _repeat(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    at = _place(rng, data)
    data[at:at] = data[at : at + int(rng.integers(1, 400))] * int(rng.integers(1, 20))
    return data


def _splice(rng: np.random.Generator, data: bytearray, other: bytes) -> bytearray:
    at, start = _place(rng, data), _place(rng, other)
    piece = other[start : start + int(rng.integers(1, 500))]
    data[at : at + len(piece)] = piece
    return data


_DAMAGES: tuple[Damage, ...] = (_flip, _overwrite, _insert, _cut_off, _drop, _repeat, _splice)
