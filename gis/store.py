"""Frozen dataclasses of numpy arrays on disk: one `.npz` without pickles, the same bytes for the same content."""

from __future__ import annotations

import dataclasses
import json
import os
import types
import typing
import zipfile
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")

_TREE = "tree.json"


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
    if isinstance(value, tuple | list):
        return [_pack(item, f"{path}/{i}", arrays) for i, item in enumerate(value)]
    if isinstance(value, np.generic):
        return value.item()
    return value


def _unpack(kind: Any, tree: Any, arrays: dict[str, np.ndarray]) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is np.ndarray:
        return arrays[tree["array"]]
    if origin in (typing.Union, types.UnionType):
        return None if tree is None else _unpack(next(a for a in arguments if a is not type(None)), tree, arrays)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        names = {f.name for f in dataclasses.fields(kind)}
        if names != set(tree):
            raise ValueError(sorted(names ^ set(tree)))
        return kind(**{name: _unpack(hints[name], tree[name], arrays) for name in tree})  # type: ignore[operator]
    if origin is tuple:
        kinds = [arguments[0]] * len(tree) if arguments[-1] is Ellipsis else arguments
        return tuple(_unpack(k, item, arrays) for k, item in zip(kinds, tree, strict=True))
    if origin is dict:
        return {key: _unpack(arguments[1], item, arrays) for key, item in tree.items()}
    return tree
