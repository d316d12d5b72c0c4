"""The record as FHIR R4: one Bundle of Patient, Organization, Practitioner, Appointment, Composition,
DocumentReference, Provenance and AuditEvent. A map of our own form to theirs; nothing is added."""

import base64
from collections.abc import Iterator
from datetime import datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from kollega.records.rules.form import (
    AccessPart,
    AddendumPart,
    AppointmentPart,
    DocumentPart,
    NotePart,
    Record,
    SectionPart,
    SignaturePart,
)

LOINC = "http://loinc.org"
NOTE = {"coding": [{"system": LOINC, "code": "11488-4", "display": "Consult note"}]}
AUTHOR = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "author"}]}
SIGNED = [{"system": "urn:iso-astm:E1762-95:2013", "code": "1.2.840.10065.1.12.1.1", "display": "Author's Signature"}]
ACCESSED = {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "110110", "display": "Patient Record"}
STATUS = {
    "completed": "fulfilled",
    "no_show": "noshow",
    "cancelled": "cancelled",
    "late_cancelled": "cancelled",
}
DID = {"create": "C", "import": "C", "change": "U", "sign": "U", "move": "U", "delete": "D", "cancel": "D"}
MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
    "text": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
}


def bundle(record: Record) -> dict[str, Any]:
    """Return the record as a collection Bundle (FHIR 4.0.1)."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": _moment(record.made_at),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in _resources(record)],
    }


def _resources(record: Record) -> Iterator[dict[str, Any]]:
    subject = _to(record.client.id)
    yield _patient(record)
    yield {"resourceType": "Organization", "id": str(record.practice.id), "name": _text(record.practice.name)}
    for name in sorted(_people(record)):
        yield {"resourceType": "Practitioner", "id": str(_person(name)), "name": [{"text": _text(name)}]}
    for visit in record.appointments:
        yield _appointment(visit, subject)
    for document in record.documents:
        yield _document(document, subject)
    for note in record.notes:
        yield from _note(note, subject)
    for number, line in enumerate(record.access):
        yield _access(line, subject, record, number)


def _people(record: Record) -> set[str]:
    notes = {note.author for note in record.notes} | {a.author for note in record.notes for a in note.addenda}
    return notes | {visit.clinician for visit in record.appointments} | {each.added_by for each in record.documents}


def _patient(record: Record) -> dict[str, Any]:
    client = record.client
    telecom = [("phone", client.phone), ("email", client.email)]
    address = _filled(
        line=[client.street] if client.street else None,
        postalCode=client.postcode,
        city=client.city,
        country=client.country,
    )
    name = _filled(family=client.family_name, given=[client.given_name] if client.given_name else None)
    return _filled(
        resourceType="Patient",
        id=str(client.id),
        name=[name] if name else None,
        birthDate=client.born_on.isoformat() if client.born_on else None,
        telecom=[{"system": system, "value": value} for system, value in telecom if value],
        address=[address] if address else None,
        communication=[{"language": {"text": client.language}}] if client.language else None,
        managingOrganization=_to(record.practice.id),
    )


def _appointment(visit: AppointmentPart, subject: dict[str, str]) -> dict[str, Any]:
    return _filled(
        resourceType="Appointment",
        id=str(visit.id),
        status=STATUS.get(visit.status, "booked"),
        description=visit.service,
        start=_moment(visit.starts_at),
        end=_moment(visit.ends_at),
        participant=[
            {"actor": subject, "status": "accepted"},
            {"actor": _to(_person(visit.clinician)), "status": "accepted"},
        ],
    )


def _document(document: DocumentPart, subject: dict[str, str]) -> dict[str, Any]:
    return _filled(
        resourceType="DocumentReference",
        id=str(document.id),
        status="current",
        type={"text": document.kind},
        subject=subject,
        date=_moment(document.added_at),
        author=[_to(_person(document.added_by))],
        description=document.title or document.name,
        content=[
            {
                "attachment": _filled(
                    contentType=MEDIA.get(document.media),
                    url=document.path or None,
                    size=document.size,
                    title=document.name,
                )
            }
        ],
    )


def _note(note: NotePart, subject: dict[str, str]) -> Iterator[dict[str, Any]]:
    yield _filled(
        resourceType="Composition",
        id=str(note.id),
        status=_status(note),
        type=NOTE,
        subject=subject,
        date=_moment(note.occurred_at),
        author=[_to(_person(note.author))],
        title=note.template or "Note",
        section=[*map(_section, note.sections or ()), *map(_later, note.addenda)],
        event=[{"detail": [_to(note.appointment)]}] if note.appointment else None,
    )
    if note.signature:
        yield _provenance(note.id, note.signature, note.author)
    for addendum in note.addenda:
        if addendum.signature:
            yield _provenance(note.id, addendum.signature, addendum.author)


def _status(note: NotePart) -> str:
    if any(addendum.marks_error for addendum in note.addenda):
        return "entered-in-error"
    if note.signature is None:
        return "preliminary"
    return "amended" if note.addenda else "final"


def _section(section: SectionPart) -> dict[str, Any]:
    return {"title": _text(section.heading), "text": _narrative(section.text)}


def _later(addendum: AddendumPart) -> dict[str, Any]:
    return {"title": f"Addendum {addendum.number}", "text": _narrative(f"{addendum.reason}\n\n{addendum.text}")}


def _narrative(text: str) -> dict[str, str]:
    lines = escape(text).replace("\n", "<br/>")
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{lines or "&#160;"}</p></div>'
    return {"status": "generated", "div": div}


def _provenance(target: UUID, signature: SignaturePart, author: str) -> dict[str, Any]:
    who = _to(_person(author))
    return {
        "resourceType": "Provenance",
        "id": str(uuid5(target, f"signature {signature.number}")),
        "target": [_to(target)],
        "recorded": _moment(signature.at),
        "agent": [{"type": AUTHOR, "who": who}],
        "signature": [
            {
                "type": SIGNED,
                "when": _moment(signature.at),
                "who": {**who, "display": _text(signature.name)},
                "sigFormat": "application/octet-stream",
                "data": base64.b64encode(bytes.fromhex(signature.sha256)).decode(),
            }
        ],
    }


def _access(line: AccessPart, subject: dict[str, str], record: Record, number: int) -> dict[str, Any]:
    return {
        "resourceType": "AuditEvent",
        "id": str(uuid5(record.client.id, f"access {number} {line.at.isoformat()}")),
        "type": ACCESSED,
        "action": DID.get(line.action, "R"),
        "recorded": _moment(line.at),
        "outcome": "0",
        "agent": [{"who": {"display": _text(line.who or line.unit)}, "requestor": True}],
        "source": {"observer": {"display": _text(line.unit)}},
        "entity": [{"what": subject, "description": line.object}],
    }


def _person(name: str) -> UUID:
    """The same name is the same practitioner: exported files know people by name."""
    return uuid5(NAMESPACE_URL, f"kollega practitioner {name}")


def _to(id_: UUID) -> dict[str, str]:
    return {"reference": f"urn:uuid:{id_}"}


def _moment(moment: datetime) -> str:
    return moment.isoformat()


def _text(text: str) -> str:
    """FHIR has no empty strings."""
    return text if text.strip() else "-"


def _filled(**given: Any) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in (None, "", [], {})}
