"""`make setup` installs what is missing, once, and says what it may not do itself."""

from __future__ import annotations

import ast
import importlib.util
import json
import sys
import types
from pathlib import Path

import pytest

from ui.doctor.graphics import PACKAGES

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """packaging/environment.py, working on `tmp_path` and installing nothing: steps are only noted in `steps`."""
    specification = importlib.util.spec_from_file_location("environment", PACKAGING / "environment.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    venv = tmp_path / ".venv"
    for name, value in {
        "ROOT": tmp_path,
        "HERE": tmp_path,
        "VENV": venv,
        "STAMP": venv / "stamp.json",
        "BEGUN": venv / "begun",
        "BINARIES": venv / "bin",
        "PYTHON": venv / "bin" / "python",
        "PROGRAM": venv / "bin" / "parktwin",
    }.items():
        monkeypatch.setattr(module, name, value)
    (tmp_path / "pyproject.toml").write_text('requires-python = ">=3.11,<3.15"\n')
    for lock in ("build", "run", "dev"):
        (tmp_path / f"{lock}.txt").write_text(lock)
    module.steps = []  # type: ignore[attr-defined]
    module.fails_at = None  # type: ignore[attr-defined]
    monkeypatch.setattr(module.subprocess, "call", lambda command: _pretend(module, command))
    return module


def _pretend(module: types.ModuleType, command: list[str]) -> int:
    """Do to the file system what the step would have done."""
    step = "venv" if "venv" in command else "program" if "--editable" in command else Path(command[-1]).stem
    module.steps.append(step)
    if step == module.fails_at:
        return 1
    if step in ("venv", "program"):
        file = module.PYTHON if step == "venv" else module.PROGRAM
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return 0


def test_a_first_setup_does_everything(environment: types.ModuleType) -> None:
    """The build backend comes first, the program last."""
    environment.make_environment(["build", "run"])
    assert environment.steps == ["venv", "build", "run", "program"]


def test_a_second_setup_does_nothing(environment: types.ModuleType) -> None:
    """What is there is not done again."""
    environment.make_environment(["build", "run"])
    environment.steps.clear()
    environment.make_environment(["build", "run"])
    assert environment.steps == []


def test_a_further_lock_adds_only_itself(environment: types.ModuleType) -> None:
    """`make test` after `make run` installs the tools of development, no more."""
    environment.make_environment(["build", "run"])
    environment.steps.clear()
    environment.make_environment(["build", "run", "dev"])
    environment.make_environment(["build", "run"])
    assert environment.steps == ["dev"]


@pytest.mark.parametrize(("file", "step"), [("run.txt", "run"), ("pyproject.toml", "program")])
def test_a_changed_file_is_followed(environment: types.ModuleType, file: str, step: str) -> None:
    """A pulled change of a lock or of the project is installed, the rest stays."""
    environment.make_environment(["build", "run"])
    environment.steps.clear()
    (environment.ROOT / file).write_text((environment.ROOT / file).read_text() + "# changed\n")
    environment.make_environment(["build", "run"])
    assert environment.steps == [step]


def test_an_interrupted_setup_is_made_anew(environment: types.ModuleType) -> None:
    """Nobody knows what a killed installer left behind."""
    environment.make_environment(["build", "run"])
    environment.steps.clear()
    environment.BEGUN.touch()
    environment.make_environment(["build", "run"])
    assert environment.steps == ["venv", "build", "run", "program"]


def test_a_failed_download_keeps_what_is_there(environment: types.ModuleType) -> None:
    """Without a network the environment of yesterday still runs, and the next setup goes on where this one stopped."""
    environment.make_environment(["build", "run"])
    environment.fails_at = "dev"
    with pytest.raises(environment.SetupError, match=r"dev\.txt"):
        environment.make_environment(["build", "run", "dev"])
    environment.fails_at = None
    environment.steps.clear()
    environment.make_environment(["build", "run", "dev"])
    assert environment.steps == ["dev"]


@pytest.mark.parametrize("loss", ["python", "stamp"])
def test_a_broken_environment_is_made_anew(environment: types.ModuleType, loss: str) -> None:
    """A Python that went away with an upgrade of the system, or an environment of another place."""
    environment.make_environment(["build", "run"])
    environment.steps.clear()
    if loss == "python":
        environment.PYTHON.unlink()
    else:
        stamp = json.loads(environment.STAMP.read_text())
        environment.STAMP.write_text(json.dumps({**stamp, "identity": "3.11.2 /usr /elsewhere/.venv"}))
        environment.PYTHON.write_text("#!/bin/sh\nexit 1\n")
        environment.PYTHON.chmod(0o755)
    environment.make_environment(["build", "run"])
    assert environment.steps[0] == "venv"


def test_a_folder_that_cannot_be_written_is_one_sentence(
    environment: types.ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback for a full disk or a foreign folder."""
    monkeypatch.setattr(environment, "install_system_packages", lambda _locks: None)
    monkeypatch.setattr(environment, "VENV", environment.ROOT / "build.txt" / ".venv")
    assert environment.main(["run"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 9)])
def test_a_supported_python_is_taken(environment: types.ModuleType, version: tuple[int, ...]) -> None:
    """Every patch release of the range."""
    environment.check_python(version)


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 13), (3, 15, 0), (4, 0, 0)])
def test_another_python_is_refused_with_the_way_out(environment: types.ModuleType, version: tuple[int, ...]) -> None:
    """The sentence names what is needed and how to name another Python."""
    with pytest.raises(environment.SetupError, match=r"needs 3\.11 to 3\.14.*make setup PYTHON=python3\.11"):
        environment.check_python(version)


def test_an_old_python_can_read_the_script() -> None:
    """Python 3.8 comes as far as the sentence that refuses it."""
    source = (PACKAGING / "environment.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 8))
    assert "from __future__ import annotations" in source


def test_missing_packages_without_root_are_one_line(
    environment: types.ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever may not install gets the line for someone who may, and exit code 2."""
    monkeypatch.setattr(
        environment.shutil, "which", lambda name: "/usr/bin/dpkg-query" if name == "dpkg-query" else None
    )
    monkeypatch.setattr(environment, "wanted_packages", lambda: {"libgl1", "libegl1", "libc6"})
    monkeypatch.setattr(environment, "installed_packages", lambda: {"libc6"})
    monkeypatch.setattr(environment, "as_root", lambda: None)
    assert environment.main(["run"]) == 2
    said = capsys.readouterr().err
    line = "sudo apt-get update && sudo apt-get install --yes --no-install-recommends libegl1 libgl1"
    assert said.splitlines()[-1] == line
    assert environment.steps == []


@pytest.mark.parametrize("elevate", [None, []])
def test_what_only_tests_use_is_no_condition(
    environment: types.ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    elevate: list[str] | None,
) -> None:
    """Without rights, or without a mirror, `make test` says what it will skip and goes on; running does not ask."""
    monkeypatch.setattr(environment.shutil, "which", lambda _name: "/usr/bin/dpkg-query")
    monkeypatch.setattr(environment, "wanted_packages", lambda: {"libc6"})
    monkeypatch.setattr(environment, "installed_packages", lambda: {"libc6"})
    monkeypatch.setattr(environment, "as_root", lambda: elevate)
    monkeypatch.setattr(environment, "HERE", PACKAGING)
    monkeypatch.setattr(environment.subprocess, "call", lambda _command: 100)
    environment.install_system_packages(["run"])
    assert capsys.readouterr().out == ""
    environment.install_system_packages(["run", "dev"])
    assert "skipped" in capsys.readouterr().out


def test_packages_that_are_there_are_left_alone(environment: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """No apt-get where nothing is missing."""
    monkeypatch.setattr(environment.shutil, "which", lambda _name: "/usr/bin/dpkg-query")
    monkeypatch.setattr(environment, "wanted_packages", lambda: {"libc6"})
    monkeypatch.setattr(environment, "installed_packages", lambda: {"libc6"})
    environment.install_system_packages(["run"])
    assert environment.steps == []


def test_a_package_under_another_name_counts(environment: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ubuntu calls libglib2.0-0 libglib2.0-0t64; a removed package with its settings left does not count."""
    answer = "ii |libglib2.0-0t64, libglib2.0-0 (= 2.80.0)\nrc |libegl1, \nii |libgl1, \n"
    monkeypatch.setattr(environment.subprocess, "check_output", lambda *_arguments, **_options: answer)
    installed = environment.installed_packages()
    assert {"libglib2.0-0", "libglib2.0-0t64", "libgl1"} <= installed
    assert "libegl1" not in installed


def test_the_doctor_names_packages_of_the_list() -> None:
    """`parktwin doctor` says to install what `make setup` installs."""
    lines = (PACKAGING / "system-packages.txt").read_text(encoding="utf-8").splitlines()
    assert PACKAGES.split() == [line for line in lines if not line.startswith("#")]


def test_this_python_is_supported(environment: types.ModuleType) -> None:
    """The tests themselves run where the program may."""
    environment.check_python(sys.version_info[:3])
