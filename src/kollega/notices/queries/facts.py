"""From a visit to what one of its clients is told. Undecorated."""

from uuid import UUID

from kollega.notices.rules.facts import Facts
from kollega.scheduling.queries.telling import VisitToTell
from kollega.scheduling.queries.video import video_link_of


def facts_for(visit: VisitToTell, client_id: UUID) -> Facts:
    """A client who no longer takes part is told as if the visit were cancelled, which it is for them."""
    return Facts(
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        place=visit.place,
        clinician_id=visit.clinician_id,
        video=video_link(visit),
        gone=visit.gone or client_id not in visit.client_ids,
    )


def video_link(visit: VisitToTell) -> str:
    """The address of the video call; empty where there is none."""
    return video_link_of(visit.practice_id, visit.id)
