"""Connections to databases: for reading only, within bounds of time, with one sentence for whatever goes wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from gis.errors import UserError
from gis.text import tr

if TYPE_CHECKING:
    import psycopg

CONNECT_SECONDS: Final = 10
STATEMENT_SECONDS: Final = 45


@contextmanager
def connected(address: str, shown: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection in a transaction that cannot write and sees one state of the data.

    Raises:
        UserError: the address is no address, no such server answers, or it does not let this user in.
    """
    import psycopg

    address = re.sub(r"(?i)^pg:\s*", "", address)  # as GDAL writes it
    try:
        given = psycopg.conninfo.conninfo_to_dict(address)
        seconds = given.get("connect_timeout") or CONNECT_SECONDS
        full = psycopg.conninfo.make_conninfo(
            address, connect_timeout=seconds, application_name="parktwin", client_encoding="utf8"
        )
        connection = psycopg.connect(full)
    except psycopg.Error as error:
        raise _refused(error, address, shown) from None  # the cause may hold the password
    with connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.execute(f"SET statement_timeout = {STATEMENT_SECONDS * 1000}")
        yield connection


_REASONS: Final = (
    # What the client library or the server says, in English and in Chinese; the second part is ours.
    (r"password|认证|authentication|no pg_hba", "password"),
    (r'database ".*" does not exist|数据库 ".*" 不存在', "database"),
    (r'role ".*" does not exist|角色 ".*" 不存在', "user"),
    (r"service", "service"),
    (r"refused|timeout|timed out|translate host|not known|no such file|unreachable|拒绝|超时", "server"),
)


def _refused(error: psycopg.Error, address: str, shown: str) -> UserError:
    said = _without_password(str(error), address)
    reason = next((name for words, name in _REASONS if re.search(words, said, re.IGNORECASE)), "")
    what, remedy = {
        "password": (
            tr("The server does not let this user in."),
            tr("Check the user and the password; it may be in the address or in PGPASSWORD."),
        ),
        "database": (tr("The server has no such database."), tr("Check the name after the last '/' of the address.")),
        "user": (tr("The server has no such user."), tr("Check the name before the '@' of the address.")),
        "service": (
            tr("There is no such service, or its file is not valid."),
            tr("Check ~/.pg_service.conf, or give the address as postgresql://user@host:port/database."),
        ),
        "server": (
            tr("No database server answers there."),
            tr("Check host and port, and that the server runs and can be reached from this machine."),
        ),
    }.get(
        reason,
        (
            tr("The database cannot be opened ({detail}).", detail=said.strip().partition("\n")[0][:160]),
            tr("Give the address as postgresql://user@host:port/database."),
        ),
    )
    return UserError(shown, what, remedy=remedy)


def _without_password(said: str, address: str) -> str:
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    said = said.replace(address, "...")
    try:
        password = str(conninfo_to_dict(address).get("password") or "")
    except ProgrammingError:
        return re.sub(r"://\S*", "://...", re.sub(r"password=\S*", "password=...", said))
    return said.replace(password, "...") if password else said
