"""Dataclasses of arrays on disk: nothing lost, nothing half written, the same bytes for the same content."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from gis import store


@dataclass(frozen=True, slots=True)
class Inner:
    """A part with an optional value."""

    note: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Outer:
    """One of every kind of field that the program keeps."""

    name: str
    count: int
    grid: NDArray[np.float32]
    pair: tuple[float, int]
    names: tuple[str, ...]
    parts: tuple[Inner, ...]
    table: dict[str, Inner]


INNER = st.builds(Inner, st.text(max_size=5), st.none() | st.floats(allow_nan=False))
OUTER = st.builds(
    Outer,
    st.text(max_size=9),
    st.integers(-(2**40), 2**40),
    hnp.arrays(np.float32, hnp.array_shapes(max_dims=3, max_side=4)),
    st.tuples(st.floats(allow_nan=False), st.integers(0, 9)),
    st.lists(st.text(max_size=3), max_size=3).map(tuple),
    st.lists(INNER, max_size=3).map(tuple),
    st.dictionaries(st.text(max_size=3), INNER, max_size=3),
)


def same(one: Outer, other: Outer) -> bool:
    """Whether two values agree, their arrays bit by bit and their tables in the same order."""
    rest = ("name", "count", "pair", "names", "parts", "table")
    return (
        one.grid.tobytes() == other.grid.tobytes()
        and one.grid.shape == other.grid.shape
        and all(getattr(one, field) == getattr(other, field) for field in rest)
        and list(one.table) == list(other.table)
    )


@settings(max_examples=40, deadline=None)
@given(value=OUTER)
def test_what_is_loaded_is_what_was_saved(value: Outer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every value survives, empty ones too, and a table keeps its order."""
    file = tmp_path_factory.mktemp("store") / "value.npz"
    store.save(value, file)
    assert same(store.load(Outer, file), value)


@settings(max_examples=10, deadline=None)
@given(value=OUTER)
def test_the_same_content_gives_the_same_bytes(value: Outer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No clock and no memory address leaks into the file."""
    folder = tmp_path_factory.mktemp("store")
    for name in ("a", "b"):
        store.save(value, folder / name)
    assert (folder / "a").read_bytes() == (folder / "b").read_bytes()


VALUE = Outer("a", 1, np.zeros((2, 2), np.float32), (0.5, 1), (), (), {})


def test_loaded_arrays_cannot_be_changed(tmp_path: Path) -> None:
    """A frozen value is frozen to its last element."""
    store.save(VALUE, tmp_path / "v")
    loaded = store.load(Outer, tmp_path / "v")
    with pytest.raises(ValueError, match="read-only"):
        loaded.grid[0, 0] = 1


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    """An array that cannot be written without pickles is refused before the old content is touched."""
    file = tmp_path / "v"
    store.save(VALUE, file)
    before = file.read_bytes()
    unfit = Outer("a", 1, np.array([object()]), (0.5, 1), (), (), {})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"[Oo]bject|pickle"):
        store.save(unfit, file)
    assert file.read_bytes() == before
    assert [left.name for left in tmp_path.iterdir()] == ["v"]


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    """A missing or surplus field is an error that names it, not a half-filled value."""
    store.save(Inner("x", None), tmp_path / "v")
    with pytest.raises(ValueError, match="count"):
        store.load(Outer, tmp_path / "v")
