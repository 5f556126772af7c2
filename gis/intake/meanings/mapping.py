"""Which layer holds what and which field means what, in a file that the user reads, changes and gives again.

[layer."my buildings"]
kind = "buildings"
height_m = "HGT"
floors = ""            # none
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gis.errors import UserError
from gis.intake.answers import KINDS
from gis.text import tr

Fields = dict[str, dict[str, str]]


def read_mapping(file: str) -> tuple[dict[str, str], Fields]:
    """Layer to kind, and layer ("*" for all) to {column of the schema: field of the file}.

    Raises:
        UserError: it cannot be read, or is not written as it must be.
    """
    try:
        loaded = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(
            file, tr("The mapping cannot be read ({reason}).", reason=error.strerror or str(error))
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unsound(file, tr("The mapping is not valid TOML ({reason}).", reason=str(error))) from error
    layers = loaded.get("layer")
    if not isinstance(layers, dict) or set(loaded) != {"layer"}:
        raise _unsound(file, tr("The mapping holds no tables of layers."))
    kinds: dict[str, str] = {}
    fields: Fields = {}
    for layer, told in layers.items():
        if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
            raise _unsound(file, tr("What it says of layer '{layer}' is not text.", layer=layer))
        kind = told.pop("kind", "")
        if kind and kind not in KINDS:
            raise _unsound(
                file, tr("'{kind}' is no kind of layer.", kind=kind), tr("Known are {known}.", known=", ".join(KINDS))
            )
        kinds |= {layer: kind} if kind else {}
        fields[layer] = dict(told)
    return kinds, fields


def _unsound(file: str, what: str, expected: str = "") -> UserError:
    return UserError(file, what, expected, tr("Let --save-mapping write one, and change that."))


def merged(one: Mapping[str, Mapping[str, str]], other: Mapping[str, Mapping[str, str]]) -> Fields:
    """Both mappings; what `other` says wins."""
    return {layer: {**one.get(layer, {}), **other.get(layer, {})} for layer in (*one, *other)}


def mapping_text(layers: Iterable[Mapping[str, Any]]) -> str:
    """What `read_mapping` reads, of layers as the report tells them ("name", "kind", "fields")."""
    lines = ["# Which field of the file each column of the park takes. Change it, and give it with --mapping."]
    told: set[str] = set()
    for layer in layers:
        if layer["name"] not in told:
            told.add(layer["name"])
            lines += ["", f"[layer.{_quoted(layer['name'])}]", f"kind = {_quoted(layer['kind'])}"]
            lines += [f"{column} = {_quoted(field)}" for column, field in layer.get("fields", {}).items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # A basic string of TOML is one of JSON but for the deletion character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
