"""Bring a backup back onto an empty machine, and verify that everything is as it was.

Asks for the recovery key. What was on its way when the backup was made (events, jobs, mail) is held and not sent
again; `kollega held` lists, releases or discards it.

Exit code 0: restored and verified; 1: restored, but something differs; 2: it could not start, nothing was changed;
3: the backup is damaged or the key is another, nothing was changed.
"""

import argparse
import getpass
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

from kollega.console import places, verifying
from kollega.console.backup.archive import Manifest, examine
from kollega.console.backup.errors import BackupError, DamagedArchive
from kollega.console.backup.restoring import compare, refuse_unless_empty, restore
from kollega.console.database import APP_VARIABLE, OWNER_VARIABLE, database_urls
from kollega.platform.master_keys import MasterKey, parse_master_keys
from kollega.platform.postgres import Urls

NEEDS_DJANGO = False
DIFFERS, CANNOT_START, DAMAGED = 1, 2, 3
AFTER_RESTORE = {"audit": ["--after-restore"]}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", type=Path)
    parser.add_argument("--recovery-key-file", type=Path, help="read the recovery key there instead of asking")


def run(options: argparse.Namespace) -> int:
    try:
        masters = _recovery_key(options.recovery_key_file)
        print("Examining the backup ...", flush=True)
        manifest = examine(options.archive, masters)
        with database_urls() as urls:
            return _restore(options.archive, manifest, urls, masters)
    except DamagedArchive as error:
        print(f"kollega: {error}", file=sys.stderr)
        return DAMAGED
    except (BackupError, OSError) as error:
        print(f"kollega: {error}", file=sys.stderr)
        return CANNOT_START


def _restore(archive: Path, manifest: Manifest, urls: Urls, masters: tuple[MasterKey, ...]) -> int:
    files, anchor = places.files_dir(), places.anchor_file()
    refuse_unless_empty(urls.owner_url, files)
    print(f"Restoring the backup of {manifest.made_at} ...", flush=True)
    restore(archive, owner_url=urls.owner_url, files=files, anchor=anchor, masters=masters)
    print("Comparing every table ...", flush=True)
    differing = compare(manifest, owner_url=urls.owner_url)
    for sentence in differing:
        print(f"differs: {sentence}")
    environment = {**os.environ, APP_VARIABLE: urls.app_url, OWNER_VARIABLE: urls.owner_url}
    held = _kollega(["held", "hold"], environment)
    verified = [_kollega(["verify", what, *AFTER_RESTORE.get(what, [])], environment) for what in _verifications()]
    if differing or held or any(verified):
        print("Restored, but not everything is as it was; see above.")
        return DIFFERS
    rows = sum(table.rows for table in manifest.tables.values())
    print(f"Restored and verified: {rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files.")
    return 0


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


def _kollega(words: list[str], environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, "-m", "kollega", *words], env=environment, check=False).returncode


def _verifications() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(verifying.__path__)]
