"""Mails about who owns a practice, who is responsible in it, and whose access has ended."""

from collections.abc import Callable, Iterable
from uuid import UUID

from babel.dates import format_date
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.accounts.queries.receivers import Receiver, receiver
from kollega.catalogue.rules.seats import EndReason
from kollega.kernel.locales import locale_of
from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.practices import running_members
from kollega.practices.queries.team_facts import TeamFacts, team_facts
from kollega.teams.models import OwnershipOffer
from kollega.teams.queries.records import missing_words


def ownership_offered(event: Event) -> None:
    """To the member who may become the owner; not when the offer is over by now."""
    offer, facts = _offer(event), _facts(event)
    if offer.answered_at is not None:
        return

    def letter(to: Receiver) -> Letter:
        until = format_date(offer.expires_at.astimezone(event.actor.timezone), "long", locale=locale_of(to.language))
        return Letter(
            subject=_("You are offered the ownership of %(practice)s") % {"practice": facts.name},
            lines=(
                _("%(name)s would like to hand the practice over to you.") % {"name": offer.from_member.display_name},
                _("The owner is responsible for the practice and what it pays, and is always an administrator."),
            ),
            facts=((_("Valid until"), until),),
            action=Link(_("Answer the offer"), _address(facts, "team/ownership/")),
            closing=(_("Nothing changes until you accept."),),
        )

    _send(event, "ownership_offered", [offer.to_member.person_id], letter)


def ownership_taken(event: Event) -> None:
    """To both: who owns the practice now."""
    offer, facts = _offer(event), _facts(event)

    def letter(to: Receiver) -> Letter:
        return Letter(
            subject=_("%(practice)s has a new owner") % {"practice": facts.name},
            lines=(
                _("%(new)s has accepted and owns the practice now. %(former)s stays an administrator.")
                % {"new": offer.to_member.display_name, "former": offer.from_member.display_name},
            ),
            action=Link(_("Look at the team"), _address(facts, "team/")),
        )

    _send(event, "ownership_taken", [offer.from_member.person_id, offer.to_member.person_id], letter)


def ownership_declined(event: Event) -> None:
    """To the owner."""
    offer, facts = _offer(event), _facts(event)

    def letter(to: Receiver) -> Letter:
        return Letter(
            subject=_("Your offer of %(practice)s was declined") % {"practice": facts.name},
            lines=(_("%(name)s has declined. You are still the owner.") % {"name": offer.to_member.display_name},),
            action=Link(_("Look at the team"), _address(facts, "team/")),
        )

    _send(event, "ownership_declined", [offer.from_member.person_id], letter)


def records_change_proposed(event: Event) -> None:
    """To everybody whose word is missing."""
    facts = _facts(event)
    missing = missing_words(event.actor, UUID(event.payload["change_id"]))
    people = [row.person_id for row in running_members(event.actor) if row.id in missing]

    def letter(to: Receiver) -> Letter:
        return Letter(
            subject=_("%(practice)s asks for your word") % {"practice": facts.name},
            lines=(
                _("The owner proposes to change who is responsible for records."),
                _("You are responsible for clients, so it needs your yes."),
            ),
            action=Link(_("Read and answer"), _address(facts, "team/records/")),
            closing=(_("Nothing changes until everybody who is asked has said yes."),),
        )

    _send(event, "records_change_proposed", people, letter)


def membership_ended(event: Event) -> None:
    """To somebody who was removed; whoever leaves knows it."""
    if event.payload["reason"] != EndReason.REMOVED:
        return
    facts = _facts(event)

    def letter(to: Receiver) -> Letter:
        return Letter(
            subject=_("You no longer belong to %(practice)s") % {"practice": facts.name},
            lines=(
                _("An administrator has ended your membership. Your account and your other practices stay."),
                _("Notes that you wrote stay with the practice."),
            ),
            action=Link(_("To your practices"), f"{settings.PUBLIC_URL}/practices/"),
        )

    _send(event, "membership_ended", [UUID(event.payload["person_id"])], letter)


def _send(event: Event, kind: str, people: Iterable[UUID], letter: Callable[[Receiver], Letter]) -> None:
    """One mail each, in the receiver's language."""
    name = _facts(event).name
    for person_id in people:
        to = receiver(person_id)
        if to is None:
            continue
        with translation.override(to.language):
            written = letter(to)
        queue_mail(
            written,
            kind=kind,
            to=to.address,
            language=to.language,
            practice_id=event.actor.practice_id,
            sender_name=name,
            person_id=to.id,
        )


def _offer(event: Event) -> OwnershipOffer:
    return OwnershipOffer.objects.select_related("from_member", "to_member").get(
        practice_id=event.actor.practice_id, id=UUID(event.payload["offer_id"])
    )


def _facts(event: Event) -> TeamFacts:
    return team_facts(event.actor.practice_id)


def _address(facts: TeamFacts, page: str) -> str:
    return f"{settings.PUBLIC_URL}/p/{facts.slug}/{page}"
