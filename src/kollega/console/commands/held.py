"""What a restore holds back: list it, release it, discard it.

Events, jobs and mail that were on their way when the backup was made were most likely sent before the machine was
lost, so a restore does not send them again by itself. What comes due by time (duties that send, charge or delete) rests
as well, until somebody has decided.
"""

import argparse

from kollega.console.backup import holding

NEEDS_OWNER = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("list", "release", "discard", "hold"), help="hold: what a restore does")


def run(options: argparse.Namespace) -> int:
    does = {"list": holding.held, "release": holding.release, "discard": holding.discard, "hold": holding.hold}
    past = {"list": "held", "release": "released", "discard": "discarded", "hold": "held"}
    found = does[options.what]()
    print(f"{found.jobs} jobs and {found.mails} mails {past[options.what]}.")
    if options.what in ("list", "hold"):
        print(f"What comes due by time {'rests' if found.duties else 'is done'}.")
    return 0
