"""Bring the tables up to this version, as the owner."""

import argparse

from django.core.management import call_command

NEEDS_OWNER = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when something is to do")


def run(options: argparse.Namespace) -> int:
    try:
        call_command("migrate", database="owner", verbosity=0, check_unapplied=options.check)
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
