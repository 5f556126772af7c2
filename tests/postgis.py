"""A PostgreSQL server with PostGIS for tests: a real one, in a folder of its own, gone when the tests end."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PASSWORD = secrets.token_hex(8)


class NoServer(Exception):  # noqa: N818
    """Why no server can be had here; its one argument says it."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server, "postgresql://planner:...@127.0.0.1:PORT", whose template has PostGIS.

    Raises:
        NoServer: the packages of system-packages-dev.txt are missing, or this system lets no server run.
    """
    if not sys.platform.startswith("linux"):
        raise NoServer("the server is started on Linux only")
    programs = _programs()
    user = _other_user()
    folder = Path(tempfile.mkdtemp(prefix="parktwin-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        port = _made(programs, folder, user)
        process = _started(programs, folder, user, port)
        try:
            address = f"postgresql://planner:{PASSWORD}@127.0.0.1:{port}"
            _wait(f"{address}/postgres", process)
            _with_postgis(f"{address}/template1")
            yield address
        finally:
            process.send_signal(signal.SIGINT)  # at once, whoever is still connected
            process.wait()
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """The folder of the newest server's programs: Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoServer("there is no PostgreSQL (packaging/system-packages-dev.txt)")
    return found[-1].parent if found else Path(str(on_path)).parent


def _other_user() -> str | None:
    """The server refuses to run as root: as whom it runs then."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _made(programs: Path, folder: Path, user: str | None) -> int:
    """A new cluster in `folder`; a port that is free."""
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    made = subprocess.run(
        [
            programs / "initdb", "--pgdata", folder / "data", "--username", "planner", "--pwfile", secret,
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ],
        user=user, cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise NoServer(f"initdb: {made.stderr.strip()[-300:]}")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _started(programs: Path, folder: Path, user: str | None, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off",
        "shared_buffers": "16MB", "max_connections": 20,
    }  # fmt: skip
    flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *flags],
            user=user, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None:
                raise NoServer(f"the server ends by itself: {error}") from error
            time.sleep(0.1)
        else:
            return
    raise NoServer("the server does not answer")


def _with_postgis(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute("CREATE EXTENSION postgis")
        except psycopg.Error as error:
            raise NoServer(f"the server has no PostGIS: {error}") from error
