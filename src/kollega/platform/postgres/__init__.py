"""The embedded PostgreSQL: found, started, watched and stopped by this package alone.

Nothing here knows Django. Two functions are the whole interface: `start` a server on a folder, and `bootstrap`
the two logins and the database on it.
"""

from kollega.platform.postgres.errors import (
    BinariesMissing,
    FolderInUse,
    FolderNotOurs,
    PostgresError,
    PostgresPortTaken,
    ServerDied,
)
from kollega.platform.postgres.logins import Urls, bootstrap, find_running
from kollega.platform.postgres.server import Server, start

__all__ = [
    "BinariesMissing",
    "FolderInUse",
    "FolderNotOurs",
    "PostgresError",
    "PostgresPortTaken",
    "Server",
    "ServerDied",
    "Urls",
    "bootstrap",
    "find_running",
    "start",
]
