"""Say who runs this installation: add or remove an operator, or list them."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    what.add_parser("add", help="open the back office for an account that there is").add_argument("email")
    what.add_parser("remove", help="close it again, at the next request").add_argument("email")
    what.add_parser("list", help="who has it now")


def run(options: argparse.Namespace) -> int:
    from django.db import transaction

    with transaction.atomic():
        return _list() if options.what == "list" else _change(options)


def _list() -> int:
    from kollega.operator.queries.operators import operators

    found = operators()
    for row in found:
        print(f"{row.email}  {row.name}, since {row.since:%Y-%m-%d}")
    if not found:
        print("Nobody runs this installation yet. `kollega operator add EMAIL` makes somebody an operator.")
    return 0


def _change(options: argparse.Namespace) -> int:
    from django.conf import settings

    from kollega.kernel import clock
    from kollega.operator.operations.operators import add_operator, remove_operator

    if options.what == "remove":
        done = remove_operator(options.email, at=clock.now())
        print("The back office is closed for them." if done else f"{options.email} is no operator.")
        return 0 if done else 1
    added = add_operator(options.email, at=clock.now())
    if added is None:
        print(f"No account has the address {options.email}. `kollega account add` makes one.")
        return 1
    print(f"{settings.PUBLIC_URL}/operator/ is open for them, with a second factor." if added else "They are already.")
    return 0
