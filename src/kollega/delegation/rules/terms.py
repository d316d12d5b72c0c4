"""What a grant may say (B8): at least one deed, a level of client fields, a reason, an end within a year."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from kollega.kernel.errors import N_, BadInput
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import ClientFields

LONGEST = timedelta(days=366)
MOST_REASON = 200


@dataclass(frozen=True, slots=True)
class Terms:
    """Checked: seeing is always among the deeds, both moments are aware, the reason has no blanks around it."""

    deeds: tuple[Deed, ...]
    fields: ClientFields
    reason: str
    starts_at: datetime
    ends_at: datetime


def checked_terms(
    *,
    deeds: Collection[Deed],
    fields: ClientFields,
    reason: str,
    starts_at: datetime | None,
    ends_at: datetime,
    now: datetime,
) -> Terms:
    """Return what to store; without a start it begins at once. Refuses with BadInput, each field with its sentence."""
    begins = max(starts_at or now, now)
    wrong = {**_wrong_time(begins, ends_at, now), **_wrong_reason(reason.strip())}
    if wrong:
        raise BadInput(fields=wrong)
    return Terms(tuple(sorted({Deed.SEE, *deeds}, key=list(Deed).index)), fields, reason.strip(), begins, ends_at)


def _wrong_time(begins: datetime, ends_at: datetime, now: datetime) -> dict[str, str]:
    if ends_at <= now:
        return {"ends_at": N_("Choose an end that is still to come.")}
    if ends_at <= begins:
        return {"ends_at": N_("The end must come after the start.")}
    if ends_at - begins > LONGEST or begins - now > LONGEST:
        return {"ends_at": N_("Choose an end within a year. You can renew it then.")}
    return {}


def _wrong_reason(reason: str) -> dict[str, str]:
    if not reason:
        return {"reason": N_("Say why. Whoever gets access reads it too.")}
    if len(reason) > MOST_REASON:
        return {"reason": N_("Write at most 200 characters.")}
    return {}
