from typing import Any

from kollega.kernel.errors import N_, BadInput, Conflict, Forbidden, Refusal
from kollega.platform.operations import refuse_on


class NotATeam(Conflict):
    code = "not_a_team"
    message = N_("This practice is not a team yet. Create the team first, then invite.")


class LargeTeam(Conflict):
    """T12. `limit` is the size from which teams are set up together with the operator."""

    code = "large_team"
    message = N_("Teams of %(limit)s and more are set up together with you: ask us by the contact form.")


class NobodyInvited(BadInput):
    """No address of a batch led to an invitation. `outcomes` says why for each of them."""

    code = "nobody_invited"
    message = N_("Nobody was invited. The reason stands beside each address.")

    def __init__(self, *, outcomes: tuple[Any, ...] = (), **details: Any) -> None:
        super().__init__(outcomes=outcomes, **details)
        self.outcomes = outcomes


class AlreadyInvited(Conflict):
    code = "already_invited"
    message = N_("There is a pending invitation for this address. Send that one again instead.")


class InvitationOver(Conflict):
    code = "invitation_over"
    message = N_("This invitation was accepted or withdrawn meanwhile. Look at the list.")


class LinkGone(Refusal):
    """One answer for expired, revoked, replaced, used and unknown links (I3, IN-1): nothing about any team."""

    code = "link_gone"
    status = 410
    message = N_("This link is no longer valid. Ask for a new one.")


class OtherAddress(Forbidden):
    """I4, IN-3."""

    code = "invited_other_address"
    message = N_("This invitation is for another e-mail address. Sign in with the account that has it.")


class ExclusiveMembership(Conflict):
    """T3."""

    code = "exclusive_membership"
    message = N_("You are in another team already, and one can be in one team at a time. Leave that team first.")


class OfferOutdated(Conflict):
    code = "offer_outdated"
    message = N_("The team's plan has changed, and this invitation does not fit it any more. Ask for a new one.")


class ConsequencesChanged(Conflict):
    """What was shown before accepting is not what would happen now (I5)."""

    code = "consequences_changed"
    message = N_("What joining changes is different now. Read the list again before you accept.")


class AlreadyAsked(Conflict):
    code = "already_asked"
    message = N_("You have asked to join already. An administrator answers; you get a mail.")


class RequestAnswered(Conflict):
    code = "join_request_answered"
    message = N_("This request was answered meanwhile. Look at the list.")


refuse_on("teams_one_invitation", AlreadyInvited)
refuse_on("teams_one_join_request", AlreadyAsked)
