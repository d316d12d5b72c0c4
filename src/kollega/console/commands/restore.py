"""Bring a backup back onto an empty machine, and verify that everything is as it was.

From a file of a night: the state of that night. From the folder of backups: the newest point, that is the newest base
and the write-ahead log that continues it.

Asks for the recovery key. What was on its way when the backup was made (events, jobs, mail) is held and not sent
again, and what comes due by time rests; `kollega held` lists, releases or discards it.

Exit code 0: restored and verified; 1: restored, but something differs; 2: it could not start, nothing was changed;
3: the backup is damaged or the key is another, nothing was changed.
"""

import argparse
import getpass
import os
import pkgutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from kollega.config import deploy, env
from kollega.config.env import Mode
from kollega.console import commands, database, places, verifying
from kollega.console.backup.archive import examine
from kollega.console.backup.errors import BackupError, DamagedArchive
from kollega.console.backup.recovering import newest_point, recovered
from kollega.console.backup.restoring import compare, refuse_unless_empty, restore
from kollega.console.backup.store import Store
from kollega.platform.master_keys import MasterKey, parse_master_keys
from kollega.platform.postgres import PostgresError

NEEDS_DJANGO = False
DIFFERS, CANNOT_START, DAMAGED = 1, 2, 3
AFTER_RESTORE = {"audit": ["--after-restore"]}
RESTORED_TO = "Restored to the state of "


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path, help="a file of a night, or the folder of backups")
    key = parser.add_mutually_exclusive_group()
    key.add_argument("--recovery-key-file", type=Path, help="read the recovery key there instead of asking")
    key.add_argument("--configured-key", action="store_true", help="take the key of this installation: for drills")


def run(options: argparse.Namespace) -> int:
    if env.mode() is Mode.PRODUCTION:
        deploy.refuse(os.environ)
    try:
        masters = places.master_keys() if options.configured_key else _recovery_key(options.recovery_key_file)
        print("Examining the backup ...", flush=True)
        if options.archive.is_dir():
            return _restore_newest_point(Store(options.archive.resolve()), masters)
        return _restore_night(options.archive, masters)
    except DamagedArchive as error:
        print(f"kollega: {error}", file=sys.stderr)
        return DAMAGED
    except (BackupError, PostgresError, OSError) as error:
        print(f"kollega: {error}", file=sys.stderr)
        return CANNOT_START


def _restore_night(archive: Path, masters: tuple[MasterKey, ...]) -> int:
    manifest = examine(archive, masters)
    files, anchor = places.files_dir(), places.anchor_file()
    with database.database_urls() as urls:
        refuse_unless_empty(urls.owner_url, files)
        print(f"Restoring the backup of {manifest.made_at} ...", flush=True)
        restore(archive, owner_url=urls.owner_url, files=files, anchor=anchor, masters=masters)
        print("Comparing every table ...", flush=True)
        differing = compare(manifest, owner_url=urls.owner_url)
        for sentence in differing:
            print(f"differs: {sentence}")
        rows = sum(table.rows for table in manifest.tables.values())
        what = f"{rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files"
        return _end(manifest.made_at, what, sound=not differing)


def _restore_newest_point(store: Store, masters: tuple[MasterKey, ...]) -> int:
    if database.is_given():
        raise BackupError(f"The newest point is of the embedded database; unset {database.APP_VARIABLE}.")
    point = newest_point(store, masters)
    print(f"Restoring the base of {point.base.made_at.isoformat()} and its log ...", flush=True)
    folder = database.embedded_folder()
    with recovered(
        point, store, database=folder, files=places.files_dir(), anchor=places.anchor_file(), masters=masters
    ) as (server, moment):
        if not point.whole:
            print("differs: a part of the log is missing; what was written after it is lost")
        state = (moment or point.base.made_at).isoformat()
        database.bootstrap(server)
        return _end(state, f"{len(point.parts)} parts of the log", sound=point.whole)


def _end(state: str, what: str, *, sound: bool) -> int:
    """Bring the tables to this version, hold what was under way, and verify."""
    with database.database_for_one_command(as_owner=True):
        codes = [_run("migrate"), _run("held", "hold")]
        codes += [_run("verify", name, *AFTER_RESTORE.get(name, [])) for name in _verifications()]
    if any(codes) or not sound:
        print("Restored, but not everything is as it was; see above.")
        return DIFFERS
    print(f"{RESTORED_TO}{state}")
    print(f"Restored and verified: {what}.")
    return 0


def _run(command: str, *words: str) -> int:
    """Run another command in this process, which has the database."""
    module: Any = import_module(f"{commands.__name__}.{command}")
    parser = argparse.ArgumentParser()
    module.configure(parser)
    return int(module.run(parser.parse_args(words)))


def _recovery_key(path: Path | None) -> tuple[MasterKey, ...]:
    if path is not None:
        text = path.read_text(encoding="ascii")
    elif sys.stdin.isatty():
        text = getpass.getpass("Recovery key: ")
    else:
        raise BackupError("The recovery key is needed: --recovery-key-file FILE, or a terminal to type it in.")
    try:
        return parse_master_keys(text)
    except ValueError as error:
        raise BackupError("This is not a recovery key.") from error


def _verifications() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(verifying.__path__)]
