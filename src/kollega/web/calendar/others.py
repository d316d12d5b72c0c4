"""Who comes to an appointment beside the first client, as rows of a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms

from kollega.kernel.actor import Actor
from kollega.scheduling.queries.calendar import CalendarEvent, SeenParticipant
from kollega.web.calendar.client_choices import picked
from kollega.web.ids import id_in


@dataclass(frozen=True, slots=True)
class Other:
    id: UUID
    name: str


def others_of(actor: Actor, form: forms.Form, known: Sequence[SeenParticipant] = ()) -> list[Other]:
    """Return the clients of the form's field `others` with their names, in its order."""
    asked = [id_ for id_ in map(id_in, map(str, form["others"].value() or ())) if id_ is not None]
    names = {one.client.id: one.client.name for one in known}
    found = [picked(actor, id_) for id_ in asked if id_ not in names]
    names |= {choice.id: choice.name for choice in found if choice is not None}
    return [Other(id_, names[id_]) for id_ in dict.fromkeys(asked) if id_ in names]


def may_change_party(event: CalendarEvent) -> bool:
    """Only who knows everybody who comes may say who does: else somebody would be left out unseen."""
    return event.may_attend and event.client is not None and event.client_count == max(1, len(event.participants))
