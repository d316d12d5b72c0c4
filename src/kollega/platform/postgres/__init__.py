"""The embedded PostgreSQL: found, started, watched and stopped by this package alone.

Nothing here knows Django. `start` a server on a folder, and `bootstrap` the two logins and the database on it; to bring
a cluster back from its backup, `receive` it first.
"""

from kollega.platform.postgres.arriving import Arrival, receive
from kollega.platform.postgres.errors import (
    BinariesMissing,
    FolderInUse,
    FolderNotOurs,
    PostgresError,
    PostgresPortTaken,
    ServerDied,
)
from kollega.platform.postgres.folder import outgoing
from kollega.platform.postgres.logins import Urls, bootstrap, find_running, superuser_of_running
from kollega.platform.postgres.server import Server, start

__all__ = [
    "Arrival",
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
    "outgoing",
    "receive",
    "start",
    "superuser_of_running",
]
