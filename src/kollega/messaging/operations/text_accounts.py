"""Setting up the practice's SMS account, and trying it."""

import re
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.messaging.errors import NoTextService
from kollega.messaging.models import TextAccount
from kollega.messaging.operations.texts import queue_text
from kollega.messaging.queries.text_accounts import TEST, text_sender_of
from kollega.messaging.rules.numbers import full_number
from kollega.platform.crypto import open_sealed, seal
from kollega.platform.limits import Limit, hit
from kollega.platform.operations import Action, operation

TESTS = Limit("text_tests", 5, 3600)
_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{2,10}[A-Za-z0-9]")
_KEY = re.compile(r"[\x21-\x7e]{8,200}")


@operation(requires=Permission.PRACTICE_MANAGE)
def set_text_account(actor: Actor, *, sender: str, key: str = "", on: bool = True) -> None:
    """Store sender name and key; without a key the stored one stays. Refuses with BadInput."""
    row = TextAccount.objects.select_for_update(no_key=True).filter(practice_id=actor.practice_id).first()
    fields = {}
    if not _SENDER.fullmatch(sender.strip()):
        fields["sender"] = N_("Enter 3 to 11 letters without accents, digits or spaces, with a letter among them.")
    if (key or row is None) and not _KEY.fullmatch(key.strip()):
        fields["key"] = N_("Enter the key as your SMS service shows it.")
    if fields:
        raise BadInput(fields=fields)
    account_id = row.id if row else new_id()
    values = {"sender": sender.strip(), "on": on, "changed_at": actor.at}
    if key.strip():
        values["sealed"] = seal(actor.practice_id, key.strip().encode(), context=_context(account_id))
    if row is None:
        TextAccount(id=account_id, practice_id=actor.practice_id, **values).save(force_insert=True)
    else:
        TextAccount.objects.filter(practice_id=actor.practice_id, id=account_id).update(**values)
    record(actor, Action.CHANGE, "text_account", account_id, sender=sender.strip(), on=on, new_key=bool(key))


@operation(requires=Permission.PRACTICE_MANAGE)
def remove_text_account(actor: Actor) -> None:
    """Forget the account and its key; what waits to be sent is refused when its turn comes."""
    TextAccount.objects.filter(practice_id=actor.practice_id).delete()
    record(actor, Action.DELETE, "text_account", actor.practice_id)


@operation(requires=Permission.PRACTICE_MANAGE)
def send_test_text(actor: Actor, *, to: str, country: str, text: str) -> UUID:
    """Send one SMS and return its id, at most five an hour. Refuses with NoTextService, BadInput, TooMany."""
    if not text_sender_of(actor.practice_id):
        raise NoTextService
    number = full_number(to, country)
    if not number:
        raise BadInput(fields={"to": N_("Enter a mobile number, such as +46 70 123 45 67.")})
    hit(TESTS, actor.practice_id)
    text_id = queue_text(actor.practice_id, kind=TEST, to=number, text=text)
    record(actor, Action.CREATE, "test_text", text_id)
    return text_id


def key_of(account: TextAccount) -> str:
    """Return the key, for the sending alone. Undecorated; raises CannotOpen."""
    return open_sealed(account.practice_id, bytes(account.sealed), context=_context(account.id)).decode()


def _context(account_id: UUID) -> bytes:
    return b"text account|" + account_id.bytes
