"""Print the role table, as it stands in docs/roles.md."""

import argparse

NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = __doc__


def run(options: argparse.Namespace) -> int:
    from kollega.config.role_table import role_table

    print(role_table())
    return 0
