"""The data folder: its lock, its passwords, and what a killed server left in it.

FOLDER/*.lock         held by the launcher, and by every process of its server
FOLDER/secrets/NAME   a login's password
FOLDER/postgres.log   what the server says
FOLDER/cluster/18     the data of PostgreSQL 18
FOLDER/outgoing       finished parts of the write-ahead log, until the backups have taken them
"""

import fcntl
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kollega.platform.postgres.errors import FolderInUse

CLOSING_SECONDS = 60.0
# A killed process holds its locks for a few milliseconds more.
DYING_SECONDS = 1.0
PID_FILE_PORT_LINE = 3
LARGEST_LOG_BYTES = 10_000_000


def prepare(folder: Path) -> Path:
    """Make the folder, readable by its owner alone, and return its absolute path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder.resolve()


@dataclass
class FolderLock:
    """Two locks: the launcher's own, and one that every process of the server inherits.

    The second is free only when all of them are gone, so a start after kill -9 waits for the old server to close.
    """

    launcher: int
    server: int

    @classmethod
    def take(cls, folder: Path, *, patience: float = CLOSING_SECONDS) -> "FolderLock":
        """Hold the folder. Raises FolderInUse when another launcher lives, or a server does not close in time."""
        launcher = _open_lock(folder / "launcher.lock")
        if not _hold(launcher, DYING_SECONDS):
            holder = os.pread(launcher, 32, 0).decode(errors="replace")
            os.close(launcher)
            raise FolderInUse(f"{folder} is used by another Kollega (process {holder}); stop it first.")
        os.ftruncate(launcher, 0)
        os.pwrite(launcher, str(os.getpid()).encode(), 0)
        server = _open_lock(folder / "server.lock")
        if not _hold(server, patience):
            os.close(server)
            os.close(launcher)
            raise FolderInUse(f"A PostgreSQL server of an earlier run still holds {folder}.")
        return cls(launcher, server)

    def release(self) -> None:
        for descriptor in (self.server, self.launcher):
            if descriptor >= 0:
                os.close(descriptor)
        self.server = self.launcher = -1


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _hold(descriptor: int, patience: float) -> bool:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        else:
            return True


def stored_password(folder: Path, login: str) -> str:
    """The login's password, made at the first call and kept in a file only the owner can read."""
    with suppress(FileExistsError):
        keep_password(folder, login, secrets.token_urlsafe(24))
    return (folder / "secrets" / login).read_text(encoding="ascii").strip()


def keep_password(folder: Path, login: str, password: str) -> None:
    """Store a login's password. Raises FileExistsError when one is kept already."""
    keep = folder / "secrets"
    keep.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(keep / login, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(password)
        file.flush()
        os.fsync(file.fileno())


def running_port(folder: Path) -> int | None:
    """The port of the server that a living launcher holds on `folder`."""
    path = folder / "launcher.lock"
    if not path.exists():
        return None
    descriptor = _open_lock(path)
    try:
        if _hold(descriptor, 0.0):
            return None
    finally:
        os.close(descriptor)
    for pid_file in (folder / "cluster").glob("*/postmaster.pid"):
        lines = pid_file.read_text(encoding="utf-8").splitlines()
        if len(lines) > PID_FILE_PORT_LINE:
            return int(lines[PID_FILE_PORT_LINE])
    return None


def outgoing(folder: Path) -> Path:
    """Where the server of this folder puts finished parts of its write-ahead log."""
    return folder / "outgoing"


def open_log(folder: Path) -> int:
    """A descriptor to append the server's messages to; a grown log moves aside once."""
    path = folder / "postgres.log"
    if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
        path.replace(folder / "postgres.log.1")
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def last_words(folder: Path, lines: int = 5) -> str:
    """The end of the server's log, for an error message."""
    path = folder / "postgres.log"
    if not path.exists():
        return ""
    return "\n".join(path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def remove_stale_pid(cluster: Path) -> None:
    """Remove the pid file of a server that is gone.

    Only for the holder of the lock. PostgreSQL itself refuses when the number was given to another process meanwhile,
    as happens after a reboot or in a container; but a server somebody started by hand on this folder must stay.
    """
    path = cluster / "postmaster.pid"
    if not path.exists():
        return
    first = path.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    pid = int(first) if first.isdigit() else 0
    if _is_alive(pid) and _works_in(pid, cluster):
        raise FolderInUse(f"A PostgreSQL server that Kollega did not start (process {pid}) runs on {cluster}.")
    path.unlink()


def _is_alive(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == cluster
    except OSError:
        return not Path("/proc/self/cwd").exists()
