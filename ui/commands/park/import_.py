"""`parktwin park import`: a park of one's own, made of the files of planners."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gis.errors import UserError
from gis.park_files import SHIPPED, park_file
from gis.text import tr
from ui.answers import add_answers, answers_of

SUMMARY = "make a park of one's own from files of a layout"
_SHOWN = 20
_ID = re.compile(r"[A-Za-z0-9_-]+")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the files, the park that they make, and the answers to their questions."""
    parser.add_argument("files", metavar=tr("FILE"), nargs="+", help=tr("file, folder, archive or database to take"))
    parser.add_argument("--out", type=Path, required=True, help=tr("park to write (.gpkg)"))
    parser.add_argument("--replace", action="store_true", help=tr("replace the file that --out names"))
    parser.add_argument("--id", default="", help=tr("id of the park (by default the name of --out)"))
    parser.add_argument("--name-en", default="", help=tr("its English name"))
    parser.add_argument("--name-zh", default="", help=tr("its Chinese name"))
    parser.add_argument(
        "--base", default="", metavar=tr("PARK"), help=tr("park whose layers the files replace: ai, vr or a GeoPackage")
    )
    add_answers(parser)
    parser.add_argument(
        "--save-mapping",
        type=Path,
        metavar=tr("FILE"),
        help=tr("write which kinds and fields were taken, to change it"),
    )
    parser.add_argument("--json", action="store_true", help=tr("print one JSON document instead of text"))


def run(options: argparse.Namespace) -> int:
    """Import and say what was done; 2 while a question is open."""
    try:
        account = _account(options)
    except UserError as error:
        if not options.json:
            raise
        account = _refusal(options, error)
    shown = (
        json.dumps(account, ensure_ascii=False, indent=2) + "\n"
        if options.json
        else "".join(f"{line}\n" for line in _lines(account, options.out))
    )
    sys.stdout.write(shown)
    return 0 if account["written"] else 2


def _account(options: argparse.Namespace) -> dict[str, Any]:
    """Who wants the mapping kept gets it, of a park that was written.

    Raises:
        UserError: a flag is wrong, or the files make no park.
    """
    job = {**_identity(options), "files": options.files, "base": options.base, "answers": answers_of(options).to_json()}
    _check_out(options)
    account = _imported(job, options)
    if account["written"] and options.save_mapping:
        _save_mapping(account, options.save_mapping)
    return account


def _refusal(options: argparse.Namespace, error: UserError) -> dict[str, Any]:
    """Who asks for a document gets one, whatever went wrong."""
    finding = {
        "level": "error", "where": error.where, "what": error.what, "expected": error.expected, "remedy": error.remedy,
        "text": str(error),
    }  # fmt: skip
    return {"out": str(options.out), "written": False, "findings": [finding]}


def _identity(options: argparse.Namespace) -> dict[str, Any]:
    if options.id and (not _ID.fullmatch(options.id) or options.id.lower() == "both"):
        raise UserError(
            "--id",
            tr("'{value}' cannot be the id of a park.", value=options.id),
            tr("Expected are letters, digits, _ or -, and not 'both'."),
        )
    stem = "_".join(_ID.findall(options.out.stem)).strip("_")
    usual = stem if stem and stem.lower() not in (*SHIPPED, "both") else f"{stem or 'my'}_park"
    return {
        "id": options.id or usual,
        "id_given": bool(options.id),
        "name_en": options.name_en,
        "name_zh": options.name_zh,
    }


def _check_out(options: argparse.Namespace) -> None:
    """Refuse to write where something would be lost."""
    out: Path = options.out
    if out.suffix.lower() != ".gpkg":
        raise UserError("--out", tr("'{file}' does not end with .gpkg.", file=out), tr("A park is a GeoPackage."))
    for flag, file in (("--out", out), ("--save-mapping", options.save_mapping)):
        if file and not file.parent.is_dir():
            raise UserError(flag, tr("There is no folder {folder}.", folder=file.parent), remedy=tr("Make it first."))
    read = [Path(file) for file in options.files] + ([park_file(options.base)] if options.base else [])
    if out.exists() and any(file.exists() and file.samefile(out) for file in read):
        raise UserError(
            "--out",
            tr("{file} is one of the files to read.", file=out),
            remedy=tr("Give another name: what is read is never changed."),
        )
    if out.is_dir() or (out.exists() and not options.replace):
        raise UserError(
            "--out", tr("{file} is there already.", file=out), remedy=tr("Give another name, or --replace.")
        )


def _imported(job: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """The child's account; the park that it wrote lies at its place, whole, or nothing does."""
    from gis.intake.child import IMPORT_SECONDS, in_child
    from gis.intake.source import hidden

    files = ", ".join(hidden(file) for file in options.files)
    sys.stderr.write(tr("Reading {files} ...", files=files) + "\n")
    try:
        folder = Path(tempfile.mkdtemp(prefix=".parktwin-", dir=options.out.parent))
        try:
            beside = folder / options.out.name
            account = in_child("import", files, {**job, "out": str(beside.resolve())}, IMPORT_SECONDS)
            if account["written"]:
                beside.replace(options.out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise UserError(
            "--out",
            tr("{file} cannot be written ({reason}).", file=options.out, reason=error.strerror or str(error)),
            remedy=tr("Choose another folder with --out, or change its permissions."),
        ) from error
    return {"out": str(options.out), **account}


def _save_mapping(account: dict[str, Any], file: Path) -> None:
    from gis.intake.meanings.mapping import mapping_text

    layers = [{"name": source["layer"], **source} for source in account["sources"]]
    try:
        file.write_text(mapping_text(layers), encoding="utf-8")
    except OSError as error:
        what = tr("{file} cannot be written ({reason}).", file=file, reason=error.strerror or str(error))
        raise UserError("--save-mapping", what) from error


def _lines(account: dict[str, Any], out: Path) -> Iterator[str]:
    findings = account["findings"]
    if account["written"]:
        yield tr("Written: {file}", file=out)
        yield tr("Park '{park}' in {crs}:", park=account["park"], crs=account["crs"])
        yield from _layer_lines(account)
    else:
        asked = any(finding["level"] == "ask" for finding in findings)
        yield tr("Nothing was written. First answer:") if asked else tr("Nothing was written:")
    for finding in findings[:_SHOWN]:
        yield f"  {_level(finding['level'])}: {finding['text']}"
    if len(findings) > _SHOWN:
        yield tr("  ... and {count} more; --json lists all.", count=len(findings) - _SHOWN)
    if account["written"]:
        yield tr("Next:")
        yield f"  parktwin snapshot --park {out} --out park.png"
        yield f"  parktwin simulate --park {out} --out figures"


def _layer_lines(account: dict[str, Any]) -> Iterator[str]:
    for source in account["sources"]:
        fields = ", ".join(f"{column} = {field}" for column, field in source["fields"].items())
        yield f"  {source['layer']}: {source['kind']}, {source['features']:,}" + (f" ({fields})" if fields else "")
    for layer, columns in account["estimated"].items():
        counted = ", ".join(f"{column} {count:,}" for column, count in columns.items())
        yield tr("  estimated in {layer}: {columns}", layer=layer, columns=counted)


def _level(level: str) -> str:
    return {"error": tr("error"), "ask": tr("question"), "warning": tr("warning"), "note": tr("note")}[level]
