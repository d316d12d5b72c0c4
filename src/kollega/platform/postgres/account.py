"""As whom PostgreSQL runs. It refuses to run as root, so root takes one of the ways below.

1. The folder belongs to an ordinary account: run as that account.
2. The folder is root's: run in a user namespace of its own, where root has no special rights.
3. No user namespaces here (some containers): run as an unprivileged account that owns the cluster and may pass through
   closed folders (CAP_DAC_OVERRIDE), because the folder, the virtualenv or their parents are often closed to it.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from kollega.platform.postgres.binaries import Binaries
from kollega.platform.postgres.errors import FolderNotOurs

ROOT = 0
UNPRIVILEGED = ("kollega", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The programs to put before a PostgreSQL command, and the user and group its files must have."""

    become: tuple[str, ...]
    uid: int
    gid: int


def choose_account(folder: Path, binaries: Binaries) -> Account:
    """The account for the data in `folder`, which exists.

    Raises FolderNotOurs when an ordinary user meets another's folder, or when no way in works for root.
    """
    owner = folder.stat()
    if os.geteuid() != ROOT:
        if owner.st_uid != os.geteuid():
            raise FolderNotOurs(f"{folder} belongs to account {_name(owner.st_uid)}; start Kollega as that account.")
        return Account((), owner.st_uid, owner.st_gid)
    for account in _ways(owner.st_uid, owner.st_gid):
        if _works(account, folder, binaries):
            return account
    raise FolderNotOurs(
        f"As root, PostgreSQL could be started neither in a user namespace (unshare -U) nor under another account "
        f"for {folder}. Start Kollega as an ordinary user, or set DATABASE_URL."
    )


def _ways(uid: int, gid: int) -> list[Account]:
    if uid != ROOT:
        return [_plain(uid, gid), _through_closed_folders(uid, gid)]
    ways = [Account(("unshare", "-U", "--"), ROOT, gid)]
    for name in UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        ways.append(_through_closed_folders(found.pw_uid, found.pw_gid))
    return ways


def _plain(uid: int, gid: int) -> Account:
    return Account(("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--"), uid, gid)


def _through_closed_folders(uid: int, gid: int) -> Account:
    capability = ("--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override")
    return Account(("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *capability, "--"), uid, gid)


def _works(account: Account, folder: Path, binaries: Binaries) -> bool:
    """Try it: hand the folder over, then write into it and run the server program as that account."""
    before = folder.stat()
    os.chown(folder, account.uid, account.gid)
    trial = 'touch "$1/.trial" && rm "$1/.trial" && "$2" --version'
    command = [*account.become, "/bin/sh", "-c", trial, "trial", str(folder), binaries.program("postgres")]
    try:
        answer = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        worked = False
    else:
        worked = answer.returncode == 0
    if not worked:
        os.chown(folder, before.st_uid, before.st_gid)
    return worked


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
