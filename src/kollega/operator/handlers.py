"""What happens after an event: the operators hear of a request for a large team, each in their language."""

from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kollega.messaging.operations.mail import queue_mail
from kollega.messaging.rules.letters import Letter, Link
from kollega.operator.queries.large_teams import RequestRow, one_request
from kollega.operator.queries.operators import operators
from kollega.platform.jobs.reactions import Event
from kollega.platform.tenancy import tenant
from kollega.practices.queries.profile import profile_of


def large_team_asked(event: Event) -> None:
    """Write to every operator."""
    asked, practice = one_request(UUID(event.payload["request_id"])), profile_of(event.actor)
    for operator in operators():
        with translation.override(operator.language):
            letter = _letter(asked, practice.name)
        # It belongs to the account of who gets it, not to the practice.
        with tenant(None):
            queue_mail(
                letter, kind="large_team", to=operator.email, language=operator.language, person_id=operator.person_id
            )


def _letter(asked: RequestRow, practice: str) -> Letter:
    return Letter(
        subject=_("A request for a large team"),
        lines=(_("A practice wants more members than it can invite by itself. Answer the person who asks."),),
        facts=(
            (_("Practice"), practice),
            (_("Members"), str(asked.members)),
            (_("Who asks"), f"{asked.person_name}, {asked.person_email}"),
            *(((_("Phone"), asked.phone),) if asked.phone else ()),
        ),
        action=Link(_("Open the request"), f"{settings.PUBLIC_URL}/operator/requests/{asked.id}/"),
    )
