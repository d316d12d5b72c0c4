"""A calendar file (.ics) as private blocks or appointments of one's own."""

import argparse
from datetime import date
from pathlib import Path

from kollega.kernel.actor import Actor


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.ics")
    parser.add_argument("--kind", choices=["blocks", "appointments"], default="blocks")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="first day; default a year ago")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="last day; default in two years")


def run(options: argparse.Namespace, actor: Actor) -> int:
    """Print a line for each event and the counts; 1 when an event did not come in as it was."""
    from kollega.scheduling.enums import Outcome
    from kollega.scheduling.operations.importing import check_import, prepare_import, run_import, start_import
    from kollega.scheduling.queries.imports import calendar_import

    import_id = prepare_import(
        actor,
        data=options.file.read_bytes(),
        as_visits=options.kind == "appointments",
        since=options.since,
        until=options.until,
    )
    check_import(actor, import_id=import_id)
    if options.really:
        start_import(actor, import_id=import_id)
        run_import(actor, import_id=import_id)
    report = calendar_import(actor, import_id=import_id)
    for row in report.rows:
        when = row.starts_at.astimezone(actor.timezone).isoformat(timespec="minutes") if row.starts_at else "-"
        print(f"{when}  {row.outcome.value:<12}  {row.title}")
    for outcome in Outcome:
        if report.counts.get(outcome.value):
            print(f"{outcome.value}: {report.counts[outcome.value]}")
    stored = "stored" if options.really else "nothing stored, give --really to store"
    print(f"import {import_id}: {stored}")
    clean = {Outcome.NEW.value, Outcome.KNOWN.value, Outcome.CANCELLED.value}
    return 0 if set(report.counts) <= clean else 1
