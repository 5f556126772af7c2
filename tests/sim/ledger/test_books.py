"""The books are read strictly: what is missing, unknown or misspelt stops the program."""

from __future__ import annotations

from datetime import date

import pytest

from sim.ledger.books import Row, checked, date_text, last_day, name, one_of

_ENTRY = {"id": "a", "en": "A", "zh": "甲", "level": "core", "as_of": "2023-02"}


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([{"id": "a"}], r"book: a: missing \['en'\]"),
        ([{"en": "A"}], r"book: \?: missing \['id'\]"),
        ([{"id": "a", "en": "A", "op": "ge", "valeu": 1}], r"book: a: unknown \['valeu'\]"),
        ([{"id": "a", "en": "A"}, {"id": "b", "en": "B"}, {"id": "a", "en": "C"}], "book: a: twice"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(entries: list[Row], said: str) -> None:
    """With its id and the key."""
    with pytest.raises(ValueError, match=said):
        checked(entries, "book", ("id", "en"), ("op",))


def test_a_whole_book_passes() -> None:
    """Unaltered and in order."""
    entries: list[Row] = [{"id": "a", "en": "A"}, {"id": "b", "en": "B", "op": "ge"}]
    assert checked(entries, "book", ("id", "en"), ("op",)) == entries


def test_words_must_be_of_the_list() -> None:
    """A level that nobody knows would be compared with nothing."""
    assert one_of(_ENTRY, "level", ("core", "park")) == "core"
    assert one_of(_ENTRY, "op", ("eq", "ge"), "eq") == "eq"
    with pytest.raises(ValueError, match="a: level = 'core'"):
        one_of(_ENTRY, "level", ("city",))


def test_names_stand_in_both_languages() -> None:
    """One is not enough."""
    assert name(_ENTRY).zh == "甲"
    with pytest.raises(ValueError, match="a language is missing"):
        name({**_ENTRY, "zh": ""})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-02-23", date(2023, 2, 23)),
        ("2023-02", date(2023, 2, 28)),
        ("2024-02", date(2024, 2, 29)),
        ("2022", date(2022, 12, 31)),
    ],
)
def test_a_date_may_be_a_year_or_a_month(text: str, day: date) -> None:
    """And then stands for its last day: it was known by then."""
    assert last_day(text) == day
    assert date_text({"id": "a", "as_of": text}, "as_of") == text


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-02-30", "soon", "2023/02", "2023-2-3", "20230203", "2023-W05-5"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """Rather than sorted wrongly."""
    with pytest.raises(ValueError, match=r"."):
        date_text({"id": "a", "as_of": text}, "as_of")
