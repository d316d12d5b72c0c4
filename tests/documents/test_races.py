"""Two uploads at once, with real threads."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections

from kollega.documents.errors import TooManyDocuments
from kollega.documents.queries.documents import documents_of_client
from tests.documents.making import make_document, png
from tests.documents.test_documents import stored
from tests.factories import make_practice
from tests.journal.making import make_client


@pytest.mark.race
def test_UE1_uploads_at_once_stay_under_the_limit_of_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = make_practice()
    client_id = make_client(actor)
    monkeypatch.setattr(settings, "FILES_PER_CLIENT", 3)
    together = Barrier(6)

    def upload(_: int) -> bool:
        try:
            together.wait()
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
