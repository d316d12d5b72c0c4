"""Somebody holds a dead invitation or join link and asks for a new one: the administrators get a mail (I3)."""

from kollega.kernel.errors import TooMany
from kollega.platform.limits import hit
from kollega.platform.outbox import emit
from kollega.practices.rules.tokens import digest
from kollega.teams import limits
from kollega.teams.queries.holders import behind


def ask_for_new_invitation(*, token: str, network: str) -> None:
    """Let the administrators know, if there is an invitation or join link behind the token; the caller cannot tell.

    Nothing is said about any team, so there is no log entry but the mail. Refuses with TooMany by network; whoever
    asks again for the same invitation is thanked and nothing more is sent.
    """
    hit(limits.ASKED_BY_NETWORK, network)
    try:
        hit(limits.ASKED_BY_TOKEN, digest(token).hex())
    except TooMany:
        return
    invitation, link = behind("teams_invitation_of", token), behind("teams_join_link_of", token)
    if invitation is not None:
        emit("teams.new_invitation_wanted", practice_id=invitation[0], invitation_id=str(invitation[1]))
    if link is not None:
        emit("teams.new_join_link_wanted", practice_id=link[0], join_link_id=str(link[1]))
