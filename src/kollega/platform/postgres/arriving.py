"""A cluster that comes from a base backup: made ready to recover by itself at its next start.

FOLDER/arriving       the parts of the log that it takes in; removed when it has
"""

import os
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

from kollega.platform.postgres import folder as data_folder
from kollega.platform.postgres.account import Account, choose_account
from kollega.platform.postgres.binaries import find_binaries
from kollega.platform.postgres.cluster import SUPERUSER
from kollega.platform.postgres.errors import FolderInUse


@dataclass(frozen=True)
class Arrival:
    """Where the base is unpacked to, and where the parts of the log go."""

    cluster: Path
    log: Path
    _account: Account

    def settle(self) -> None:
        """Let the next start recover it to the end of the log."""
        (self.cluster / "recovery.signal").touch(mode=0o600)
        take = f"cp {shlex.quote(str(self.log)).replace('%', '%%')}/%f %p".replace("'", "''")
        with (self.cluster / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"restore_command = '{take}'\n")
        for top in (self.cluster, self.log):
            _hand_over(top, self._account)
        self.cluster.rename(self.cluster.with_suffix(""))

    def forget_log(self) -> None:
        shutil.rmtree(self.log)


def receive(data_dir: Path, *, superuser_password: str) -> Arrival:
    """Make room in the data folder for a cluster whose superuser has this password. Raises FolderInUse."""
    folder = data_folder.prepare(data_dir)
    clusters = folder / "cluster"
    if clusters.is_dir() and any(path.suffix != ".arriving" for path in clusters.iterdir()):
        raise FolderInUse(f"{clusters} is not empty. Move the data folder away first.")
    clusters.mkdir(mode=0o700, exist_ok=True)
    binaries = find_binaries()
    arrival = Arrival(clusters / f"{binaries.major}.arriving", folder / "arriving", choose_account(clusters, binaries))
    for path in (arrival.cluster, arrival.log):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(mode=0o700)
    (folder / "secrets" / SUPERUSER).unlink(missing_ok=True)
    data_folder.keep_password(folder, SUPERUSER, superuser_password)
    return arrival


def _hand_over(top: Path, account: Account) -> None:
    os.chown(top, account.uid, account.gid)
    for path in top.rglob("*"):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
