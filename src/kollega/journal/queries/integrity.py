"""`verify journal`: every signed note unchanged, none missing, the chain whole (N13, JR-6)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from kollega.audit.queries.witnesses import Witness, signatures_witnessed
from kollega.journal.models import Addendum, ChainHead, Note, NoteVersion, Signature, SignRequest
from kollega.journal.queries.attachments import attached_faults
from kollega.journal.queries.checking import holds
from kollega.journal.queries.destroyed import is_destroyed
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query

CHUNK = 500


class FindingKind(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """`number` is the place in the chain, 0 where there is none; ids only, no text."""

    kind: FindingKind
    number: int
    note_id: UUID | None
    signed_at: datetime | None
    what: str


@dataclass(slots=True)
class Report:
    """How many signatures were read and what is wrong with the practice's record."""

    practice_id: UUID
    signatures: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.findings

    def add(self, kind: FindingKind, what: str, signature: Signature) -> None:
        self.findings.append(Finding(kind, signature.number, signature.note_id, signature.signed_at, what))


@query(requires=Permission.LOG_READ)
def verify_practice(actor: Actor) -> Report:
    """Check every signature of the practice against note, text, chain and log. Reads no text to anybody."""
    report = Report(actor.practice_id)
    witnesses = {int(witness.detail.get("number", 0)): witness for witness in _witnesses(actor.practice_id)}
    seen = _walk_chain(report, witnesses)
    _compare_head(report, witnesses, seen)
    _find_unsigned(report)
    return report


@dataclass(slots=True)
class _Seen:
    number: int = 0
    digest: bytes = b""
    numbers: set[int] = field(default_factory=set)


# What a row of the log about a signing is about.
_SIGNED = ("note", "addendum", "error_mark", "countersignature")


def _witnesses(practice_id: UUID) -> Iterator[Witness]:
    return (witness for witness in signatures_witnessed(practice_id) if witness.object_type in _SIGNED)


def _walk_chain(report: Report, witnesses: dict[int, Witness]) -> _Seen:
    seen = _Seen()
    for chunk in _chunks(report.practice_id):
        notes = Note.objects.filter(practice_id=report.practice_id).in_bulk({row.note_id for row in chunk})
        _load(report.practice_id, chunk)
        for signature in chunk:
            _check_place(report, signature, seen, witnesses)
            _check_content(report, signature, notes.get(signature.note_id), witnesses.get(signature.number))
            _check_files(report, signature)
            seen.number, seen.digest = signature.number, bytes(signature.digest)
            seen.numbers.add(signature.number)
            report.signatures += 1
    return seen


def _chunks(practice_id: UUID) -> Iterator[list[Signature]]:
    last = 0
    while True:
        rows = Signature.objects.filter(practice_id=practice_id, number__gt=last).order_by("number")
        chunk = list(rows[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1].number


def _load(practice_id: UUID, chunk: list[Signature]) -> None:
    """Give each signature its version or addendum, or None when that is gone."""
    versions = NoteVersion.objects.filter(practice_id=practice_id).in_bulk(
        [s.version_id for s in chunk if s.version_id]
    )
    addenda = Addendum.objects.filter(practice_id=practice_id).in_bulk([s.addendum_id for s in chunk if s.addendum_id])
    for signature in chunk:
        wanted_version, wanted_addendum = signature.version_id, signature.addendum_id
        signature.version = versions.get(wanted_version) if wanted_version else None
        signature.addendum = addenda.get(wanted_addendum) if wanted_addendum else None


def _check_place(report: Report, signature: Signature, seen: _Seen, witnesses: dict[int, Witness]) -> None:
    for number in range(seen.number + 1, signature.number):
        _missing(report, number, witnesses)
    if signature.number == seen.number + 1 and bytes(signature.previous) != seen.digest:
        report.add(FindingKind.BROKEN, "the link to the signature before does not fit", signature)


def _check_content(report: Report, signature: Signature, note: Note | None, witness: Witness | None) -> None:
    if note is None:
        report.add(FindingKind.MISSING, "the note is gone", signature)
    elif signature.version is None and signature.addendum is None:
        report.add(FindingKind.MISSING, "the signed text is gone", signature)
    elif not holds(signature, note):
        report.add(FindingKind.CHANGED, "text or facts differ from what was signed", signature)
    elif witness is not None and witness.detail.get("digest") != bytes(signature.digest).hex():
        report.add(FindingKind.CHANGED, "the log tells of another signature at this place", signature)


def _check_files(report: Report, signature: Signature) -> None:
    """Read what is attached to a signed note in whole."""
    if signature.addendum_id is not None or signature.request_id is not None:
        return
    if is_destroyed(report.practice_id, signature.note_id):
        return
    for document_id, what in attached_faults(report.practice_id, signature.note_id):
        kind = FindingKind.MISSING if what == "missing" else FindingKind.CHANGED
        report.add(kind, f"the attached document {document_id} is {what}", signature)


def _missing(report: Report, number: int, witnesses: dict[int, Witness]) -> None:
    witness = witnesses.get(number)
    at = witness.at if witness else None
    report.findings.append(Finding(FindingKind.MISSING, number, _note_of(witness), at, "the signature is gone"))


def _note_of(witness: Witness | None) -> UUID | None:
    if witness is None:
        return None
    return witness.object_id if witness.object_type == "note" else UUID(witness.detail["note"])


def _compare_head(report: Report, witnesses: dict[int, Witness], seen: _Seen) -> None:
    head = ChainHead.objects.filter(practice_id=report.practice_id).first()
    known = max([head.number if head else 0, *witnesses])
    for number in range(seen.number + 1, known + 1):
        _missing(report, number, witnesses)
    stored = (head.number, bytes(head.digest)) if head else (0, b"")
    if stored != (seen.number, seen.digest) and (head is None or head.number <= seen.number):
        what = "the head of the chain is not its newest signature"
        report.findings.append(Finding(FindingKind.BROKEN, seen.number, None, None, what))


def _find_unsigned(report: Report) -> None:
    """Notes and addenda that look signed but have no signature."""
    signed = Signature.objects.filter(practice_id=report.practice_id)
    notes = Note.objects.filter(practice_id=report.practice_id, status=Note.Status.SIGNED)
    for note_id in notes.exclude(id__in=signed.filter(addendum=None, request=None).values("note_id")).values_list(
        "id", flat=True
    ):
        report.findings.append(_without_signature(note_id, "the note is locked without a signature"))
    addenda = Addendum.objects.filter(practice_id=report.practice_id)
    with_signature = signed.exclude(addendum=None).values("addendum_id")
    for note_id in addenda.exclude(id__in=with_signature).values_list("note_id", flat=True):
        report.findings.append(_without_signature(note_id, "an addendum has no signature"))
    requests = SignRequest.objects.filter(practice_id=report.practice_id, state=SignRequest.State.SIGNED)
    by_request = signed.exclude(request=None).values("request_id")
    for note_id in requests.exclude(id__in=by_request).values_list("note_id", flat=True):
        report.findings.append(_without_signature(note_id, "a colleague's signature is gone"))


def _without_signature(note_id: UUID, what: str) -> Finding:
    return Finding(FindingKind.CHANGED, 0, note_id, None, what)
