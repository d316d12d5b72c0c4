from datetime import timedelta

from kollega.accounts.models import AccountEvent, LoginSession, MailedLink
from kollega.accounts.operations.expiring import expire
from kollega.kernel.clock import real_now
from tests.factories import make_person


def test_old_links_logins_and_activity_are_forgotten_and_new_ones_kept() -> None:
    person, now = make_person(), real_now()
    for age in (timedelta(days=1), timedelta(days=200)):
        then = now - age
        MailedLink.objects.create(
            purpose="reset", address=person.email, language="en", person=person, requested_at=then, expires_at=then
        )
        AccountEvent.objects.create(person=person, at=then, kind="signed_in", address="", device="", request_id="")
        LoginSession.objects.create(
            person=person, started_at=then, seen_at=then, ended_at=then, second_factor=True, address="", device=""
        )
    expire(now)
    for model in (MailedLink, AccountEvent, LoginSession):
        assert model._default_manager.filter(person=person).count() == 1, model
