"""A browser without a browser: Django's client, signed in as somebody."""

from typing import Any

from django.test import Client

from kollega.accounts.models import Person
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.platform.tenancy import tenant
from kollega.practices.queries.memberships import memberships_of


def browser(actor: Actor) -> Client:
    """A client whose login session belongs to the actor's person, freshly authenticated."""
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id))
    session = client.session
    session["authenticated_at"] = real_now().timestamp()
    session.save()
    return client


def slug_of(actor: Actor) -> str:
    """The word that stands for the actor's practice in addresses."""
    from django.db import transaction

    with tenant(None, actor.person_id), transaction.atomic():
        memberships = memberships_of(actor.person_id) if actor.person_id else []
    return next(m.practice_slug for m in memberships if m.practice_id == actor.practice_id)


def body_of(answer: Any) -> bytes:
    """All that an answer sends, also one that sends it piece by piece."""
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
