"""What `kollega verify` can check: one module each, with a docstring, and `findings(actor, slug, options) -> lines`.

The actor is a job's in one practice; an empty list means that all is as it should be. A module may have
`findings_beyond(options)` for what belongs to no practice, and options of its own below.
"""

import argparse


def _audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--since", default="", metavar="DATE", help="only segments sealed since this date, as 2027-03-03"
    )
    parser.add_argument("--anchors", default="", metavar="FILE", help="heads from this file instead of the own one")
    parser.add_argument(
        "--after-restore",
        action="store_true",
        help="first note in the anchor file that a backup was restored: heads from after it are then no finding",
    )


OPTIONS = {"audit": _audit}
