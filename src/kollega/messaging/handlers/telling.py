"""Mail to everybody who manages a team, each in their own language."""

from collections.abc import Callable

from django.utils import translation

from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter
from kollega.platform.jobs.reactions import Event
from kollega.practices.queries.profile import profile_of
from kollega.practices.queries.teams import managers_of


def tell_managers(event: Event, *, kind: str, letter: Callable[[], Letter]) -> None:
    """Queue the letter for each administrator; it is written anew in each one's language."""
    team = profile_of(event.actor).name
    for manager in managers_of(event.actor.practice_id):
        with translation.override(manager.language):
            written = letter()
        queue_mail(
            written,
            kind=kind,
            to=manager.address,
            language=manager.language,
            practice_id=event.practice_id,
            sender_name=team,
            person_id=manager.person_id,
        )
