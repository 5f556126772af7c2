"""The locks pin everything that is installed, exactly, and say nothing about the machine that made them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("build", "run", "dev", "bench", "package")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = {
    "build": PYPROJECT["build-system"]["requires"],
    "run": PYPROJECT["project"]["dependencies"],
    **{lock: PYPROJECT["dependency-groups"][lock] for lock in ("dev", "bench", "package")},
}


class Pin(NamedTuple):
    """One package of a lock."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name as indexes compare it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The one version that it allows."""
        (only,) = self.requirement.specifier
        assert only.operator == "=="
        return only.version


def pins(lock: str) -> list[Pin]:
    """Every package of packaging/<lock>.txt."""
    text = (ROOT / "packaging" / f"{lock}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("--hash=") for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [Pin(Requirement(line[0].strip()), tuple(part.strip() for part in line[1:])) for line in lines]


def applies(pin: Pin, python: str, system: str) -> bool:
    """Whether `pin` is installed for that Python on that system ("linux", "win32", "darwin")."""
    environment = {**default_environment(), "python_full_version": f"{python}.0", "sys_platform": system}
    return pin.requirement.marker is None or pin.requirement.marker.evaluate(
        {k: str(v) for k, v in environment.items()}
    )


def supported_pythons() -> list[str]:
    """Every Python that pyproject.toml allows."""
    first, beyond = (int(minor) for minor in re.findall(r"3\.(\d+)", PYPROJECT["project"]["requires-python"]))
    return [f"3.{minor}" for minor in range(first, beyond)]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    """One exact version, and at least one SHA-256 of a wheel."""
    listed = pins(lock)
    assert listed
    for pin in listed:
        assert Version(pin.version)
        assert pin.hashes, pin.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in pin.hashes), pin.name


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    """No index, no path, no option: where packages come from is the machine's own business."""
    text = (ROOT / "packaging" / f"{lock}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "@" not in text
    assert not re.search(r"^\s*-", re.sub(r"^\s+--hash=", "", text, flags=re.MULTILINE), re.MULTILINE)


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@pytest.mark.parametrize("lock", LOCKS)
def test_the_locks_meet_what_the_project_asks_for(lock: str, system: str) -> None:
    """On every Python and system each requirement is met by one pin, and every pin of pyproject.toml agrees."""
    for python in supported_pythons():
        locked: dict[str, list[str]] = {}
        for pin in (*pins("build"), *pins("run"), *pins(lock)):
            if applies(pin, python, system):
                locked.setdefault(pin.name, []).append(pin.version)
        for text in WANTED[lock]:
            wanted = Requirement(text)
            versions = set(locked.get(canonicalize_name(wanted.name), []))
            assert len(versions) == 1, f"{wanted.name} under Python {python} on {system}: {versions}"
            assert wanted.specifier.contains(versions.pop()), text


@pytest.mark.parametrize("python", supported_pythons())
def test_locks_do_not_contradict_each_other(python: str) -> None:
    """One environment can hold them all."""
    found: dict[str, set[str]] = {}
    for lock in LOCKS:
        for pin in pins(lock):
            if applies(pin, python, "linux"):
                found.setdefault(pin.name, set()).add(pin.version)
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}


def test_qt_is_the_one_that_was_checked() -> None:
    """PySide6 6.12.0 aborts Python 3.11; its two parts go together."""
    locked = {pin.name: pin.version for pin in pins("run")}
    assert locked["pyside6-essentials"] == locked["shiboken6"] == "6.11.3"
