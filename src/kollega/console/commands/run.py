"""Start everything: database, migrations, web server, worker; in the demo also people and stand-ins.

Runs until Ctrl-C or SIGTERM. Ends with exit code 2 when the port or the data folder is taken.
"""

import argparse

from kollega.console.supervision.running import run_everything

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the environment says it all (docs/configuration.md)."""


def run(options: argparse.Namespace) -> int:
    return run_everything()
