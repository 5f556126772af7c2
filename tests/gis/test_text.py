"""One language in use; English in the code, the other in files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gis.errors import UserError
from gis.text import LANGUAGES, Name, catalogue, current_language, set_language, system_language, tr


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = current_language()
    yield
    set_language(before)


def test_a_message_is_said_in_the_language_in_use() -> None:
    """Its places filled."""
    set_language("en")
    assert tr("Known parks: {names}.", names="ai, vr") == "Known parks: ai, vr."
    set_language("zh")
    assert tr("Known parks: {names}.", names="ai, vr") == "已知园区：ai, vr。"


def test_a_message_without_translation_stays_english() -> None:
    """Better than nothing at all."""
    set_language("zh")
    assert tr("Not translated {x}", x=1) == "Not translated 1"


def test_braces_in_a_message_without_values_stay() -> None:
    """JSON and paths can be shown."""
    assert tr("{not a place}") == "{not a place}"


def test_an_unknown_language_is_an_error() -> None:
    """There are two."""
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
    assert LANGUAGES == ("en", "zh")
    assert catalogue("en") == {}


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"PARKTWIN_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_system_says_which_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str
) -> None:
    """Our own variable first, then the locale; English if we lack it."""
    for name in ("PARKTWIN_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == expected


def test_a_name_falls_back_to_its_other_language() -> None:
    """A street may have one name only."""
    assert Name("Lake", "湖").text("zh") == "湖"
    assert Name("Lake", "").text("zh") == "Lake"
    assert Name("", "湖").text("en") == "湖"
    set_language("zh")
    assert Name("Lake", "湖").text() == "湖"


def test_an_error_is_one_sentence_that_says_what_to_do() -> None:
    """Where, what, what was expected, what to do; Chinese without spaces after its stops."""
    assert str(UserError("ai.gpkg", "It is empty.", remedy="Take another.")) == "ai.gpkg: It is empty. Take another."
    assert (
        str(UserError("ai.gpkg", "文件为空。", "应有建筑。", "请换用其他文件。"))
        == "ai.gpkg: 文件为空。应有建筑。请换用其他文件。"
    )
