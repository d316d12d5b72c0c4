"""Who runs the demo's installation, and a request that waits for them."""

from datetime import datetime

from kollega.console.demo.founding import FOUNDED_BEFORE, Place, demo_person
from kollega.operator.operations.large_teams import ask_for_large_team
from kollega.operator.operations.operators import add_operator
from kollega.operator.queries.large_teams import own_requests
from kollega.web.demo.cast import OPERATOR

WISH = "Vi åpner en avdeling til i januar."
LANGUAGE = "sv"


def make_back_office(asker: Place, now: datetime) -> str:
    """Make what is missing and return a line that says whom to try."""
    demo_person(OPERATOR, LANGUAGE, now - FOUNDED_BEFORE)
    add_operator(OPERATOR.email, at=now - FOUNDED_BEFORE)
    if not own_requests(asker.owner):
        ask_for_large_team(asker.owner, members=14, phone="+47 22 00 00 00", message=WISH)
    return f"The installation: {OPERATOR.name}"
