"""What README and ARCHITECTURE name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.cli import commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md")


def text(page: str) -> str:
    """The page."""
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_exists(page: str) -> None:
    """In code quotes or as a link; what is made on the user's machine is not shipped."""
    quoted = re.findall(r"`((?:gis|sim|twin|ui|assets|packaging|tests)/[\w./*-]*)`", text(page))
    linked = [link for link in re.findall(r"\]\(([^)#]+)\)", text(page)) if "://" not in link]
    assert linked or quoted
    missing = [name for name in (*quoted, *linked) if not list(ROOT.glob(name.rstrip("/")))]
    assert not missing


@pytest.mark.parametrize("page", PAGES)
def test_every_command_that_a_page_names_exists(page: str) -> None:
    """`parktwin COMMAND` and `make TARGET`."""
    named = set(re.findall(r"parktwin ([a-z]+)\b", text(page)))
    assert named <= set(commands())
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?make ([a-z]+)\b[`: ]", text(page))) - {"the"} <= targets


def test_both_readmes_say_the_same() -> None:
    """The same sections, commands and rows in both languages."""
    english, chinese = text("README.md"), text("README.zh-CN.md")
    for pattern in (r"^## ", r"^\| ", r"^- ", r"^```\w*"):
        assert len(re.findall(pattern, english, re.MULTILINE)) == len(re.findall(pattern, chinese, re.MULTILINE)), (
            pattern
        )
    assert re.findall(r"^\| `([^`]*)`", english, re.MULTILINE) == re.findall(r"^\| `([^`]*)`", chinese, re.MULTILINE)
