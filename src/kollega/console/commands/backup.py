"""Save database, stored files and the log's anchor into one file, sealed to the recovery key.

The file is read back in whole before the command ends. Exit code 0: the backup is there and sound; 1: it failed and
nothing was left behind; 2: it could not start. Kollega may run meanwhile.
"""

import argparse
import sys
from pathlib import Path

from kollega.console import places
from kollega.console.backup.errors import BackupError
from kollega.console.backup.saving import save
from kollega.console.database import database_urls
from kollega.kernel import clock

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "target", nargs="?", type=Path, help="a new file, or a folder (default: backups in the data folder)"
    )


def run(options: argparse.Namespace) -> int:
    target = _file(options.target or places.data_dir() / "backups")
    with database_urls() as urls:
        try:
            manifest = save(
                target,
                owner_url=urls.owner_url,
                files=places.files_dir(),
                anchor=places.anchor_file(),
                master=places.master_keys()[0],
            )
        except BackupError as error:
            print(f"kollega: {error}", file=sys.stderr)
            return 1
    rows = sum(table.rows for table in manifest.tables.values())
    print(f"{target}: {rows} rows in {len(manifest.tables)} tables, {len(manifest.files)} files, read back and sound.")
    return 0


def _file(target: Path) -> Path:
    if target.suffix == ".kollega":
        return target.resolve()
    return (target / f"{clock.real_now():%Y%m%d-%H%M%S}.kollega").resolve()
