"""Mail at rest: under the practice's key, or under one of the installation for mail about accounts."""

from uuid import UUID

from kollega.platform.crypto import open_sealed, seal
from kollega.platform.sealing import open_for_installation, seal_for_installation


def seal_content(practice_id: UUID | None, mail_id: UUID, content: bytes) -> bytes:
    if practice_id is None:
        return seal_for_installation(content, context=_context(mail_id))
    return seal(practice_id, content, context=_context(mail_id))


def open_content(practice_id: UUID | None, mail_id: UUID, blob: bytes) -> bytes:
    """Return what was sealed; raises CannotOpen when it was changed or moved."""
    if practice_id is None:
        return open_for_installation(blob, context=_context(mail_id))
    return open_sealed(practice_id, blob, context=_context(mail_id))


def _context(mail_id: UUID) -> bytes:
    return b"mail|" + mail_id.bytes
