"""A long record is a file in a few seconds (N10)."""

import os
import time
from zoneinfo import ZoneInfo

import pytest

from kollega.journal.operations.addenda import add_addendum
from kollega.records.printing.record import print_record
from kollega.records.queries.gathering import gathered
from tests.clients.factories import inside
from tests.documents.making import make_document
from tests.factories import make_practice
from tests.journal.making import make_client, make_signed

TALK = "\n\n".join(f"Paragraph {n} of a long talk about **sleep** and what helps with it." for n in range(12))


@pytest.mark.skipif(not os.environ.get("KOLLEGA_PROVE"), reason="a full count: make prove")
def test_N10_300_notes_with_addenda_are_a_pdf_within_five_seconds() -> None:
    actor = make_practice()
    client_id = make_client(actor)
    for number in range(300):
        note_id = make_signed(actor, TALK, client_id)
        if number % 3 == 0:
            add_addendum(actor, note_id=note_id, reason="More", text=TALK[:300])
        if number % 30 == 0:
            make_document(actor, client_id)
    began = time.monotonic()
    with inside(actor):
        record = gathered(actor, client_id)
    pdf = print_record(record, language="en", zone=ZoneInfo("Europe/Stockholm"))
    took = time.monotonic() - began
    assert pdf.startswith(b"%PDF")
    assert len(record.notes) == 300
    assert took < 5, took
