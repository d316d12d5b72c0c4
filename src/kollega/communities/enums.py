from enum import StrEnum


class State(StrEnum):
    """Where a practice stands in a community. LEAVING: it has asked that its coming times stay, and waits."""

    ASKED = "asked"
    APPROVED = "approved"
    LEAVING = "leaving"
    DECLINED = "declined"
    LEFT = "left"


MEMBERS = (State.APPROVED, State.LEAVING)
RUNNING = (State.ASKED, *MEMBERS)
