"""The secret link of a client to one appointment. Undecorated: parts of operations."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings

from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.notices.models import AppointmentLink
from kollega.notices.rules.secrets import digest_of, new_secret
from kollega.platform.crypto import open_sealed, seal


@dataclass(frozen=True, slots=True)
class OwnLink:
    """`secret` stands in the address of the client's page and nowhere else; `uid` in the calendar files."""

    uid: str
    secret: str


def link_for(actor: Actor, appointment_id: UUID, client_id: UUID) -> OwnLink:
    """Return the client's link to the appointment, made at the first call and the same ever after.

    The caller holds the appointment, so that two calls at once make one.
    """
    row = AppointmentLink.objects.filter(
        practice_id=actor.practice_id, appointment_id=appointment_id, client_id=client_id
    ).first()
    if row is not None:
        return OwnLink(row.uid, open_sealed(actor.practice_id, bytes(row.sealed), context=_context(row.id)).decode())
    secret, link_id = new_secret(), new_id()
    row = AppointmentLink(
        id=link_id,
        practice_id=actor.practice_id,
        appointment_id=appointment_id,
        client_id=client_id,
        uid=f"{uuid4().hex}@kollega",
        digest=digest_of(secret),
        sealed=seal(actor.practice_id, secret.encode(), context=_context(link_id)),
        created_at=actor.at,
    )
    row.save(force_insert=True)
    return OwnLink(row.uid, secret)


def address_of(link: OwnLink) -> str:
    """Return where the client's own page about the appointment is; the address is named in `web.online.urls`."""
    return f"{settings.PUBLIC_URL}/visit/{link.secret}/"


def _context(link_id: UUID) -> bytes:
    return b"appointment link|" + link_id.bytes
