"""The second step of signing in: a code of the app, or a recovery code. Passkeys are in `passkeys`."""

from uuid import UUID

from kollega.accounts import limits
from kollega.accounts.errors import WrongCode
from kollega.accounts.models import AccountEvent
from kollega.accounts.operations import one_time_codes, recovery_codes
from kollega.accounts.operations.activity import note, note_failure
from kollega.accounts.rules.codes import looks_like_one_time_code
from kollega.accounts.visit import Visit
from kollega.platform.limits import clear, hit
from kollega.platform.outbox import emit


def check_code(person_id: UUID, *, code: str, visit: Visit) -> None:
    """Use up a one-time code or a recovery code. Refuses with WrongCode and TooMany."""
    count(person_id, visit)
    if looks_like_one_time_code(code):
        right = one_time_codes.use(person_id, code=code, visit=visit)
    else:
        right = recovery_codes.use(person_id, code=code, visit=visit)
        if right:
            note(person_id, AccountEvent.Kind.RECOVERY_CODE_USED, visit)
            emit("accounts.recovery_code_used", practice_id=None, person_id=str(person_id), at=visit.at.isoformat())
    if not right:
        note_failure(person_id, AccountEvent.Kind.CODE_WRONG, visit)
        raise WrongCode
    clear(limits.CODE_BY_PERSON_AND_NETWORK, person_id, visit.network)


def count(person_id: UUID, visit: Visit) -> None:
    """Count a try at the second step. Refuses with TooMany."""
    if visit.knows(person_id):
        hit(limits.CODE_BY_KNOWN_BROWSER, person_id, visit.device_id)
        return
    hit(limits.CODE_BY_PERSON_AND_NETWORK, person_id, visit.network)
    hit(limits.CODE_BY_PERSON_UNKNOWN_BROWSERS, person_id)
