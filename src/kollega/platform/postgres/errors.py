"""What can stop the embedded PostgreSQL from starting, in words an operator can act on."""


class PostgresError(Exception):
    """The embedded database could not do what was asked; the message says what to do about it."""


class BinariesMissing(PostgresError):
    """No PostgreSQL programs were found in the virtualenv or on this machine."""


class FolderInUse(PostgresError):
    """Another launcher, or its still closing server, holds the data folder."""


class FolderNotOurs(PostgresError):
    """The data folder belongs to another account, or cannot be reached by the one that must run PostgreSQL."""


class PostgresPortTaken(PostgresError):
    """Another program listens on the wanted port."""


class ServerDied(PostgresError):
    """PostgreSQL ended while it was being started."""
