class BackupError(Exception):
    """Backup or restore cannot go on; the message says why and what to do."""


class DamagedArchive(BackupError):
    """The archive was changed, cut short, or sealed to another key."""
