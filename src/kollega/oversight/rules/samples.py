"""What may be asked of a sample."""

from datetime import datetime, timedelta

from kollega.kernel.errors import N_, BadInput

MOST_ROWS = 200
LONGEST = timedelta(days=366)
# A visit this long before or after makes it plain why somebody opened a client (rule WITHOUT_VISIT).
NEAR = timedelta(days=30)
NIGHT_FROM, NIGHT_UNTIL = 22, 6
MANY_IN_AN_HOUR = 30


def check_sample(*, first: datetime, until: datetime, size: int, now: datetime) -> None:
    """Refuse with BadInput: 1 to 200 rows of at most 366 days, none of them to come."""
    wrong: dict[str, str] = {}
    if not 1 <= size <= MOST_ROWS:
        wrong["size"] = N_("Choose between 1 and 200 rows.")
    if first >= until:
        wrong["until"] = N_("The last day is before the first.")
    elif until - first > LONGEST:
        wrong["until"] = N_("Choose a year at most.")
    if first > now:
        wrong["first"] = N_("Choose days that have been.")
    if wrong:
        raise BadInput(fields=wrong)
