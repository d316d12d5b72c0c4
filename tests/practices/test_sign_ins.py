"""Signing in and out stands in the log of every practice the person works in."""

from datetime import timedelta

from django.db import transaction

from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from kollega.kernel.ids import new_id
from kollega.platform.outbox import emit
from kollega.platform.tenancy import tenant
from tests.factories import make_practice
from tests.jobs import run_jobs


def _sign(kind: str, actor: Actor) -> None:
    with transaction.atomic():
        at = (real_now() - timedelta(hours=1)).isoformat()
        emit(kind, practice_id=None, person_id=str(actor.person_id), login_id=str(new_id()), at=at)
    run_jobs()


def test_L1_signing_in_and_out_is_in_the_practices_log_and_in_no_other() -> None:
    ours, theirs = make_practice(), make_practice()
    _sign("accounts.signed_in", ours)
    _sign("accounts.signed_out", ours)
    for actor, expected in ((ours, ["login", "logout"]), (theirs, [])):
        with tenant(actor.practice_id), transaction.atomic():
            rows = LogEntry.objects.filter(object_type="login_session").order_by("seq")
            assert [row.action for row in rows] == expected
            assert {row.person_id for row in rows} <= {ours.person_id}
