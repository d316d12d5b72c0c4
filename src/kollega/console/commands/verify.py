"""Check that what must not change has not: `kollega verify journal`, `kollega verify audit`.

Exit code 0 when all is as it should be, 1 when something was found (one line each), 2 when it could not be checked.
"""

import argparse
import pkgutil
from importlib import import_module

from kollega.console import verifying


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    for module in pkgutil.iter_modules(verifying.__path__):
        one = what.add_parser(module.name)
        one.add_argument("--practice", default="", metavar="ADDRESS", help="only the practice with this address word")
        if module.name in verifying.OPTIONS:
            verifying.OPTIONS[module.name](one)


def run(options: argparse.Namespace) -> int:
    from kollega.config.reactions import job_actor_in
    from kollega.practices.queries.installation import all_practice_ids
    from kollega.practices.queries.practices import practice

    check = import_module(f"{verifying.__name__}.{options.what}")
    seen = found = 0
    for practice_id in all_practice_ids():
        actor = job_actor_in(practice_id)
        slug = practice(actor).slug
        if options.practice and slug != options.practice:
            continue
        seen += 1
        for line in check.findings(actor, slug, options):
            found += 1
            print(line)
    if options.practice and not seen:
        print(f"There is no practice with the address word {options.practice!r}.")
        return 2
    for line in check.findings_beyond(options) if hasattr(check, "findings_beyond") else ():
        found += 1
        print(line)
    print(f"{options.what}: {seen} practices checked, {found} findings")
    return 1 if found else 0
