"""Mails of online booking that are no message about a fixed appointment: received, declined, a code."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.clients.queries.contacts import ClientContact, contacts_of
from kollega.kernel.locales import locale_of
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.notices.operations.linking import address_of, link_for
from kollega.online.enums import OfferState
from kollega.online.models import Draft, Offer
from kollega.online.queries.waiting import mail_of
from kollega.platform.crypto import open_sealed
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.profile import profile_of
from kollega.practices.rules.tokens import digest, new_token
from kollega.scheduling.clock_words import clock_words
from kollega.scheduling.enums import Status
from kollega.scheduling.models import Appointment


def booked(event: Event) -> None:
    """To who asked for a visit that the practice answers first; what is booked directly has its invitation."""
    visit = Appointment.objects.select_for_update(no_key=True).filter(id=UUID(event.payload["appointment_id"])).first()
    if visit is None or visit.status != Status.REQUESTED or visit.client_id is None:
        return
    own = link_for(event.actor, visit.id, visit.client_id)
    practice = profile_of(event.actor).name

    def letter(to: ClientContact) -> Letter:
        return Letter(
            subject=_("%(practice)s has received your request") % {"practice": practice},
            lines=(_("The practice answers your request by mail. Until then the time is kept for you."),),
            facts=((_("When"), when(visit.starts_at, event, to.language)),),
            action=Link(_("See or cancel the request"), address_of(own)),
        )

    send(event, "online_request", visit.client_id, letter)


def declined(event: Event) -> None:
    """To who asked, without the reason."""
    visit = Appointment.objects.filter(id=UUID(event.payload["appointment_id"])).first()
    if visit is None or visit.client_id is None:
        return
    practice = profile_of(event.actor).name

    def letter(to: ClientContact) -> Letter:
        return Letter(
            subject=_("%(practice)s cannot take your request") % {"practice": practice},
            lines=(_("The time you asked for does not work after all. Choose another one, or call the practice."),),
            facts=((_("You asked for"), when(visit.starts_at, event, to.language)),),
        )

    send(event, "online_declined", visit.client_id, letter)


def waiting_offered(event: Event) -> None:
    """A time that became free, to the one it is kept for; the link's secret exists in this mail only."""
    offer = Offer.objects.select_related("entry", "clinician").filter(id=UUID(event.payload["offer_id"])).first()
    if offer is None or offer.state != OfferState.OPEN:
        return
    secret = new_token(event.actor.practice_id)
    Offer.objects.filter(id=offer.id).update(digest=digest(secret))
    practice, language = profile_of(event.actor).name, offer.entry.language
    with translation.override(language):
        letter = Letter(
            subject=_("%(practice)s: a time has become free") % {"practice": practice},
            lines=(_("You are on the waiting list, and this time suits what you wait for."),),
            facts=(
                (_("When"), when(offer.starts_at, event, language)),
                (_("With"), offer.clinician.display_name),
                (_("Kept for you until"), when(offer.until, event, language)),
            ),
            action=Link(_("See and answer the offer"), f"{settings.PUBLIC_URL}/offer/{secret}/"),
            closing=(_("Without an answer the next one is asked, and you stay on the list."),),
        )
    queue_mail(
        letter,
        kind="waiting_offer",
        to=mail_of(event.actor, offer.entry),
        language=language,
        practice_id=event.actor.practice_id,
        sender_name=practice,
        client_id=offer.entry.client_id,
    )


def code_wanted(event: Event) -> None:
    """A code to the address the practice has of a client, never to one that was typed."""
    draft = Draft.objects.filter(id=UUID(event.payload["draft_id"])).first()
    if draft is None or draft.known_client_id is None:
        return
    sealed = bytes.fromhex(event.payload["code"])
    code = open_sealed(event.actor.practice_id, sealed, context=b"online code|" + draft.id.bytes).decode()
    practice = profile_of(event.actor).name

    def letter(to: ClientContact) -> Letter:
        return Letter(
            subject=_("Your code for booking at %(practice)s") % {"practice": practice},
            lines=(_("Enter this code on the booking page:"), code),
            closing=(_("Did you not want to book? Then you need not do anything."),),
        )

    send(event, "online_code", draft.known_client_id, letter)


def send(event: Event, kind: str, client_id: UUID, letter: Callable[[ClientContact], Letter]) -> None:
    """Queue a mail to a client in their language; nothing without an address."""
    to = contacts_of(event.actor.practice_id, [client_id]).get(client_id)
    if to is None or not to.email:
        return
    with translation.override(to.language):
        written = letter(to)
    queue_mail(
        written,
        kind=kind,
        to=to.email,
        language=to.language,
        practice_id=event.actor.practice_id,
        sender_name=profile_of(event.actor).name,
        client_id=client_id,
    )


def when(moment: datetime, event: Event, language: str) -> str:
    """Monday, 29 March 2027, 09:00."""
    local, locale = moment.astimezone(event.actor.timezone), locale_of(language)
    return f"{format_date(local, 'full', locale=locale)}, {clock_words(local)}"
