"""From the stored content to the message that goes over the wire."""

import base64
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from django.conf import settings


def message_of(content: dict[str, Any], *, mail_id: UUID, queued_at: datetime) -> EmailMessage:
    """Return the message; its Message-ID and date are the same at every try.

    Raises ValueError for an address that cannot stand in a header.
    """
    message = EmailMessage(policy=SMTP)
    sender, _, domain = settings.MAIL_FROM.rpartition("@")
    message["From"] = Address(" ".join(content["sender_name"].split()) or "Kollega", sender, domain)
    message["To"] = Address(addr_spec=content["to"])
    message["Subject"] = content["subject"]
    message["Date"] = format_datetime(queued_at)
    message["Message-ID"] = f"<{mail_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = content["language"]
    message.set_content(content["text"])
    message.add_alternative(content["html"], subtype="html")
    if content.get("calendar"):
        _add_calendar(message, **content["calendar"])
    for part in content["attachments"]:
        kind, _, subtype = part["type"].partition("/")
        message.add_attachment(base64.b64decode(part["content"]), maintype=kind, subtype=subtype, filename=part["name"])
    return message


def _add_calendar(message: EmailMessage, *, method: str, content: str) -> None:
    """As an alternative for programs that show appointments, and as a file for those that do not."""
    message.add_alternative(content, subtype="calendar", params={"method": method})
    message.add_attachment(content.encode(), maintype="application", subtype="ics", filename="invite.ics")
