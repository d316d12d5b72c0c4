"""Say whether this installation is fit for real data; exit code 1 when it is not.

Checks the environment, then the database as web and worker see it, then how the backups are doing. `kollega run` does
the same before it serves in production, and does not start when anything is refused. Warnings do not change the exit
code.
"""

import argparse
import os

from kollega.config import deploy, env
from kollega.config.env import Mode
from kollega.console.database import database_for_one_command

NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--refusals-only", action="store_true", help="leave the warnings out")


def run(options: argparse.Namespace) -> int:
    refused = deploy.refusals(os.environ)
    if env.mode() is not Mode.PRODUCTION:
        refused.append(f"KOLLEGA_ENV is {env.mode()}; only production is checked and guarded.")
    known: list[str] = []
    if not refused:
        with database_for_one_command(as_owner=False):
            refused = _database_refusals()
            known = [] if refused else _backups()
    for sentence in refused:
        print(f"refused: {sentence}")
    if not options.refusals_only:
        for sentence in deploy.warnings(os.environ):
            print(f"warning: {sentence}")
        for line in known:
            print(line)
        if not refused:
            print("Nothing is refused.")
    return 1 if refused else 0


def _database_refusals() -> list[str]:
    from kollega.accounts.queries.demo_people import has_demo_people
    from kollega.platform.database.rights import too_many_rights
    from kollega.platform.health import facts

    known = {fact.name: fact.good for fact in facts()}
    if not known["database"]:
        return ["The database does not answer."]
    if not known.get("migrations"):
        return ["The tables are not of this version; run `kollega migrate`."]
    refused = too_many_rights()
    if has_demo_people():
        refused.append("The database holds demo people. Use another database for real data.")
    return refused


def _backups() -> list[str]:
    """The newest backup, log and restore drill: good, or a warning."""
    from kollega.platform.backups import backup_states

    if not env.read("KOLLEGA_BACKUP_DIR"):
        return []
    lines = [f"{'good' if state.good else 'warning'}: backups: {state}" for state in backup_states()]
    return lines or ["warning: backups: none has been made yet."]
