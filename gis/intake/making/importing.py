"""Files of planners to the file of a park: everything or nothing, and the files themselves are only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd

from gis.cache import keep_prepared
from gis.check import park_defects, read_checked
from gis.errors import UserError
from gis.garbage import without_collection
from gis.imagery import Imagery
from gis.imagery_file import read_imagery, write_imagery
from gis.intake.answers import Answers
from gis.intake.finding import LEVELS, Finding
from gis.intake.making.assemble import Assembled, assembled
from gis.intake.making.land import Park
from gis.intake.making.whole import kept, whole_park
from gis.intake.raster.imagery_import import photo_of
from gis.intake.raster.raster_import import on_terrain
from gis.intake.survey import Survey, surveys
from gis.park_files import park_file
from gis.text import tr
from gis.write import write_geopackage

_NAMED = 8
_OPEN = ("error", "ask")
_PARTS = ("level", "where", "what", "expected", "remedy")


@without_collection()
def import_files(job: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make `job["out"]` of `job["files"]`; the account that comes back has "written" false while a question is open.

    The new park is also prepared and kept, so that it opens at once; not with a photo, whose pixels change in the file.
    `job["answers_by_file"]`, if it is given, has answers of single files, which hold instead of `job["answers"]`.
    A file that already is a park of the program's own, an export above all, is taken as it is.

    Raises:
        UserError: the files hold no park, or the base is none.
    """
    own = job.get("answers_by_file", {})
    files = {_place_of(file): file for file in job["files"]}.values()
    found = surveys([(file, Answers.from_json(own.get(file, job["answers"]))) for file in files])
    questions = [finding for one in found for finding in one.findings if finding.level in _OPEN]
    if questions:
        return {"written": False, "findings": _plain(questions)}
    base = read_checked(park_file(job["base"])) if job["base"] else None
    whole = whole_park(found) if base is None else None
    park = _identity(job, base or whole)
    made = assembled(found, park, base) if whole is None else kept(whole, park)
    ground = on_terrain(made.layers, found, park.id)
    photo, told = photo_of(made.layers["site"], found)
    made = replace(made, layers=ground.layers, findings=(*made.findings, *ground.findings, *told))
    _refuse_nothing(made, found, ground.taken or photo is not None)
    _refuse_defects(made, job["files"])
    write_geopackage(made.layers, Path(job["out"]))
    if photo is None:
        photo = _own_photo(job, whole is not None)
    if photo is not None:
        write_imagery(Path(job["out"]), photo, made.layers["site"].crs)
    else:
        keep_prepared(made.layers, Path(job["out"]))
    return _account(made, park, found, base)


def _place_of(file: str) -> str:
    """What tells whether two names are of the same file, which is taken once."""
    try:
        return str(Path(file).resolve(strict=True))
    except (OSError, RuntimeError, ValueError):
        return file  # a database's address, or what is refused when it is read


def _own_photo(job: Mapping[str, Any], whole: bool) -> Imagery | None:
    """The photo of the park whose layers are replaced, or of the one that is taken as it is."""
    if job["base"]:
        return read_imagery(park_file(job["base"]))
    file = Path(job["files"][0])
    return read_imagery(file) if whole and file.suffix.lower() == ".gpkg" else None


def _identity(job: Mapping[str, Any], base: Mapping[str, gpd.GeoDataFrame] | None) -> Park:
    """Who the park is: as answered, else as the base, else by the name of the file to write."""
    if base is None:
        return Park(
            job["id"], job["name_en"] or job["name_zh"] or job["id"], job["name_zh"] or job["name_en"] or job["id"]
        )
    first = base["site"].iloc[0]
    own = job["id"] if job["id_given"] else str(first["park"])
    return Park(own, job["name_en"] or str(first["park_en"]), job["name_zh"] or str(first["park_zh"]))


def _refuse_nothing(made: Assembled, surveys: Sequence[Survey], laid: bool) -> None:
    """Files of rasters alone that lie elsewhere make no park."""
    if made.taken or laid:
        return
    raise UserError(
        ", ".join(found.file for found in surveys), tr("Nothing in it lies on the ground of the park."),
        "; ".join(finding.what for finding in made.findings),
        tr("See whether its coordinate system is right, or take one that lies under the park."),
    )  # fmt: skip


def _refuse_defects(made: Assembled, files: Sequence[str]) -> None:
    defects = park_defects(made.layers)
    if defects:
        listed = tr("; ").join(str(defect) for defect in defects[:_NAMED])
        remedy = tr(
            "Look at the files with 'park check'; answer with --crs, --kind or --field where it guessed wrongly."
        )
        raise UserError(", ".join(files), tr("They make no sound park: {defects}.", defects=listed), remedy=remedy)


def _account(
    made: Assembled, park: Park, surveys: Sequence[Survey], base: Mapping[str, gpd.GeoDataFrame] | None
) -> dict[str, Any]:
    findings = [finding for found in surveys for finding in found.findings]
    return {
        "written": True,
        "park": park.id,
        "crs": made.layers["site"].crs.to_string(),
        "layers": {name: len(table) for name, table in made.layers.items() if len(table)},
        "taken": dict(made.taken),
        "estimated": {name: dict(columns) for name, columns in made.estimated.items()},
        "sources": [
            {
                "file": found.file, "layer": layer.name, "kind": layer.kind, "features": layer.features,
                "fields": dict(layer.fields),
            }
            for found in surveys
            for layer in found.layers
        ] + [
            {"file": found.file, "layer": raster.name, "kind": raster.kind, "features": 1, "fields": {}}
            for found in surveys
            for raster in found.rasters
        ],
        "findings": _plain([*findings, *made.findings, *_vanished(made, base)]),
    }  # fmt: skip


def _vanished(made: Assembled, base: Mapping[str, gpd.GeoDataFrame] | None) -> list[Finding]:
    """Ids of the base that are gone: scenarios may name them."""
    found = []
    for name in ("zones", "parcels", "buildings"):
        gone = sorted(set(base[name]["id"]) - set(made.layers[name]["id"])) if base is not None else []
        if gone:
            what = tr("{count} ids of the base are gone from layer {layer}: {ids}.", count=f"{len(gone):,}", layer=name,
                      ids=", ".join(gone[:_NAMED]) + (" ..." if len(gone) > _NAMED else ""))  # fmt: skip
            remedy = tr("Scenarios that name them need new names, or give the park another id: --id my_park.")
            found.append(Finding("warning", name, what, remedy=remedy))
    return found


def _plain(findings: Sequence[Finding]) -> list[dict[str, str]]:
    ordered = sorted(findings, key=lambda finding: LEVELS.index(finding.level))
    return [{**{part: getattr(finding, part) for part in _PARTS}, "text": str(finding)} for finding in ordered]
