"""The demo's messages to clients: an SMS account, and invitations that went, that wait, and that could not go."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kollega.console.demo.founding import Place
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Refusal
from kollega.messaging.operations.text_accounts import set_text_account
from kollega.notices.enums import Channel, Wanted
from kollega.notices.models import Notice
from kollega.notices.operations.deciding import send_now
from kollega.notices.operations.inviting import invite
from kollega.notices.operations.preferring import set_preference
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import BLOCKING, Kind
from kollega.scheduling.models import Appointment

AHEAD = timedelta(days=14)


def bring_messages(place: Place, now: datetime) -> None:
    """Invite clients of the first clinician's next days, once."""
    clinician = place.clinicians[0]
    coming = _coming(clinician, now)
    if len(coming) < 4:
        return
    at = replace(clinician, at=now)
    # Before there is an account: this is what one that could not go looks like.
    _try(at, coming[0][0], (Channel.SMS,))
    name = re.sub(r"[^A-Za-z0-9 ]", "", place.cast.slug.replace("-", " ").title())[:11].strip()
    set_text_account(place.owner, sender=name, key="the-stand-in-takes-any-key")
    set_preference(at, client_id=coming[1][1], wanted=Wanted.SMS, reminders=True)
    earlier = replace(clinician, at=now - timedelta(hours=2))
    for appointment_id, _ in coming[1:3]:
        for notice_id in _try(earlier, appointment_id):
            send_now(earlier, notice_id=notice_id)
    _try(at, coming[3][0])


def _coming(clinician: Actor, now: datetime) -> list[tuple[UUID, UUID]]:
    """Return appointment and client of the next visits; none when there are messages already."""
    with tenant(clinician.practice_id), transaction.atomic():
        if Notice.objects.exists():
            return []
        rows = Appointment.objects.filter(
            clinician_id=clinician.own_membership,
            kind=Kind.VISIT,
            status__in=BLOCKING,
            withdrawn_at=None,
            client_id__isnull=False,
            starts_at__gt=now + timedelta(days=1),
            starts_at__lt=now + AHEAD,
        ).order_by("starts_at")
        seen: dict[UUID, UUID] = {}
        for appointment_id, client_id in rows.values_list("id", "client_id"):
            if client_id is not None:
                seen.setdefault(client_id, appointment_id)
        return [(appointment_id, client_id) for client_id, appointment_id in seen.items()]


def _try(actor: Actor, appointment_id: UUID, channels: tuple[Channel, ...] = ()) -> tuple[UUID, ...]:
    try:
        return invite(actor, appointment_id=appointment_id, channels=channels).notice_ids
    except Refusal:
        # Somebody who tries the demo has changed the appointment.
        return ()
