"""pg_dump and pg_restore, told by environment where the database is, so that no password is in a command line."""

import os
import subprocess
from collections.abc import Sequence
from typing import IO

from psycopg.conninfo import conninfo_to_dict

from kollega.platform.postgres.binaries import find_binaries

_NAMES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def begin(
    program: str,
    arguments: Sequence[str],
    url: str,
    *,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """Start the program on the database that `url` names."""
    where = {_NAMES[name]: str(value) for name, value in conninfo_to_dict(url).items() if name in _NAMES}
    return subprocess.Popen(
        [find_binaries().program(program), *arguments],
        env={**os.environ, **where},
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
    )
