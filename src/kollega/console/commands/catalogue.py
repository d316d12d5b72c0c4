"""Check or show the catalogue of plans: `kollega catalogue check`, `kollega catalogue show`.

`check` reads the catalogue in force, a shipped one by its name, or a file, and prints every fault; then it lists the
plans that practices and seats have in the database but this catalogue does not know. Those count as its first plans;
nothing is lost. Exit code 0 when all is well, 1 with faults, 2 with unknown plans only.
"""

import argparse

from kollega.config import env
from kollega.console.catalogue_words import found_unknown, shown

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="check|show")
    check = what.add_parser("check", help="print what is wrong")
    check.add_argument("name", nargs="?", default="", metavar="NAME|FILE", help="default: the one in force")
    check.add_argument("--file-only", action="store_true", help="do not look into the database")
    show = what.add_parser("show", help="print the plans")
    show.add_argument("name", nargs="?", default="", metavar="NAME|FILE", help="default: the one in force")


def run(options: argparse.Namespace) -> int:
    from kollega.catalogue.in_force import faults_in, read

    name = options.name or env.read("KOLLEGA_CATALOGUE")
    faults = faults_in(name)
    for fault in faults:
        print(f"{name}: {fault}")
    if faults:
        return 1
    catalogue = read(name)
    if options.what == "show":
        print(shown(catalogue))
        return 0
    print(f"{name}: catalogue {catalogue.id}, version {catalogue.version}, {len(catalogue.plans)} plans, no faults")
    unknown = [] if options.file_only else found_unknown(catalogue)
    for line in unknown:
        print(line)
    return 2 if unknown else 0
