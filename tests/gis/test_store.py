"""Dataclasses of arrays on disk: whole or not at all, the same bytes for the same content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from gis import store
from gis.text import Name


@dataclass(frozen=True, slots=True)
class Inner:
    """A part."""

    name: Name
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Outer:
    """Everything that can be stored."""

    parts: tuple[Inner, ...]
    by_id: dict[str, Name]
    pair: tuple[float, float]
    note: str | None
    count: int
    ids: tuple[str, ...]
    names: tuple[Name, ...]


def many(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Few rows and many, which are kept in another way."""
    return st.lists(one, max_size=4).map(tuple) | st.lists(one, min_size=60, max_size=70).map(tuple)


texts = st.text(max_size=12)
inners = st.builds(
    Inner,
    st.builds(Name, texts, texts),
    arrays.arrays(
        np.float32, arrays.array_shapes(min_dims=1, max_dims=2, max_side=4), elements=st.floats(-9, 9, width=32)
    ),
)
outers = st.builds(
    Outer,
    st.lists(inners, max_size=3).map(tuple),
    st.dictionaries(texts, st.builds(Name, texts, texts), max_size=3),
    st.tuples(st.floats(allow_nan=False), st.floats(allow_nan=False, allow_infinity=False)),
    st.none() | texts,
    st.integers(-(10**12), 10**12),
    many(texts),
    many(st.builds(Name, texts, texts)),
)


@given(outers)
def test_what_is_saved_comes_back(tmp_path_factory: pytest.TempPathFactory, value: Outer) -> None:
    """Every text, number and array; and saving it again gives the same bytes."""
    folder = tmp_path_factory.mktemp("store")
    store.save(value, folder / "a.npz")
    again = store.load(Outer, folder / "a.npz")
    assert (again.by_id, again.pair, again.note, again.count) == (value.by_id, value.pair, value.note, value.count)
    assert [part.name for part in again.parts] == [part.name for part in value.parts]
    for ours, theirs in zip(value.parts, again.parts, strict=True):
        assert np.array_equal(ours.values, theirs.values)
        assert ours.values.dtype == theirs.values.dtype
    store.save(again, folder / "b.npz")
    assert (folder / "a.npz").read_bytes() == (folder / "b.npz").read_bytes()


def sample() -> Outer:
    """One value."""
    return Outer(
        (Inner(Name("a", "甲"), np.zeros(3, np.float32)),), {"x": Name("b", "乙")}, (1.0, 2.0), None, 5, (), ()
    )


def test_loaded_arrays_are_read_only(tmp_path: Path) -> None:
    """A run or a place is frozen."""
    store.save(sample(), tmp_path / "a.npz")
    with pytest.raises(ValueError, match="read-only"):
        store.load(Outer, tmp_path / "a.npz").parts[0].values[0] = 1


def test_another_dataclass_is_refused(tmp_path: Path) -> None:
    """Fields that do not match are named."""
    store.save(sample(), tmp_path / "a.npz")
    with pytest.raises(ValueError, match="by_id"):
        store.load(Inner, tmp_path / "a.npz")


def test_a_failed_save_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    """Here the value cannot be stored at all."""
    file = tmp_path / "a.npz"
    store.save(sample(), file)
    before = file.read_bytes()
    with pytest.raises(TypeError):
        store.save(Inner(Name("a", "b"), {1, 2}), file)  # type: ignore[arg-type]
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """Not a silent loss."""
    with pytest.raises(OSError, match="nowhere"):
        store.save(sample(), tmp_path / "nowhere" / "a.npz")


@pytest.mark.parametrize("content", [b"", b"rubbish", b"PK\x03\x04 and no more"])
def test_a_spoilt_file_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    """And is not kept open, so that it can be replaced."""
    file = tmp_path / "a.npz"
    file.write_bytes(content)
    with pytest.raises(ValueError):  # noqa: PT011 - each kind of rubbish has its own words
        store.load(Outer, file)
    store.save(sample(), file)
    assert store.load(Outer, file).count == 5
