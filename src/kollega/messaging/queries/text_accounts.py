"""The practice's SMS account, without its key."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.messaging.models import TextAccount, TextMessage
from kollega.platform.operations import query

TEST = "test"


@dataclass(frozen=True, slots=True)
class TextAccountFacts:
    """`offered`: this installation has an SMS service. `last_test` is the state of the newest test message, or empty.

    `failure` is the code of the service when that one was refused.
    """

    offered: bool
    has_key: bool
    sender: str
    on: bool
    last_test: str
    failure: str


@query(requires=Permission.PRACTICE_MANAGE)
def text_account(actor: Actor) -> TextAccountFacts:
    row = TextAccount.objects.filter(practice_id=actor.practice_id).first()
    tests = TextMessage.objects.filter(practice_id=actor.practice_id, kind=TEST).order_by("-queued_at")
    last = tests.values_list("state", "failure").first() or ("", "")
    offered = bool(settings.SMS_URL)
    if row is None:
        return TextAccountFacts(offered, has_key=False, sender="", on=False, last_test=last[0], failure=last[1])
    return TextAccountFacts(offered, has_key=True, sender=row.sender, on=row.on, last_test=last[0], failure=last[1])


def text_sender_of(practice_id: UUID) -> str:
    """Return the name under which the practice sends SMS; empty when it cannot. Undecorated."""
    if not settings.SMS_URL:
        return ""
    row = TextAccount.objects.filter(practice_id=practice_id, on=True).values_list("sender", flat=True).first()
    return row or ""
