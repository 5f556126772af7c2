"""Everything that is said to the user is said in Chinese too."""

from __future__ import annotations

import ast
import itertools
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from gis.text import Name, catalogue, current_language, set_language, tr

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("gis", "sim", "twin", "ui")


def messages() -> Iterator[tuple[str, str]]:
    """Every message in the code: where it stands, and its text; command summaries are translated when shown."""
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                text = _message(node)
                if text is not None:
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", text  # type: ignore[attr-defined]


def _message(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and node.args:
        first = node.args[0]
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "SUMMARY" for t in node.targets):
        return str(ast.literal_eval(node.value))
    return None


def places(text: str) -> set[str]:
    """The named places of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_message_has_a_chinese_twin() -> None:
    """No user is left with a language that was not asked for."""
    known = catalogue("zh")
    missing = [f"{where}: {text!r}" for where, text in messages() if text not in known]
    assert not missing, "\n".join(missing)


def test_a_message_is_translated_once() -> None:
    """Two files do not give the same message two translations."""
    files = sorted((ROOT / "assets" / "text" / "zh").glob("*.toml"))
    counts = Counter(text for file in files for text in tomllib.loads(file.read_text(encoding="utf-8")))
    assert [text for text, count in counts.items() if count > 1] == []


def test_a_translation_names_the_same_values() -> None:
    """A figure that stands in the English sentence stands in the Chinese one."""
    wrong = [text for text, twin in catalogue("zh").items() if places(text) != places(twin)]
    assert not wrong


def test_the_chinese_texts_use_full_width_punctuation() -> None:
    """A comma, colon or semicolon after a Chinese character is a Chinese one."""
    wrong = [
        twin
        for twin in catalogue("zh").values()
        for here, after in itertools.pairwise(twin)
        if "\u4e00" <= here <= "\u9fff" and after in ",:;"
    ]
    assert not wrong


@pytest.fixture
def _chinese() -> Iterator[None]:
    before = current_language()
    set_language("zh")
    yield
    set_language(before)


@pytest.mark.usefixtures("_chinese")
def test_a_message_without_translation_stays_readable() -> None:
    """An unknown message is shown in English, its values filled in."""
    assert tr("no such message: {value}", value=3) == "no such message: 3"


@pytest.mark.usefixtures("_chinese")
def test_a_name_falls_back_to_the_language_it_has() -> None:
    """A place that is named in one language only is still named."""
    assert Name("Haier", "").text() == "Haier"
    assert Name("Haier", "海尔").text() == "海尔"
    assert Name("Haier", "海尔").text("en") == "Haier"


def test_an_unknown_language_is_refused() -> None:
    """There is no silent third language."""
    with pytest.raises(ValueError, match="fr"):
        set_language("fr")
