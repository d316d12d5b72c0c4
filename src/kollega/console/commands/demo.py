"""Make the demo's people and practices, or bring them up to today: relative to now, the same for one date.

Prints who can be tried. Works in demo and test only.
"""

import argparse

NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=["small", "large"], default="small", help="large: the data set for load")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from kollega.config.env import ConfigurationError

    if settings.PRODUCTION:
        raise ConfigurationError("The demo's people are for demo and test only.")
    from kollega.console.demo.making import make

    for line in make():
        print(line)
    return 0
