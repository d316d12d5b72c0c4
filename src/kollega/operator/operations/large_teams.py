"""A practice asks for a large team, and the operator answers outside and notes it here (T12)."""

from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.operator.models import LargeTeamRequest
from kollega.operator.rules.large_teams import request_faults
from kollega.platform.limits import Limit, hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit

ASKED = Limit("large-team-request", 5, 86_400)


@operation(requires=Permission.INVITATION_MANAGE)
def ask_for_large_team(actor: Actor, *, members: int, phone: str = "", message: str = "") -> UUID:
    """Send the operator a request and return its id; the operators hear of it by mail.

    Refuses with BadInput, and TooMany after five in a day.
    """
    if actor.person_id is None:
        raise Forbidden
    faults = request_faults(members=members, phone=phone, message=message)
    if faults:
        raise BadInput(fields=faults)
    hit(ASKED, actor.practice_id)
    request_id = new_id()
    LargeTeamRequest.objects.create(
        id=request_id,
        person_id=actor.person_id,
        about_id=actor.practice_id,
        members=members,
        phone=phone.strip(),
        message=message.strip(),
        asked_at=actor.at,
    )
    record(actor, Action.CREATE, "large_team_request", request_id, members=members)
    emit("operator.large_team_asked", practice_id=actor.practice_id, request_id=str(request_id))
    return request_id


@operation(requires=Permission.OPERATOR_MANAGE)
def note_answer(actor: Actor, *, request_id: UUID, note: str) -> None:
    """Note that a request of the actor's practice was answered; a second note takes the place of the first.

    Refuses with NotFound and BadInput.
    """
    faults = request_faults(members=1, note=note)
    if faults:
        raise BadInput(fields=faults)
    found = LargeTeamRequest.objects.filter(id=request_id, about_id=actor.practice_id)
    if not found.update(handled_at=actor.at, handled_by_id=actor.person_id, note=note.strip()):
        raise NotFound
    record(actor, Action.CHANGE, "large_team_request", request_id)
