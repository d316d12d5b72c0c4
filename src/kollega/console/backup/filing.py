"""Stored files between two bases: what is new goes into the store before the log that speaks of it.

A file is stored before the row that names it is committed. So whoever takes the finished parts of the log first, then
the new files, then stores both, never has a row without its file.
"""

import json
from datetime import timedelta
from pathlib import Path

from kollega.console.backup.archive import FILES as FOLDER
from kollega.console.backup.archive import ArchiveWriter
from kollega.console.backup.saving import stored_files
from kollega.console.backup.store import FILES, Store, stamp_of, writing
from kollega.kernel import clock
from kollega.platform.master_keys import MasterKey

NAMES = "names.json"
OVERLAP = timedelta(minutes=1)


class Filing:
    """Remembers which files there were, so that one that was deleted does not come back."""

    def __init__(self, files: Path, store: Store, master: MasterKey) -> None:
        self._files = files
        self._store = store
        self._master = master
        self._seen: set[str] | None = None

    def store_new(self) -> bool:
        """Store the files that came since the last time, and all names; return whether there was anything to store."""
        stamps = [stamp_of(path) for path in self._store.files()] + [base.made_at for base in self._store.bases()]
        if not stamps:
            return False  # the first base takes them all
        since = (max(stamps) - OVERLAP).timestamp()
        now = clock.real_now()
        there = {path.relative_to(self._files).as_posix(): path for path in stored_files(self._files)}
        new = [name for name, path in there.items() if path.stat().st_ctime >= since]
        changed = self._seen != there.keys()
        if changed:
            with writing(self._store.new_path(FILES, now)) as target:
                archive = ArchiveWriter(target, self._master)
                archive.add_bytes(NAMES, json.dumps(sorted(there)).encode())
                for name in sorted(new):
                    archive.add_file(f"{FOLDER}/{name}", there[name])
                archive.close()
        self._seen = set(there)
        return changed
