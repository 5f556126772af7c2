"""A run's KPIs to read, for a spreadsheet, and for programs."""

from __future__ import annotations

import csv as csv_files
import dataclasses
import io
import json
import math
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import pytest

from gis.text import Name, set_language
from sim.run import Run
from sim.table import csv, document, text, year_ends
from tests.sim.worlds import baseline_run

PARKS = {"ai": Name("AI park", "人工智能园"), "vr": Name("VR park", "虚拟现实园")}


@pytest.fixture
def _chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("en")


def with_gap(run: Run) -> Run:
    """The run with one value that does not exist."""
    series = run.kpis["ai.occupancy"]
    values = series.values.copy()
    values[0] = np.nan
    return dataclasses.replace(run, kpis={"ai.occupancy": dataclasses.replace(series, values=values)})


def first_month(run: Run) -> Run:
    """The run's first month alone."""
    kpis = {one.id: dataclasses.replace(one, values=one.values[:1]) for one in run.kpis.values()}
    return dataclasses.replace(run, months=run.months[:1], progress=run.progress[:1], kpis=kpis)


def width(line: str) -> int:
    """Columns of a terminal."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def test_the_spreadsheet_holds_every_kpi_with_its_unit_and_every_month() -> None:
    """Read back, it is the run."""
    rows = list(csv_files.DictReader(io.StringIO(csv(baseline_run()))))
    assert [row["kpi"] for row in rows] == list(baseline_run().kpis)
    for row in rows:
        series = baseline_run().kpis[row["kpi"]]
        assert row["unit"] == series.unit
        assert row["level"] == series.level
        assert row["名称"] == series.name.zh
        written = [float(row[month] or "nan") for month in baseline_run().months]
        assert np.array_equal(written, series.values, equal_nan=True)


def test_what_does_not_exist_is_empty_in_the_spreadsheet_and_null_in_json() -> None:
    """Never NaN, which neither can read."""
    run = with_gap(baseline_run())
    row = next(csv_files.DictReader(io.StringIO(csv(run))))
    assert row["2023-01"] == ""
    content = json.loads(json.dumps(document(run, run.kpis.values()), allow_nan=False))
    assert content["kpis"]["ai.occupancy"]["values"][0] is None
    first = first_month(run)
    assert "–" in text(first, first.kpis.values(), PARKS)


def test_the_document_has_the_agreed_keys() -> None:
    """scenario, seed, version, inputs_hash, months, kpis with all that is said of them, milestones with their dates."""
    run = baseline_run()
    content = document(run, run.kpis.values())
    assert set(content) == {"scenario", "seed", "version", "inputs_hash", "months", "kpis", "milestones"}
    assert content["months"] == list(run.months)
    assert set(content["kpis"]) == set(run.kpis)
    for kpi in content["kpis"].values():
        assert set(kpi) == {
            "name", "definition", "unit", "level", "park", "better", "subject", "sources", "values",
        }  # fmt: skip
        assert len(kpi["values"]) == len(run.months)
        assert all(value is None or (isinstance(value, float) and math.isfinite(value)) for value in kpi["values"])


def test_columns_are_the_year_ends_and_the_last_month() -> None:
    """A run that ends in June shows June too."""
    assert year_ends(("2023-11", "2023-12", "2024-01")) == [1, 2]
    assert year_ends(("2023-11", "2023-12")) == [1]
    assert year_ends(("2023-01", "2023-02")) == [1]


def test_the_table_is_aligned_and_grouped_by_park() -> None:
    """Every row ends in the same column; figures stand under their month."""
    check_aligned("AI park ", "VR park ", "Both parks ")


@pytest.mark.usefixtures("_chinese")
def test_the_table_is_aligned_in_chinese() -> None:
    """Although its characters are twice as wide."""
    check_aligned("人工智能园 ", "虚拟现实园 ", "两园合计口径 ")


def check_aligned(*heads: str) -> None:
    """All rows of the table are equally wide, under these headings."""
    lines = text(baseline_run(), baseline_run().kpis.values(), PARKS).splitlines()
    found = [next(line for line in lines if line.startswith(head)) for head in heads]
    rows = [line for line in lines[2 : lines.index("", lines.index(found[-1]))] if line.startswith((" ", *heads))]
    assert len({width(line) for line in rows}) == 1
    assert all(line.endswith("2030-12") for line in found)
    assert len(rows) == len(baseline_run().kpis) + len(heads)


def test_figures_of_a_park_stand_under_their_subjects() -> None:
    """Each subject once a park, in one order."""
    lines = text(baseline_run(), baseline_run().kpis.values(), PARKS).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("AI park "))
    subjects = [line for line in lines[start + 1 : lines.index("", start)] if not line.startswith(" ")]
    assert subjects[:2] == ["Floor area", "Enterprises and people"]
    assert len(subjects) == len(set(subjects))


def test_the_table_says_how_much_is_published_and_how_much_assumed() -> None:
    """In every row."""
    line = next(
        line
        for line in text(baseline_run(), baseline_run().kpis.values(), PARKS).splitlines()
        if "Compute supply" in line
    )
    assert re.search(r"[1-9]\d* published, [1-9]\d* assumed", line)
    assert "centre" in line


@pytest.mark.parametrize(
    ("origin", "said"), [("drafted", "illustrative."), ("imported", "imported."), ("mixed", "partly illustrative.")]
)
def test_the_table_says_whose_the_layout_is(origin: str, said: str) -> None:
    run = baseline_run()
    assert text(run, run.kpis.values(), PARKS, origin).endswith(said)


def test_the_table_dates_every_milestone_and_says_whether_targets_were_met() -> None:
    """A month or a dash; only targets have a deadline."""
    run = baseline_run()
    lines = text(run, run.kpis.values(), PARKS).splitlines()
    block = lines[lines.index(next(line for line in lines if line.startswith("Milestones"))) :]
    row = next(line for line in block if line.startswith("Whole of the plant's first phase"))
    assert re.fullmatch(r".* 20\d\d-\d\d", row)
    target = next(line for line in block if line.startswith("300 AI enterprises"))
    assert re.fullmatch(r".*(20\d\d-\d\d|–) +2024-12 +(yes|no)", target)


def test_milestones_of_another_park_are_not_shown() -> None:
    """They follow the KPIs that are shown."""
    run = baseline_run()
    shown = [one for one in run.kpis.values() if one.park == "vr"]
    assert not [one for one in document(run, shown)["milestones"] if "ai" in one.split(".")]
    assert "vr.phase1.whole" in document(run, shown)["milestones"]
    assert "target.ai.enterprises.2024" not in document(run, shown)["milestones"]


def test_a_run_without_milestones_has_no_such_block() -> None:
    """As one of a place that none of them speaks of."""
    run = baseline_run()
    assert "Milestones" not in text(run, [dataclasses.replace(run.kpis["ai.staff"], park="elsewhere")], PARKS)
