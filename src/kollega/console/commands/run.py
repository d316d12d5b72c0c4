"""Start everything: database, migrations, web server, worker; in the demo also people and stand-ins.

Runs until Ctrl-C or SIGTERM. Ends with exit code 2 when the port or the data folder is taken.
"""

import argparse
import signal

from kollega.console.supervision.running import run_everything
from kollega.platform.tied import end_with_parent

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--end-with-parent", action="store_true", help="stop as soon as the program that started this one is gone"
    )


def run(options: argparse.Namespace) -> int:
    if options.end_with_parent:
        end_with_parent(signal.SIGTERM)
    return run_everything()
