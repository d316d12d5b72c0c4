"""An upload whose process is killed leaves no document, and a file that is tidied away (UE-1, AV-5)."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kollega.documents.operations.tidying import forget_orphans
from kollega.documents.queries.documents import documents_of_client
from kollega.documents.queries.integrity import verify_documents
from kollega.kernel.clock import real_now
from tests.documents.test_documents import stored
from tests.factories import make_practice
from tests.journal.making import make_client

ROOT = Path(__file__).resolve().parents[2]
UPLOAD = """
import sys, time
import django
django.setup()
from uuid import UUID
from unittest import mock
from kollega.accounts.models import Person
from tests.documents.making import make_document
from tests.factories import actor_in

def wait(*_, **__):
    print("here", flush=True)
    time.sleep(60)

practice, person, client, where = sys.argv[1:]
actor = actor_in(UUID(practice), Person.objects.get(id=person))
with mock.patch(where, wait):
    make_document(actor, UUID(client))
"""


@pytest.mark.parametrize(
    "where", ["kollega.platform.files.os.fsync", "kollega.documents.operations.adding.record"], ids=["half", "stored"]
)
def test_UE1_a_killed_upload_leaves_no_document_and_its_file_is_tidied_away(where: str) -> None:
    actor = make_practice()
    client_id = make_client(actor)
    arguments = [str(actor.practice_id), str(actor.person_id), str(client_id), where]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    with subprocess.Popen(
        [sys.executable, "-c", UPLOAD, *arguments], env=environment, stdout=subprocess.PIPE
    ) as upload:
        assert upload.stdout is not None
        assert upload.stdout.readline() == b"here\n"
        upload.send_signal(signal.SIGKILL)
        upload.wait(60)
    assert documents_of_client(actor, client_id=client_id).total == 0
    assert len(stored(actor)) == 1
    assert verify_documents(actor) == (0, [])
    forget_orphans(actor.practice_id, before=real_now() + timedelta(minutes=1))
    assert stored(actor) == []
