"""Read a file into a practice: `kollega import calendar FILE.ics --practice SLUG --as EMAIL`.

Without `--really` nothing is stored and the report says what would be. Exit code 0 when all came in, 1 when some rows
did not, 2 when the file could not be read or the person may not do this.
"""

import argparse
import pkgutil
import sys
from importlib import import_module
from typing import Any

from kollega.console import importing


def configure(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(dest="what", required=True)
    for module in pkgutil.iter_modules(importing.__path__):
        kind: Any = import_module(f"{importing.__name__}.{module.name}")
        sub = kinds.add_parser(module.name, help=(kind.__doc__ or "").split("\n", 1)[0].rstrip("."))
        sub.add_argument("--practice", required=True, metavar="ADDRESS", help="the practice's address word")
        sub.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the member who imports")
        sub.add_argument("--really", action="store_true", help="store it; without this only the report is made")
        kind.configure(sub)


def run(options: argparse.Namespace) -> int:
    from kollega.console.acting import member_actor
    from kollega.kernel.errors import Refusal

    kind: Any = import_module(f"{importing.__name__}.{options.what}")
    actor = member_actor(options.practice, options.email)
    if actor is None:
        print(f"{options.email} is not a member of a practice with the address {options.practice!r}.", file=sys.stderr)
        return 2
    try:
        return int(kind.run(options, actor))
    except Refusal as refusal:
        print(refusal.message % refusal.details if refusal.details else refusal.message, file=sys.stderr)
        return 2
