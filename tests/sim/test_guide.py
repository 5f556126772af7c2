"""The guide: what is made from the books is current, whole, and the same in both languages."""

from __future__ import annotations

import re

import pytest

from sim.expectations import expectations
from sim.facts import assumptions
from sim.guide import FOLDER, PAGES, page, used_assumptions
from sim.milestones import milestones
from sim.scenario import load, shipped


@pytest.mark.parametrize("language", PAGES)
def test_the_page_in_the_repository_is_current(language: str) -> None:
    """`python -m sim.guide` after a change of assumptions, expectations or targets."""
    written = (FOLDER / PAGES[language]).read_text(encoding="utf-8")
    assert page(written, language) == written


def test_every_assumption_of_every_scenario_is_in_the_tables() -> None:
    """With its range and its reason, in both languages."""
    listed = {one.id for one in used_assumptions()}
    for name in shipped():
        assert {ground.id for ground in load(name).grounds.values() if ground.kind == "assumption"} <= listed
    for language, name in PAGES.items():
        written = (FOLDER / name).read_text(encoding="utf-8")
        for one in used_assumptions():
            assert f"| {one.name.text(language)} |".replace("||", "|") in written, one.id
            assert one.reason.text(language).replace("|", "\\|") in written, one.id


def test_every_expectation_and_every_target_is_in_the_tables() -> None:
    for language, name in PAGES.items():
        written = (FOLDER / name).read_text(encoding="utf-8")
        for row in expectations():
            assert row.why.text(language) in written
            assert row.found is None or row.found.why.text(language) in written
        assert all(one.name.text(language) in written for one in milestones() if one.is_target)


def test_the_chinese_page_is_chinese() -> None:
    """No row of its tables of assumptions has a reason in English."""
    written = (FOLDER / PAGES["zh"]).read_text(encoding="utf-8")
    rows = [line for line in written.splitlines() if line.startswith("| ") and re.search(r"\| [ABC] \|", line)]
    assert len(rows) == len(used_assumptions())
    assert all(re.search(r"[\u4e00-\u9fff]", row.rsplit("|", 2)[1]) for row in rows)


def test_both_pages_have_the_same_parts() -> None:
    """As many headings, and links to each other."""
    texts = [(FOLDER / name).read_text(encoding="utf-8") for name in PAGES.values()]
    assert len({len(re.findall(r"^#+ ", text, flags=re.MULTILINE)) for text in texts}) == 1
    assert PAGES["zh"] in texts[0]
    assert PAGES["en"] in texts[1]


def test_a_page_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="targets"):
        page("# Nothing", "en")


def test_the_book_is_larger_than_what_is_used() -> None:
    """What nothing rests on is not shown as if it were."""
    assert len(used_assumptions()) <= len(assumptions())
