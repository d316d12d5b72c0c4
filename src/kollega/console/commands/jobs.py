"""Look after jobs: `jobs run-due` does the duties whose time has come, once."""

import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="run-due")
    due = what.add_parser("run-due", help="move events into jobs and do the duties whose time has come")
    due.add_argument("--only", default="", metavar="DUTY", help="this duty, whether or not its time has come")


def run(options: argparse.Namespace) -> int:
    from kollega.platform.jobs.duties import is_held, run_due
    from kollega.platform.jobs.reactions import duties
    from kollega.platform.jobs.relay import relay_batch

    known = [duty.name for duty in duties()]
    if options.only and options.only not in known:
        print(f"There is no duty {options.only!r}. There are: {', '.join(known)}")
        return 2
    if not options.only:
        print(f"events moved: {relay_batch()}")
    if is_held():
        print("Most duties rest after a restore; see `kollega held`.")
    for name in run_due(only=options.only, even_if_done=bool(options.only)):
        print(f"done: {name}")
    return 0
