"""A list of clients as CSV, in any usual delimiter and encoding.

Columns are guessed from their headings; `--column "Heading=meaning"` says otherwise. `--undo ID` takes an import back.
"""

import argparse
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

from kollega.kernel.actor import Actor


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="the list to import")
    parser.add_argument("--column", action="append", default=[], metavar="HEADING=MEANING", help="e.g. Tfn=phone")
    parser.add_argument("--encoding", default="", choices=["", "utf-8", "utf-16", "cp1252", "iso8859_15", "mac_roman"])
    parser.add_argument("--month-first", action="store_true", help="dates like 02/05/1984 mean 5 February")
    parser.add_argument("--with-duplicates", action="store_true", help="add possible duplicates too")
    parser.add_argument("--undo", type=UUID, metavar="ID", help="take back the import with this id")


def run(options: argparse.Namespace, actor: Actor) -> int:
    if options.undo:
        return _undo(options, actor)
    if options.file is None or not options.file.is_file():
        print(f"There is no file {options.file}.", file=sys.stderr)
        return 2
    return _import(options, actor)


def _undo(options: argparse.Namespace, actor: Actor) -> int:
    from kollega.clients.errors import ClientsInUse
    from kollega.clients.operations.import_running import undo_import

    try:
        number = undo_import(actor, import_id=options.undo)
    except ClientsInUse as refusal:
        print(refusal.message, *refusal.details["client_ids"], sep="\n", file=sys.stderr)
        return 1
    print(f"{number} clients taken back.")
    return 0


def _import(options: argparse.Namespace, actor: Actor) -> int:
    from kollega.clients.operations.import_files import bring_file, check_import
    from kollega.clients.operations.import_running import import_batch, start_import
    from kollega.clients.queries.imports import client_import
    from kollega.kernel.errors import BadInput

    try:
        import_id = bring_file(actor, content=options.file.read_bytes(), encoding=options.encoding)
        check_import(
            actor,
            import_id=import_id,
            columns=_columns(actor, import_id, options.column),
            month_first=options.month_first or client_import(actor, import_id=import_id).month_first,
            with_duplicates=options.with_duplicates,
        )
    except BadInput as refusal:
        print(*refusal.fields.values(), sep="\n", file=sys.stderr)
        return 2
    summary = client_import(actor, import_id=import_id)
    if options.really and summary.to_add:
        start_import(actor, import_id=import_id, by_worker=False)
        while import_batch(actor, import_id=import_id):
            done = client_import(actor, import_id=import_id).done_count
            print(f"{done} of {summary.row_count} rows", file=sys.stderr)
    return _report(actor, import_id, really=options.really)


def _columns(actor: Actor, import_id: UUID, said: list[str]) -> list[Any]:
    from kollega.clients.queries.imports import client_import, import_sample
    from kollega.clients.rules.import_columns import Column
    from kollega.kernel.errors import BadInput

    header = import_sample(actor, import_id=import_id).header
    columns = client_import(actor, import_id=import_id).columns
    for pair in said:
        heading, _equals, meaning = pair.rpartition("=")
        if heading not in header or meaning not in list(Column):
            known = ", ".join(column.value for column in Column if column.value)
            raise BadInput(fields={"columns": f"{pair!r}: give a heading of the file and one of: {known}."})
        columns[header.index(heading)] = Column(meaning)
    return columns


def _report(actor: Actor, import_id: UUID, *, really: bool) -> int:
    from kollega.clients.queries.imports import client_import, import_report
    from kollega.clients.rules.csv_files import MOST_ROWS

    summary = client_import(actor, import_id=import_id)
    for row in import_report(actor, import_id=import_id, limit=MOST_ROWS):
        reason = " ".join(row.faults.values()) or (f"looks like {row.alike.family_first}" if row.alike else "")
        print(f"{row.number + summary.has_header}\t{row.outcome}\t{row.name}\t{reason}".rstrip())
    print(", ".join(f"{number} {outcome}" for outcome, number in sorted(summary.counts.items())))
    print(f"Import {import_id}." if really else "Nothing was added. Repeat with --really to add them.")
    return 1 if summary.counts.get("refused") else 0
