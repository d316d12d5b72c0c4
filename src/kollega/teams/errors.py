from collections.abc import Iterable
from typing import Any
from uuid import UUID

from kollega.catalogue.errors import PlanName
from kollega.catalogue.rules.plans import Plan
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


class PlanNames:
    """Several plans' labels in the language of whoever reads them."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self.names = [PlanName(plan) for plan in plans]

    def __str__(self) -> str:
        return ", ".join(str(name) for name in self.names)


class TeamNeedsPlan(Conflict):
    """T4. `plan_ids` are the plans one of which the owner needs."""

    code = "team_needs_plan"
    message = N_("To create a team you need one of these plans: %(plans)s.")

    def __init__(self, plans: Iterable[Plan]) -> None:
        known = list(plans)
        super().__init__(plans=PlanNames(known), plan_ids=[plan.id for plan in known])


class AlreadyTeam(Conflict):
    code = "already_team"
    message = N_("This practice is a team already.")


class OwnerNeedsSeat(Conflict):
    """T7."""

    code = "owner_needs_seat"
    message = N_("An owner who sees clients needs an account type for clinicians: a trial, or one that is paid for.")


class AppointmentsInTheWay(Conflict):
    """T7. `appointments` are the coming ones of the member, by id and start."""

    code = "appointments_in_the_way"
    message = N_("There are still %(count)s coming appointments. Move, cancel or hand them over first.")

    def __init__(self, *, appointments: list[dict[str, str]], **details: Any) -> None:
        super().__init__(count=len(appointments), appointments=appointments, **details)


class StandsInTheWay(Conflict):
    """T10. `appointments` are the coming ones, `client_count` the clients the member is responsible for."""

    code = "stands_in_the_way"
    message = N_("First move, cancel or hand over the coming appointments, and hand over the clients.")

    def __init__(self, *, appointments: list[dict[str, str]], client_count: int) -> None:
        super().__init__(appointments=appointments, client_count=client_count)


class OwnerCannotLeave(Conflict):
    code = "owner_cannot_leave"
    message = N_("The owner cannot leave. Hand the practice over to another member first.")


class SeatIsTheirOwn(Conflict):
    code = "seat_is_their_own"
    message = N_("This account type is the person's own. Only they can change it, on the page of their plan.")


class OwnerStaysMember(Forbidden):
    code = "owner_stays_member"
    message = N_("Nobody can remove the owner.")


class OfferWaits(Conflict):
    code = "ownership_offer_waits"
    message = N_("An offer is waiting for its answer already. Withdraw it first.")


class NoOffer(Conflict):
    code = "no_ownership_offer"
    message = N_("There is no such offer any more. It was answered, withdrawn or has expired.")


class OwnedAlready(Conflict):
    code = "owned_already"
    message = N_("You own this practice already. Choose another member.")


class ResponsibilitySame(Conflict):
    code = "responsibility_same"
    message = N_("This is how it is already.")


class RecordsChangeWaits(Conflict):
    code = "records_change_waits"
    message = N_("A change is waiting already. Withdraw it first.")


class NoRecordsChange(Conflict):
    code = "no_records_change"
    message = N_("No change is waiting any more. It was confirmed, declined or withdrawn.")


class PracticeKeepsNotes(Conflict):
    """T10: only where each clinician is responsible for their own."""

    code = "practice_keeps_notes"
    message = N_("The practice is responsible for records here, so the notes stay with it.")


class NothingToCarry(Conflict):
    code = "nothing_to_carry"
    message = N_("There are no notes that you have signed here and may still read.")


class NotAsked(Forbidden):
    """Only those whose responsibility changes confirm it."""

    code = "not_asked"
    message = N_("Your word is not needed for this change: you are not responsible for any client.")


def as_details(visits: Iterable[tuple[UUID, str]]) -> list[dict[str, str]]:
    """The shape of appointments in a refusal: their id and start."""
    return [{"id": str(appointment_id), "starts_at": starts_at} for appointment_id, starts_at in visits]


refuse_on("teams_one_offer", OfferWaits)
refuse_on("teams_one_records_change", RecordsChangeWaits)
refuse_on("teams_one_invitation", AlreadyInvited)
refuse_on("teams_one_join_request", AlreadyAsked)
