"""The OpenXR runtime is found where its loader would find it, and never loaded."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from ui.doctor.openxr import describe, manifest, openxr

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the runtime in the registry")


def write_runtime(file: Path, library: str = "./libruntime.so") -> Path:
    """A manifest as a headset's software writes it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"file_format_version": "1.0.0", "runtime": {"name": "Test", "library_path": library}}))
    return file


def test_the_environment_wins(tmp_path: Path) -> None:
    """XR_RUNTIME_JSON names the runtime whatever else is installed."""
    write_runtime(tmp_path / "openxr/1/active_runtime.json")
    named = write_runtime(tmp_path / "named.json")
    assert manifest({"XR_RUNTIME_JSON": str(named), "XDG_CONFIG_HOME": str(tmp_path)}) == named


def test_the_users_own_runtime_comes_before_the_systems(tmp_path: Path) -> None:
    """XDG_CONFIG_HOME is looked at before XDG_CONFIG_DIRS."""
    own = write_runtime(tmp_path / "own/openxr/1/active_runtime.json")
    write_runtime(tmp_path / "system/openxr/1/active_runtime.json")
    places = {"XDG_CONFIG_HOME": str(tmp_path / "own"), "XDG_CONFIG_DIRS": str(tmp_path / "system")}
    assert manifest(places) == own
    own.unlink()
    assert manifest(places) == tmp_path / "system/openxr/1/active_runtime.json"


def test_a_library_lies_beside_its_manifest(tmp_path: Path) -> None:
    """A relative library path counts from the manifest's folder; a bare name is left to the system's linker."""
    assert describe(write_runtime(tmp_path / "a.json")) == ("Test", tmp_path / "libruntime.so")
    assert describe(write_runtime(tmp_path / "b.json", "libruntime.so")) == ("Test", None)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"runtime": {}}', '{"runtime": 3}'])
def test_a_broken_manifest_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    """Whatever the file holds, the report says so and goes on."""
    file = tmp_path / "active.json"
    file.write_text(content)
    monkeypatch.setenv("XR_RUNTIME_JSON", str(file))
    finding = openxr()
    assert finding.state == "note"
    assert str(file) in finding.text
    assert finding.remedy


def test_a_runtime_without_its_library_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An uninstalled headset leaves its manifest behind."""
    monkeypatch.setenv("XR_RUNTIME_JSON", str(write_runtime(tmp_path / "active.json")))
    assert openxr().state == "note"
    (tmp_path / "libruntime.so").touch()
    assert openxr().state == "ok"
