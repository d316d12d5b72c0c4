"""Help with an account: make one without mail, forget lost second factors, close it, open it again."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    add = what.add_parser("add", help="print a link, good once for 24 hours, to choose a password")
    add.add_argument("address")
    add.add_argument("name")
    add.add_argument("--language", default="en", choices=["sv", "nb", "de", "fr", "en"])
    what.add_parser("forget-factors", help="for somebody who lost app, passkeys and codes").add_argument("address")
    what.add_parser("close", help="nobody signs in with it any more").add_argument("address")
    what.add_parser("open", help="undo close").add_argument("address")


def run(options: argparse.Namespace) -> int:
    from django.db import transaction

    with transaction.atomic():
        done = _do(options)
    print(done or f"Nobody has the address {options.address}.")
    return 0 if done else 1


def _do(options: argparse.Namespace) -> str:
    from django.conf import settings

    from kollega.accounts.operations import helping
    from kollega.accounts.visit import Visit
    from kollega.kernel.clock import real_now

    visit = Visit(at=real_now(), address="", network="", device="console")
    if options.what == "add":
        token = helping.link_for_new_person(
            address=options.address, name=options.name, language=options.language, visit=visit
        )
        return f"{settings.PUBLIC_URL}/signup/{token}/" if token else "There is an account with this address already."
    if options.what == "forget-factors":
        done = helping.forget_factors(address=options.address, visit=visit)
        return "The second factors are forgotten and the logins have ended." if done else ""
    is_open = options.what == "open"
    if not helping.set_open(address=options.address, is_open=is_open, visit=visit):
        return ""
    return "The account is open." if is_open else "The account is closed."
