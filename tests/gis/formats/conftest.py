"""What the tests of formats share."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.postgis import NoServer, server


@pytest.fixture(scope="session")
def postgis() -> Iterator[str]:
    """The address of a running PostGIS server, without a database."""
    try:
        with server() as address:
            yield address
    except NoServer as reason:
        print(f"\nWARNING: PostGIS is NOT TESTED: {reason}", file=sys.__stderr__)
        pytest.skip(f"NOT TESTED: {reason}")
