"""Frozen dataclasses of numpy arrays on disk: one `.npz` without pickles, the same bytes for the same content."""

from __future__ import annotations

import dataclasses
import json
import operator
import os
import types
import typing
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from gis.garbage import without_collection

T = TypeVar("T")

_TREE = "tree.json"
_MANY = 64
"""Texts in longer tuples are kept as arrays: a city's names then open in a fraction of a second."""
_BETWEEN = "\x1f"
"""Stands between texts; one that holds it is kept in the tree."""
_PLAIN = "_"


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def save(value: object, file: Path) -> None:
    """Write `value`, a dataclass of arrays, texts, numbers, tuples, string-keyed mappings and further dataclasses.

    The file appears whole or not at all: it is written beside its place and then moved there.

    Raises:
        OSError: the folder cannot be written.
    """
    arrays: dict[str, np.ndarray] = {}
    tree = _pack(value, "", arrays)
    text = json.dumps(tree, ensure_ascii=False).encode()
    arrays[_TREE] = np.frombuffer(text, dtype=np.uint8)
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


@without_collection()
def load(kind: type[T], file: Path) -> T:
    """The value of dataclass `kind` that `save` wrote; its arrays are read-only.

    Raises:
        OSError: the file cannot be read.
        ValueError, KeyError, TypeError: it holds something else than a `kind` of this version.
    """
    try:
        # Opened here: numpy leaves a file that it cannot make sense of open, and an open file cannot be replaced.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            tree = json.loads(arrays[_TREE].tobytes().decode())
            loaded = {key: arrays[key] for key in arrays.files}
    except (zipfile.BadZipFile, EOFError) as error:
        raise ValueError(str(error)) from error
    for array in loaded.values():
        array.flags.writeable = False
    return typing.cast(T, _unpack(kind, tree, loaded))


def _pack(value: Any, path: str, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(value, np.ndarray):
        arrays[path] = value
        return {"array": path}
    if dataclasses.is_dataclass(value):
        return {f.name: _pack(getattr(value, f.name), f"{path}/{f.name}", arrays) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _pack(item, f"{path}/{key}", arrays) for key, item in value.items()}
    if isinstance(value, tuple) and len(value) >= _MANY:
        columns = _text_columns(value)
        if columns is not None:
            return {name: _pack_texts(texts, f"{path}/{name}", arrays) for name, texts in columns.items()}
    if isinstance(value, tuple | list):
        return [_pack(item, f"{path}/{i}", arrays) for i, item in enumerate(value)]
    if isinstance(value, np.generic):
        return value.item()
    return value


def _text_columns(rows: tuple[Any, ...]) -> dict[str, Sequence[Any]] | None:
    """Rows of texts, or of one dataclass that holds nothing but texts, as columns by field; None for other rows."""
    # By `set` and `map` throughout: a city has a million of these texts.
    kinds = set(map(type, rows))
    if len(kinds) > 1:
        return None
    kind = kinds.pop()
    columns: dict[str, Sequence[Any]] = {_PLAIN: rows}
    if dataclasses.is_dataclass(kind):
        columns = {f.name: list(map(operator.attrgetter(f.name), rows)) for f in dataclasses.fields(kind)}
    texts = all(set(map(type, column)) == {str} for column in columns.values())
    return columns if texts and not any(_BETWEEN in "".join(set(column)) for column in columns.values()) else None


def _pack_texts(texts: Sequence[str], path: str, arrays: dict[str, np.ndarray]) -> dict[str, str]:
    """Each different text once, in the order of appearance, and for each row which one it has."""
    codes = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    arrays[f"{path}/row"] = np.fromiter(map(codes.__getitem__, texts), np.int32, len(texts))
    arrays[f"{path}/text"] = np.frombuffer(_BETWEEN.join(codes).encode(), dtype=np.uint8)
    return {"texts": path}


def _unpack_texts(column: dict[str, str], arrays: dict[str, np.ndarray]) -> tuple[list[str], np.ndarray]:
    path = column["texts"]
    return arrays[f"{path}/text"].tobytes().decode().split(_BETWEEN), arrays[f"{path}/row"]


def _unpack_rows(kind: Any, tree: dict[str, Any], arrays: dict[str, np.ndarray]) -> tuple[Any, ...]:
    """Rows of texts, or of a dataclass of texts; rows that are alike share one value."""
    columns = {name: _unpack_texts(column, arrays) for name, column in tree.items()}
    if set(columns) == {_PLAIN}:
        texts, row = columns[_PLAIN]
        return tuple(map(texts.__getitem__, row.tolist()))
    names = [field.name for field in dataclasses.fields(kind)]
    code = np.zeros(len(columns[names[0]][1]), dtype=np.int64)
    for texts, row in (columns[name] for name in names):
        _, code = np.unique(code * len(texts) + row, return_inverse=True)
    _, first = np.unique(code, return_index=True)
    fields = (map(texts.__getitem__, row[first].tolist()) for texts, row in (columns[name] for name in names))
    made = list(map(kind, *fields))
    return tuple(map(made.__getitem__, code.tolist()))


def _unpack(kind: Any, tree: Any, arrays: dict[str, np.ndarray]) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is np.ndarray:
        return arrays[tree["array"]]
    if origin in (typing.Union, types.UnionType):
        return None if tree is None else _unpack(next(a for a in arguments if a is not type(None)), tree, arrays)
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        names = {f.name for f in dataclasses.fields(kind)}
        if names != set(tree):
            raise ValueError(sorted(names ^ set(tree)))
        return kind(**{name: _unpack(hints[name], tree[name], arrays) for name in tree})  # type: ignore[operator]
    if origin is tuple and isinstance(tree, dict):
        return _unpack_rows(arguments[0], tree, arrays)
    if origin is tuple:
        kinds = [arguments[0]] * len(tree) if arguments[-1] is Ellipsis else arguments
        return tuple(_unpack(k, item, arrays) for k, item in zip(kinds, tree, strict=True))
    if origin is dict:
        return {key: _unpack(arguments[1], item, arrays) for key, item in tree.items()}
    return tree
