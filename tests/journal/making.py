"""Clients with a clinician in their care, notes, and the ways past the product that tests try."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import psycopg
from django.db import connection, transaction

from kollega.clients.models import Care
from kollega.journal.models import CarriedNote, Note
from kollega.journal.operations.carrying import Origin, keep_carried
from kollega.journal.operations.signing import Signed, sign
from kollega.journal.operations.starting import start
from kollega.journal.operations.writing import Kept, Sending, autosave, save
from kollega.journal.queries.signed_forms import SignedForm
from kollega.journal.rules.canonical import digest
from kollega.journal.rules.content import canonical_json
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.platform.tenancy import tenant
from kollega.scheduling.operations.booking import book
from tests.clients.factories import BORN, inside
from tests.clients.factories import make_client as make_own_client
from tests.scheduling.factories import make_service, tomorrow_at


def make_client(actor: Actor, *also: Actor, family_name: str = "Lind", given_name: str = "Berit") -> UUID:
    """A client in the care of the actor and of the others."""
    client_id = make_own_client(actor, given_name, family_name, born_on=BORN)
    with inside(actor):
        for clinician in also:
            Care.objects.create(
                practice_id=actor.practice_id,
                client_id=client_id,
                clinician_id=clinician.membership_id,
                since=actor.at,
            )
    return client_id


def make_visit(actor: Actor, client_id: UUID, *, hour: int = 10, days: int = 1) -> UUID:
    """A booked visit of the client with the actor."""
    booked = book(
        actor,
        client_id=client_id,
        service_id=make_service(actor),
        clinician_id=actor.own_membership,
        starts_at=tomorrow_at(actor, hour, days=days),
        room_id=None,
        outside_hours_reason="Test",
    )
    return booked.appointment_id


class Writer:
    """One browser tab of an actor on one note: knows its revision and counts its sendings."""

    def __init__(self, actor: Actor, note_id: UUID) -> None:
        self.actor, self.note_id, self.tab = actor, note_id, new_id()
        self.sequence = 0
        row = note_row(actor, note_id)
        self.revision: int = row.revision
        self.keys = section_keys(actor, note_id)

    def type(self, *texts: str) -> Kept:
        return self._took(autosave(self.actor, sending=self._next(), **self._given(texts)))

    def save(self, *texts: str) -> Kept:
        return self._took(save(self.actor, sending=self._next(), **self._given(texts)))

    def sign(self) -> Signed:
        return sign(self.actor, note_id=self.note_id, base=self.revision)

    def _given(self, texts: tuple[str, ...]) -> dict[str, object]:
        return {"note_id": self.note_id, "texts": dict(zip(self.keys, texts, strict=False)), "base": self.revision}

    def _next(self) -> Sending:
        self.sequence += 1
        return Sending(self.tab, self.sequence)

    def _took(self, kept: Kept) -> Kept:
        if kept.other is None:
            self.revision = kept.revision
        return kept


def make_note(actor: Actor, client_id: UUID | None = None) -> Writer:
    return Writer(actor, start(actor, client_id=client_id or make_client(actor)))


def make_signed(actor: Actor, text: str = "She slept better this week.", client_id: UUID | None = None) -> UUID:
    writer = make_note(actor, client_id)
    writer.save(text)
    writer.sign()
    return writer.note_id


def note_row(actor: Actor, note_id: UUID) -> Note:
    with tenant(actor.practice_id), transaction.atomic():
        return Note.objects.select_related("template_version").get(practice_id=actor.practice_id, id=note_id)


def section_keys(actor: Actor, note_id: UUID) -> list[str]:
    return [section["key"] for section in note_row(actor, note_id).template_version.sections]


def as_app(actor: Actor, statement: str, *values: object) -> int:
    """Run SQL with the app login in the practice's scope; return how many rows it touched."""
    with tenant(actor.practice_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@contextmanager
def superuser() -> Iterator[psycopg.Connection]:
    """A superuser's connection with all triggers and foreign keys switched off."""
    inside = psycopg.conninfo.make_conninfo(
        os.environ["KOLLEGA_TEST_SUPERUSER_URL"], dbname=connection.settings_dict["NAME"]
    )
    with psycopg.connect(inside) as raw:
        raw.execute("set session_replication_role = replica")
        yield raw


def make_carried(actor: Actor, text: str = "He sleeps better.") -> UUID:
    """A note that the actor brought from a practice that no test knows."""
    form = canonical_json(
        {
            "of": "note",
            "occurred_at": actor.at.isoformat(),
            "text": [{"key": "a", "heading": "Today", "text": text}],
            "note": str(new_id()),
        }
    )
    signed = SignedForm(
        note_id=new_id(),
        addendum_id=None,
        client_id=new_id(),
        client_name="Berit Lind",
        number=1,
        form=form,
        digest=digest(form),
        tag=b"tag",
        key_id=new_id(),
        signed_name="Anna Berg",
        signed_at=actor.at,
    )
    with inside(actor):
        keep_carried(actor, [signed], origin=Origin(new_id(), "Elsewhere"))
        return CarriedNote.objects.get(practice_id=actor.practice_id, digest=signed.digest).id
