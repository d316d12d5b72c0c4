"""What binds the sealed words of a message to its row."""

from uuid import UUID


def content_context(notice_id: UUID) -> bytes:
    return b"notice|" + notice_id.bytes
