"""Writing the client information: free notes under fixed headings, printed with the record (C1, C3)."""

import unicodedata
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.errors import InformationChanged
from kollega.clients.models import InformationVersion
from kollega.clients.queries.access import refuse_merged, require_care
from kollega.clients.queries.information import newest_version, sealing_context
from kollega.clients.rules.headings import LONGEST_TEXT, Heading
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Forbidden
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.platform.crypto import seal
from kollega.platform.operations import Action, operation

TEXT_TOO_LONG = N_("The text is longer than 20,000 characters. Put the rest under another heading or in a note.")


@operation(requires=Permission.CLIENT_INFORMATION)
def write_information(actor: Actor, *, client_id: UUID, heading: Heading, text: str, version: int) -> int:
    """Store a text under a heading as a new version and return its number; earlier versions stay.

    `version` is the one the writer saw, 0 for an empty heading. Refuses with NotFound outside the care,
    InformationChanged when there is a newer version, BadInput when the text is too long.
    """
    refuse_merged(require_care(actor, client_id))
    if actor.membership_id is None:
        raise Forbidden
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\x00", "")).strip()
    if len(text) > LONGEST_TEXT:
        raise BadInput(fields={"text": TEXT_TOO_LONG})
    present = newest_version(actor, client_id, heading)
    if present != version:
        raise InformationChanged(version=present)
    row = InformationVersion(
        id=new_id(),
        practice_id=actor.practice_id,
        client_id=client_id,
        heading=heading,
        version=version + 1,
        author_id=actor.membership_id,
        at=actor.at,
    )
    row.sealed = seal(actor.practice_id, text.encode(), context=sealing_context(row))
    row.save(force_insert=True)
    record(
        actor,
        Action.CHANGE,
        "client_information",
        row.id,
        client_id=client_id,
        heading=str(heading),
        version=row.version,
    )
    return row.version
