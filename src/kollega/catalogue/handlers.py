"""What happens after an event of another domain."""

from datetime import datetime
from uuid import UUID

from kollega.catalogue.operations.affiliates import count_sign_up
from kollega.platform.jobs.reactions import Event
from kollega.platform.tenancy import tenant


def signed_up(event: Event) -> None:
    """Count a new person for the affiliate link they came by."""
    code = event.payload["affiliate_code"]
    if not code:
        return
    person_id = UUID(event.payload["person_id"])
    with tenant(None, person_id):
        count_sign_up(person_id, code=code, at=datetime.fromisoformat(event.payload["at"]))
