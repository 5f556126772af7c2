"""The summary page: honest, complete, well-formed, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from gis.text import current_language, set_language
from tests.tiny import tiny_prepared, tiny_run
from ui.present.page import Picture, page


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language in turn."""
    before = current_language()
    set_language(request.param)
    yield request.param
    set_language(before)


def written() -> str:
    """The page of the tiny run with a picture of each park at its first and last month."""
    prepared, run = tiny_prepared(), tiny_run()
    pictures = [
        Picture(f"{park.id}-{month}.png", park.id, month)
        for park in prepared.parks
        for month in (run.months[0], run.months[-1])
    ]
    return page(run, prepared.parks, pictures, ["© somebody <&>"])


def test_the_page_says_that_layouts_are_illustrative(language: str) -> None:
    """No reader takes a drafted footprint for a surveyed one."""
    assert ("illustrative" if language == "en" else "示意") in written()


def test_the_page_names_every_kpi_and_its_grounds(language: str) -> None:
    """Each figure of the run stands on the page, and so does each fact and assumption behind it."""
    text, run = written(), tiny_run()
    for series in run.kpis.values():
        assert series.name.text(language) in text
        assert all(f"<b>{source}</b>" in text for source in series.sources)


def test_the_page_shows_every_picture_once(language: str) -> None:
    """Pictures are linked by their file name, beside the page."""
    found = re.findall(r'<img src="([^"]+)"', written())
    assert len(found) == len(set(found)) == 2 * len(tiny_prepared().parks)


def test_the_page_escapes_what_it_is_given(language: str) -> None:
    """A credit with angle brackets breaks nothing."""
    assert "© somebody &lt;&amp;&gt;" in written()


def test_levels_are_kept_apart(language: str) -> None:
    """Figures of the compute centres stand in a section of their own, not in a park's."""
    text, run = written(), tiny_run()
    centre = [s.name.text() for s in run.kpis.values() if s.level == "centre"]
    heading = "The two compute centres" if language == "en" else "两个算力中心"
    before, _, after = text.partition(f"<h2>{heading}</h2>")
    assert centre
    assert all(f"<td>{name}<small>" in after and f"<td>{name}<small>" not in before for name in centre)
