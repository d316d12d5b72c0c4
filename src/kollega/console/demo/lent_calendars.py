"""Calendars of the demo that somebody else may use for a time: an assistant, and a guest of another practice (B8)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.db import transaction

from kollega.accounts.models import Person
from kollega.catalogue.errors import NotInPlan
from kollega.console.demo.founding import Place
from kollega.delegation.operations.accepting import accept_grant
from kollega.delegation.operations.giving import give_to_member, offer_by_mail
from kollega.delegation.operations.issuing import issue
from kollega.delegation.queries.grants import State, given
from kollega.kernel.actor import Actor
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields, Permission
from kollega.platform.tenancy import tenant
from kollega.practices.queries.practices import members
from kollega.web.demo.cast import Persona

LENT_FOR = timedelta(days=90)


def lend(place: Place, to: Persona, *, reason: str) -> str:
    """Let a person book, move and cancel in the lead's calendar with initials, and return a line that says so.

    Nothing is done while an earlier access runs, or when the practice's plan has none to give.
    """
    owner = place.owner
    people = {row.display_name: row.id for row in members(owner)}
    running = {row.delegate_name for row in given(owner) if row.state is State.RUNNING}
    if to.name not in running:
        terms: dict[str, Any] = {
            "deeds": (Deed.BOOK, Deed.MOVE, Deed.CANCEL),
            "fields": ClientFields.INITIALS,
            "reason": reason,
            "ends_at": owner.at + LENT_FOR,
        }
        try:
            if to.name in people:
                give_to_member(owner, membership_id=people[to.name], **terms)
            else:
                _to_guest(owner, to, terms)
        except NotInPlan:
            return f"{place.cast.name}: its plan has no delegation"
    return f"{to.name} may use the calendar of {place.cast.people[0].name}"


def _to_guest(owner: Actor, to: Persona, terms: dict[str, Any]) -> None:
    """Offer and accept at once; the mail of the offer is then no longer needed and not written."""
    with transaction.atomic():
        grant_id = offer_by_mail(owner, email=to.email, **terms)
        with tenant(owner.practice_id):
            issued = issue(owner.practice_id, grant_id, owner.at)
        if issued is not None:
            accept_grant(_holder(owner, to), token=issued.token)


def _holder(owner: Actor, to: Persona) -> Actor:
    person = Person.objects.get(email=to.email)
    return replace(
        owner,
        person_id=person.pk,
        membership_id=None,
        roles=frozenset(),
        areas=frozenset(),
        permissions=frozenset({Permission.TEAM_JOIN}),
    )
