"""The installation's keys: make them, compare the recovery key, rotate.

kollega keys init FILE      makes the master key in FILE and shows it once: it is the recovery key
kollega keys new-secret     prints a value for KOLLEGA_SECRET_KEY
kollega keys compare        asks for the recovery key and says whether it is the configured one
kollega keys rotate         wraps every practice's data keys with the first key of KOLLEGA_MASTER_KEY
"""

import argparse
import getpass
import os
import secrets
import sys
from pathlib import Path

from kollega.console import places
from kollega.console.database import database_for_one_command
from kollega.platform.master_keys import new_master_key, parse_master_keys

NEEDS_DJANGO = False
SECRET_BYTES = 48
SHOWN_ONCE = """
Recovery key (id {id}):

    {key}

Write it down or put it into a password manager now, away from this machine. It is shown this once. Without it no
backup can be restored and no note can be read; with it, both can.

Set KOLLEGA_MASTER_KEY_FILE={path}"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    what = parser.add_subparsers(dest="what", required=True)
    init = what.add_parser("init", help="make the master key")
    init.add_argument("file", type=Path, help="a new file, readable by its owner alone")
    what.add_parser("new-secret", help="print a value for KOLLEGA_SECRET_KEY")
    compare = what.add_parser("compare", help="say whether a recovery key is the configured one")
    compare.add_argument("--recovery-key-file", type=Path, help="read the recovery key there instead of asking")
    what.add_parser("rotate", help="wrap all data keys with the first key of KOLLEGA_MASTER_KEY")


def run(options: argparse.Namespace) -> int:
    if options.what == "init":
        return _init(options.file)
    if options.what == "compare":
        return _compare(options.recovery_key_file)
    if options.what == "rotate":
        return _rotate()
    print(secrets.token_urlsafe(SECRET_BYTES))
    return 0


def _init(path: Path) -> int:
    key = new_master_key()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"kollega: {path} exists already; a master key is never overwritten.", file=sys.stderr)
        return 2
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key + "\n")
        file.flush()
        os.fsync(file.fileno())
    print(SHOWN_ONCE.format(id=parse_master_keys(key)[0].id, key=key, path=path.resolve()))
    return 0


def _compare(path: Path | None) -> int:
    text = path.read_text(encoding="ascii") if path else getpass.getpass("Recovery key: ")
    try:
        typed = parse_master_keys(text)[0]
    except ValueError:
        print("This is not a recovery key.")
        return 1
    newest = places.master_keys()[0]
    same = typed.id == newest.id
    print("This is the recovery key." if same else f"Another key (id {typed.id}) is not the configured {newest.id}.")
    return 0 if same else 1


def _rotate() -> int:
    with database_for_one_command(as_owner=False):
        from django.db import transaction

        from kollega.platform.crypto import rewrap_data_keys
        from kollega.platform.tenancy import tenant
        from kollega.practices.queries.installation import all_practice_ids

        changed = 0
        for practice_id in all_practice_ids():
            with tenant(practice_id), transaction.atomic():
                changed += rewrap_data_keys(practice_id)
    print(f"{changed} data keys wrapped anew with the master key {places.master_keys()[0].id}.")
    return 0
