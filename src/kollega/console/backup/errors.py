import psycopg

from kollega.platform.postgres import PostgresError


class BackupError(Exception):
    """Backup or restore cannot go on; the message says why and what to do."""


class DamagedArchive(BackupError):
    """The archive was changed, cut short, or sealed to another key."""


# What stops one part of the backups, to be told and tried again.
FAILURES = (BackupError, PostgresError, psycopg.Error, OSError)
