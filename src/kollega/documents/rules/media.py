"""What kinds of file are kept, by their content."""

from dataclasses import dataclass
from enum import StrEnum


class Media(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    HEIC = "heic"
    TEXT = "text"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"


@dataclass(frozen=True, slots=True)
class Served:
    """How a kind is handed out: its media type, the endings that fit it (the first is added), shown or only given."""

    media_type: str
    endings: tuple[str, ...]
    is_shown: bool = False


SERVED: dict[Media, Served] = {
    Media.PDF: Served("application/pdf", (".pdf",), is_shown=True),
    Media.PNG: Served("image/png", (".png",), is_shown=True),
    Media.JPEG: Served("image/jpeg", (".jpg", ".jpeg"), is_shown=True),
    Media.WEBP: Served("image/webp", (".webp",), is_shown=True),
    Media.HEIC: Served("image/heic", (".heic", ".heif")),
    Media.TEXT: Served("text/plain; charset=utf-8", (".txt", ".csv", ".md", ".vcf", ".ics")),
    Media.DOCX: Served("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    Media.XLSX: Served("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",)),
    Media.ODT: Served("application/vnd.oasis.opendocument.text", (".odt",)),
}


class Kind(StrEnum):
    """What a document is for the care."""

    REFERRAL = "referral"
    CERTIFICATE = "certificate"
    REPORT = "report"
    CONSENT = "consent"
    OTHER = "other"
