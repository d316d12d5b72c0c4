"""What is backed up, where to, and the key it is sealed to."""

from dataclasses import dataclass, field
from pathlib import Path

from kollega.console.backup.store import Store
from kollega.platform.master_keys import MasterKey


@dataclass(frozen=True)
class Subject:
    """An installation as its backups see it.

    `database` is the embedded server's folder, None when the operator has a database of their own, whose write-ahead
    log is theirs to keep. `copy` is the folder of another machine, `scratch` where drills restore to.
    """

    store: Store
    copy: Store | None
    database: Path | None
    files: Path
    anchor: Path
    scratch: Path
    owner_url: str = field(repr=False)
    master: MasterKey = field(repr=False)
    days: int
