"""The record as JSON: our own documented form, read and written by the same models (docs/formats/record.md)."""

from datetime import date, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

FORMAT: Final = "kollega-record"
VERSION: Final = 1

Short = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=2_000_000)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Path = Annotated[str, Field(max_length=200, pattern=r"^documents/[0-9a-f-]{36}\.[a-z]{3,4}$")]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Origin(Part):
    """The practice that wrote it."""

    id: UUID
    name: Short
    country: Short


class Brought(Part):
    """Set on what came here as a record of another practice: from where, when, and by whom it was brought."""

    origin: Origin
    at: datetime
    by: Short


class ClientPart(Part):
    id: UUID
    given_name: Short
    family_name: Short
    pronoun: Short
    born_on: date | None
    email: Short
    phone: Short
    street: Short
    postcode: Short
    city: Short
    country: Short
    language: Short


class InformationPart(Part):
    """One version of the text under one heading."""

    heading: Short
    version: int
    text: Text
    author: Short
    at: datetime
    brought: Brought | None = None


class SectionPart(Part):
    key: Short
    heading: Short
    text: Text


class SignaturePart(Part):
    """`signed` is the very text that was signed; its SHA-256 is `sha256`. `unchanged`: it still stood when exported."""

    number: int
    name: Short
    at: datetime
    authenticated_at: datetime
    sha256: Digest
    previous: Annotated[str, Field(max_length=64, pattern=r"^[0-9a-f]*$")]
    signed: Text
    unchanged: bool


class VersionPart(Part):
    number: int
    kind: Short
    at: datetime
    author: Short
    sections: list[SectionPart] | None


class AddendumPart(Part):
    id: UUID
    number: int
    reason: Text
    text: Text
    author: Short
    at: datetime
    marks_error: bool
    signature: SignaturePart | None


class AttachmentPart(Part):
    document: UUID
    sha256: Digest


class NotePart(Part):
    """`sections` is the text in force; None when it cannot be opened any more."""

    id: UUID
    author: Short
    template: Short
    status: Short
    occurred_at: datetime
    changed_at: datetime
    appointment: UUID | None
    version: int
    sections: list[SectionPart] | None
    signature: SignaturePart | None
    addenda: list[AddendumPart]
    attachments: list[AttachmentPart]
    versions: list[VersionPart]
    brought: Brought | None = None


class DocumentPart(Part):
    """`path` is where the file lies in the archive; empty when the stored file is missing or was changed."""

    id: UUID
    name: Short
    title: Short
    kind: Short
    media: Short
    size: int
    sha256: Digest
    dated_on: date | None
    added_by: Short
    added_at: datetime
    path: Path | Literal[""]
    brought: Brought | None = None


class AppointmentPart(Part):
    id: UUID
    starts_at: datetime
    ends_at: datetime
    status: Short
    service: Short
    clinician: Short
    room: Short
    place: Short
    brought: Brought | None = None


class MessagePart(Part):
    id: UUID
    appointment: UUID
    channel: Short
    kind: Short
    state: Short
    at: datetime | None
    brought: Brought | None = None


class AccessPart(Part):
    """One line of who did what with the record."""

    at: datetime
    action: Short
    object: Short
    who: Short
    unit: Short
    brought: Brought | None = None


class Record(Part):
    """Everything about one client."""

    format: Literal["kollega-record"] = FORMAT
    version: Literal[1] = VERSION
    made_at: datetime
    made_by: Short
    practice: Origin
    client: ClientPart
    whole: bool
    information: list[InformationPart]
    notes: list[NotePart]
    documents: list[DocumentPart]
    appointments: list[AppointmentPart]
    messages: list[MessagePart]
    access: list[AccessPart]
