"""Makes `.venv/` with the packages of the locks in this folder: `python3 packaging/environment.py run [dev] ...`.

Needs nothing but Python itself; on a Debian that lacks system packages it installs those first. What is there is not
done again, and what an interrupted run left half done is made anew. It avoids what a Python too old for ParkTwin
would not even parse, so that it can say so.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, Sequence  # noqa: UP035 - Python 3.8 must come as far as our message

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
STAMP = VENV / "parktwin-setup.json"
"""What was installed: the hash of each lock, and the Python it was for."""
BEGUN = VENV / "parktwin-setup-begun"
"""There while packages are being installed: found at the start, it tells of an interrupted run."""
BINARIES = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / ("python.exe" if os.name == "nt" else "python")
PROGRAM = BINARIES / ("parktwin.exe" if os.name == "nt" else "parktwin")
LOCKS = ("run", "dev", "bench", "package")


class SetupError(Exception):
    """Why the environment cannot be made, and what to do."""


def main(wanted: Sequence[str]) -> int:
    """Make the environment with the `wanted` locks; the exit code comes back."""
    if not wanted or not set(wanted) <= set(LOCKS):
        print(f"usage: environment.py LOCK...; a LOCK is one of {', '.join(LOCKS)}", file=sys.stderr)
        return 2
    try:
        check_python(sys.version_info[:3])
        with alone():
            install_system_packages(wanted)
            make_environment(["build", "run", *(name for name in LOCKS if name in wanted and name != "run")])
    except (SetupError, OSError) as refusal:
        print(f"make setup: {refusal}", file=sys.stderr)
        return 2
    return 0


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until no other setup of this checkout is at work; Windows, without such locks, trusts its user."""
    with Path(__file__).open("rb") as held:
        if fcntl is not None:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("make setup: waiting for another setup to end", flush=True)
                fcntl.flock(held, fcntl.LOCK_EX)
        yield


def check_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that the locks do not cover.

    Raises:
        SetupError: `version` lies outside `requires-python` of pyproject.toml.
    """
    first, beyond = supported_pythons((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if not first <= version < beyond:
        raise SetupError(
            f"this is Python {'.'.join(map(str, version))} ({sys.executable}), but ParkTwin needs "
            f"{first[0]}.{first[1]} to {beyond[0]}.{beyond[1] - 1}. "
            f"Install one of them and name it: make setup PYTHON=python{first[0]}.{first[1]}"
        )


def supported_pythons(pyproject: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The first Python that will do and the first that will not; by a pattern, as an old Python reads no TOML."""
    found = re.search(r'^requires-python = ">=([\d.]+),<([\d.]+)"$', pyproject, re.MULTILINE)
    assert found, "pyproject.toml: requires-python is not of the form >=A,<B"
    first, beyond = (tuple(int(part) for part in bound.split(".")) for bound in found.groups())
    return first, beyond


def install_system_packages(locks: Sequence[str]) -> None:
    """Install what the system lacks; what only tests use is installed where we may, else its absence is told.

    Raises:
        SetupError: something needed is missing and we may not install it, or apt-get failed.
    """
    if not shutil.which("dpkg-query"):
        if sys.platform == "linux" and not STAMP.exists():
            print(
                "make setup: this Linux has no apt, so its libraries are taken as they are; "
                "packaging/system-packages.txt lists what ParkTwin needs, 'parktwin doctor' says what is missing."
            )
        return
    there = installed_packages()
    missing = sorted(wanted_packages() - there)
    wished = sorted(listed_packages("system-packages-dev.txt") - there) if "dev" in locks else []
    if missing or wished:
        apt_install([*missing, *wished], needed=bool(missing))


def apt_install(names: Sequence[str], needed: bool) -> None:
    """Install system packages, or say how; only if some are `needed` is it an error that they cannot be installed.

    Raises:
        SetupError: some are needed and we may not install them, or apt-get failed.
    """
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    elevate = as_root()
    if elevate is None:
        line = f"sudo apt-get update && sudo {' '.join(install)}"
        if needed:
            raise SetupError(f"the system lacks packages. Run this line, then the same command again:\n{line}")
        print(f"make setup: some tests will be skipped; this line brings what they need: {line}")
        return
    for command in (["apt-get", "update"], install):
        code = subprocess.call([*elevate, "env", "DEBIAN_FRONTEND=noninteractive", *command])
        if code != 0 and needed:
            raise SetupError(f"'{' '.join(command)}' failed with exit code {code}; its own words stand above.")
        if code != 0:
            print(f"make setup: some tests will be skipped, for '{' '.join(command)}' failed with exit code {code}.")
            return


def wanted_packages() -> set[str]:
    """The system packages that ParkTwin needs, with `python3-venv` where this Python cannot make an environment."""
    names = listed_packages("system-packages.txt")
    return names if importlib.util.find_spec("ensurepip") else names | {"python3-venv"}


def listed_packages(file: str) -> set[str]:
    """The packages that a list in this folder names, one a line."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def installed_packages() -> set[str]:
    """Every installed system package, and every name that one stands in for (`libglib2.0-0t64` for `libglib2.0-0`)."""
    shape = "${db:Status-Abbrev}|${Package}, ${Provides}\n"
    answer = subprocess.check_output(["dpkg-query", "--show", "--showformat", shape], universal_newlines=True)
    lines = (line.partition("|") for line in answer.splitlines())
    provided = (names.split(",") for status, _, names in lines if status[1:2] == "i")
    return {name.split("(")[0].strip() for names in provided for name in names}


def as_root() -> list[str] | None:
    """The words that make a command run as root; None if we may not without asking for a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.call(["sudo", "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return ["sudo", "-n"]
    return None


def make_environment(locks: Sequence[str]) -> None:
    """Bring `.venv/` to what `locks` hold, and the program itself into it.

    Raises:
        SetupError: a step failed; what it said stands above.
    """
    stamp = read_stamp()
    if BEGUN.exists() or not is_usable(stamp):
        create()
        stamp = {}
    targets = {name: digest(HERE / f"{name}.txt") for name in locks}
    targets["program"] = digest(ROOT / "pyproject.toml") if PROGRAM.exists() else "missing"
    due = [name for name in targets if stamp.get(name) != targets[name]]
    if not due:
        return
    BEGUN.touch()
    for name in due:
        install(name)
        stamp[name] = digest(ROOT / "pyproject.toml") if name == "program" else targets[name]
        STAMP.write_text(json.dumps({**stamp, "identity": identity()}, indent=1), encoding="utf-8")
    BEGUN.unlink()
    print(f"make setup: ready, {PROGRAM.relative_to(ROOT)} --help shows what it can do")


def identity() -> str:
    """What an environment depends on besides the locks: this Python, and the place that its scripts name."""
    return f"{platform.python_version()} {sys.base_prefix} {VENV}"


def digest(file: Path) -> str:
    """The hash of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What an earlier run installed; empty if nothing, or for another Python or another place."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if stamp.pop("identity", None) == identity() else {}


def is_usable(stamp: dict[str, str]) -> bool:
    """Whether `.venv/` can be built on: ours with its Python still there, or somebody's with pip and this Python."""
    if stamp or not PYTHON.exists():
        return PYTHON.exists()
    question = "import pip, platform, sys; print(platform.python_version(), sys.base_prefix, sys.prefix)"
    answer = subprocess.run([str(PYTHON), "-c", question], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return answer.returncode == 0 and answer.stdout.decode().strip() == identity()


def create() -> None:
    """Make an empty environment in place of whatever is there."""
    print(f"make setup: making {VENV.name}/ with Python {platform.python_version()}", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    BEGUN.touch()
    # The Python below an activated environment: that environment may be the one just removed.
    run([getattr(sys, "_base_executable", sys.executable), "-m", "venv", str(VENV)])


def install(name: str) -> None:
    """Install one lock, or the program itself as it lies in this checkout."""
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    if not sys.stdout.isatty():
        pip.append("--quiet")  # its progress is for eyes, not for a log
    if name == "program":
        run([*pip, "--no-build-isolation", "--no-deps", "--editable", str(ROOT)])
        return
    print(f"make setup: installing packaging/{name}.txt", flush=True)
    lock = str(HERE / f"{name}.txt")
    run([*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", lock])


def run(command: list[str]) -> None:
    """Run one step.

    Raises:
        SetupError: it failed. Having ended by itself it has cleaned up, so the environment needs no rebuilding.
    """
    code = subprocess.call(command)
    if code != 0:
        if code > 0 and "pip" in command:
            BEGUN.unlink()
        raise SetupError(f"'{' '.join(command)}' failed with exit code {code}; its own words stand above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
