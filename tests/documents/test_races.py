"""Two uploads at once, with real threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections

from kollega.documents.errors import TooManyDocuments
from kollega.documents.queries.documents import documents_of_client
from kollega.platform import files
from tests.documents.making import make_document, png
from tests.documents.test_documents import stored
from tests.factories import make_practice
from tests.journal.making import make_client


@pytest.mark.race
def test_UE1_uploads_at_once_stay_under_the_limit_of_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = make_practice()
    client_id = make_client(actor)
    monkeypatch.setattr(settings, "FILES_PER_CLIENT", 3)
    together, store = Barrier(6), files.store

    def stored_together(practice_id: UUID, file_id: UUID, source: files.Readable) -> files.StoredFile:
        """All six have their file on the disk before one of them is counted."""
        kept = store(practice_id, file_id, source)
        together.wait(60)
        return kept

    monkeypatch.setattr(files, "store", stored_together)

    def upload(_: int) -> bool:
        try:
            make_document(actor, client_id, png())
        except TooManyDocuments:
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(upload, range(6))) == 3
    assert documents_of_client(actor, client_id=client_id).total == 3
    assert len(stored(actor)) == 3
