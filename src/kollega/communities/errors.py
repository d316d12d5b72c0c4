from kollega.kernel.errors import N_, Conflict
from kollega.platform.operations import refuse_on


class CodeGone(Conflict):
    """Unknown, expired, revoked, or used by this practice before: the same answer for all of them."""

    code = "joining_code_gone"
    message = N_("This code is not valid or no longer valid. Ask the other practice for a new one.")


class AlreadyPartner(Conflict):
    code = "already_partner"
    message = N_("Your practice is in this community already, or has asked to join it.")


class AskAnswered(Conflict):
    code = "partner_answered"
    message = N_("This has been answered already.")


class CreatorStays(Conflict):
    """Whoever created a community cannot leave it."""

    code = "creator_stays"
    message = N_("Your practice created this community. Dissolve it instead of leaving it.")


class SharedRoomNameTaken(Conflict):
    code = "shared_room_name_taken"
    message = N_("Another room of the community already has this name. Choose another one.")


refuse_on("communities_code_once", CodeGone)
refuse_on("communities_one_partner", AlreadyPartner)
refuse_on("communities_room_name_once", SharedRoomNameTaken)
