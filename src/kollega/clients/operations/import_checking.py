"""What would become of each row: the same judgement for the dry run and for the real one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from kollega.clients.models import ImportRow
from kollega.clients.queries.access import readable_client_ids
from kollega.clients.queries.duplicates import holders_of
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.import_rows import Reading, ReadRow, read_row
from kollega.clients.rules.matching import Seen, marks_of
from kollega.kernel.actor import Actor
from kollega.kernel.ids import new_id
from kollega.platform.crypto import keyed_hash

Outcome = ImportRow.Outcome


@dataclass(slots=True)
class CheckedRow:
    """One row with its outcome; `hidden` are look-alikes that the actor may not know about."""

    number: int
    read: ReadRow
    fingerprint: bytes | None
    outcome: str
    alike: UUID | None
    hidden: list[UUID]

    def as_planned(self, actor: Actor, import_id: UUID) -> ImportRow:
        return ImportRow(
            id=new_id(),
            practice_id=actor.practice_id,
            job_id=import_id,
            number=self.number,
            outcome=self.outcome,
            faults=self.read.faults,
            fingerprint=self.fingerprint,
            alike_id=self.alike,
        )


def check_rows(actor: Actor, numbered: Sequence[tuple[int, Sequence[str]]], reading: Reading) -> list[CheckedRow]:
    """Judge the rows in their order: an earlier row of the same file counts like a client who is there already."""
    reads = [(number, read_row(cells, reading)) for number, cells in numbered]
    marks = {number: marks_of(read.contact, reading.country) for number, read in reads if read.contact}
    holders = holders_of(actor, (mark for found in marks.values() for mark in found))
    visible = readable_client_ids(actor, {client for held in holders.values() for client in held})
    taken = _taken(actor, [fingerprint_of(actor, read) for _number, read in reads if read.contact])
    earlier: Seen[int] = Seen()
    checked = []
    for number, read in reads:
        row = _judged(actor, number, read, taken)
        if read.contact and row.outcome == Outcome.NEW:
            alike = sorted({client for mark in marks[number] for client in holders[mark]})
            seen = next((client for client in alike if client in visible), None)
            row.alike, row.hidden = seen, [client for client in alike if client not in visible]
            if seen or earlier.match(marks[number]) is not None:
                row.outcome = Outcome.DUPLICATE
            earlier.add(marks[number], number)
        checked.append(row)
    return checked


def _judged(actor: Actor, number: int, read: ReadRow, taken: dict[bytes, UUID | None]) -> CheckedRow:
    if read.contact is None:
        return CheckedRow(number, read, None, Outcome.REFUSED, None, [])
    fingerprint = fingerprint_of(actor, read)
    outcome = Outcome.KNOWN if fingerprint in taken else Outcome.NEW
    row = CheckedRow(number, read, fingerprint, outcome, taken.get(fingerprint), [])
    taken.setdefault(fingerprint, None)
    return row


def _taken(actor: Actor, fingerprints: Sequence[bytes]) -> dict[bytes, UUID | None]:
    rows = ImportRow.objects.filter(
        practice_id=actor.practice_id, fingerprint__in=fingerprints, client__isnull=False
    ).values_list("fingerprint", "client_id")
    return {bytes(fingerprint): client_id for fingerprint, client_id in rows if fingerprint}


def fingerprint_of(actor: Actor, read: ReadRow) -> bytes:
    """Return the row's fingerprint, of each importer's own: what colleagues imported is not for them to learn."""
    return keyed_hash(actor.practice_id, read.identity, context=f"import-row|{actor.membership_id}".encode())


def contact_of(row: CheckedRow) -> ContactData:
    assert row.read.contact is not None
    return row.read.contact
