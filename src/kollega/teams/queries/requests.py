"""A request to join, for the mails about it and for whoever asked."""

from dataclasses import dataclass
from uuid import UUID

from kollega.platform.tenancy import tenant
from kollega.teams.enums import Answer
from kollega.teams.models import JoinLink, JoinRequest
from kollega.teams.queries.holders import Place, behind, place_of


@dataclass(frozen=True, slots=True)
class AskedToJoin:
    person_id: UUID
    name: str
    address: str
    language: str
    answer: Answer | None


def request_of(join_request_id: UUID) -> AskedToJoin | None:
    """Return the request with its person; in the practice's scope."""
    row = JoinRequest.objects.select_related("person").filter(id=join_request_id).first()
    if row is None:
        return None
    person = row.person
    return AskedToJoin(
        person.pk, person.name, person.email, person.language, Answer(row.answer) if row.answer else None
    )


def waiting_by(token: str, person_id: UUID) -> Place | None:
    """Return where the person waits for an answer, having asked by this link, or None. The link may be used up."""
    found = behind("teams_join_link_of", token)
    if found is None:
        return None
    practice_id, link_id = found
    with tenant(practice_id):
        link = JoinLink.objects.select_related("practice").get(id=link_id)
        waits = JoinRequest.objects.filter(practice_id=practice_id, person_id=person_id, answered_at=None).exists()
        return place_of(link.practice) if waits else None
