"""Make the demo's people and practices, or bring them up to today: relative to now, the same for one date.

Prints who can be tried. Works in demo and test only. The large size is beside the small one: a hundred practices with
a million rows and ten million in the log, which takes minutes; what is there already stays.
"""

import argparse
from collections.abc import Iterator

from kollega.config.env import ConfigurationError

NEEDS_DJANGO = True
NEEDS_OWNER = True  # the rows of the large log go in past the rules for single ones


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=["small", "large"], default="small", help="large: the data set for load")
    parser.add_argument("--share", type=float, default=1.0, help="of the large size, for example 0.01")
    parser.add_argument("--clients-in-one", type=int, default=0, help="beside it, one practice with so many clients")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    if settings.PRODUCTION:
        raise ConfigurationError("The demo's people are for demo and test only.")
    for line in _large(options) if options.size == "large" else _small():
        print(line, flush=True)
    return 0


def _small() -> Iterator[str]:
    from kollega.console.demo.making import make

    yield from make()


def _large(options: argparse.Namespace) -> Iterator[str]:
    from django.db import connections

    from kollega.console.demo.large import make_large
    from kollega.console.demo.size import Size, one_practice

    if "owner" not in connections:
        raise ConfigurationError("The large log is written as the owner: set KOLLEGA_OWNER_DATABASE_URL.")
    yield from make_large(Size().scaled(options.share))
    if options.clients_in_one:
        yield from make_large(one_practice(options.clients_in_one), prefix="house")
