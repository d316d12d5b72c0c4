"""Login sessions: limits of time, polling, ending, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kollega.accounts.models import AccountEvent, LoginSession, Person
from kollega.accounts.operations.login_sessions import end_sessions_of
from kollega.kernel.clock import real_now
from kollega.kernel.permissions import Role
from kollega.platform.models import OutboxEvent
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from tests.factories import make_member, make_person, make_practice
from tests.signing_in import client_of, give_password, sign_in


def _login(client: Client) -> LoginSession:
    return LoginSession.objects.get(id=client.session["login"])


def _age(client: Client, **change: Any) -> None:
    LoginSession.objects.filter(id=client.session["login"]).update(**change)


def test_SS2_a_login_dies_after_30_idle_minutes() -> None:
    client = client_of(make_person())
    _age(client, seen_at=real_now() - timedelta(minutes=29, seconds=50))
    assert client.get("/account/").status_code == 200
    _age(client, seen_at=real_now() - timedelta(minutes=30))
    login = _login(client)
    assert client.get("/account/").status_code == 302
    login.refresh_from_db()
    assert login.ended_by == "idle"


def test_SS2_a_login_dies_after_12_hours_however_busy() -> None:
    client = client_of(make_person())
    _age(client, started_at=real_now() - timedelta(hours=12))
    login = _login(client)
    assert client.get("/account/").status_code == 302
    login.refresh_from_db()
    assert login.ended_by == "too_old"


@pytest.mark.parametrize(("headers", "extends"), [({}, True), ({"X-Poll": "1"}, False)])
def test_SS2_what_a_timer_asks_for_does_not_keep_a_login_alive(headers: dict[str, str], extends: bool) -> None:
    client = client_of(make_person())
    before = real_now() - timedelta(minutes=20)
    _age(client, seen_at=before)
    assert client.get("/account/", headers=headers).status_code == 200
    assert (_login(client).seen_at > before) is extends


def test_SS2_polling_is_checked_like_any_request() -> None:
    client = client_of(make_person())
    _age(client, seen_at=real_now() - timedelta(minutes=31))
    assert client.get("/account/", headers={"X-Poll": "1"}).status_code == 302


def test_SS2_a_fragment_of_a_dead_login_gets_401() -> None:
    client = client_of(make_person())
    _age(client, seen_at=real_now() - timedelta(minutes=31))
    assert client.get("/account/", headers={"HX-Request": "true"}).status_code == 401


def test_SS2_the_demo_clock_does_not_move_the_limits() -> None:
    from pathlib import Path

    from django.conf import settings

    from kollega.kernel.clock import write_offset

    client = client_of(make_person())
    write_offset(Path(settings.CLOCK_FILE), timedelta(days=3))
    try:
        assert client.get("/account/").status_code == 200
    finally:
        Path(settings.CLOCK_FILE).unlink()


def test_SS3_the_person_sees_their_logins_and_ends_one() -> None:
    person = make_person()
    here, there = client_of(person), client_of(person)
    other = _login(there)
    page = here.get("/account/").content.decode()
    assert page.count("/sessions/") == 2  # the other login, and all others at once
    assert here.post(f"/account/sessions/{other.id}/end/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_SS3_nobody_ends_the_login_of_somebody_else() -> None:
    mine, theirs = client_of(make_person()), client_of(make_person())
    mine.post(f"/account/sessions/{_login(theirs).id}/end/")
    assert theirs.get("/account/").status_code == 200


def test_SS3_all_others_end_at_once() -> None:
    person = make_person()
    here, *others = [client_of(person) for _ in range(3)]
    here.post("/account/sessions/end-others/")
    assert [other.get("/account/").status_code for other in others] == [302, 302]
    assert here.get("/account/").status_code == 200


def test_SS3_an_administrator_can_end_a_members_logins() -> None:
    person = make_person()
    client = client_of(person)
    assert end_sessions_of(person.pk) == 1
    assert client.get("/account/").status_code == 302


def test_AU10_a_closed_account_is_out_at_the_next_request() -> None:
    person = make_person()
    client = client_of(person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_AU10_a_removed_member_is_out_at_the_next_request() -> None:
    from django.db import transaction

    owner = make_practice()
    member = make_member(owner, Role.CLINICIAN)
    client = client_of(member)
    with tenant(owner.practice_id), transaction.atomic():
        slug = Membership.objects.select_related("practice").get(id=member.membership_id).practice.slug
    assert client.get(f"/p/{slug}/team/").status_code == 200
    with tenant(owner.practice_id), transaction.atomic():
        Membership.objects.filter(id=member.membership_id).update(ended_at=timezone.now())
    assert client.get(f"/p/{slug}/team/").status_code == 404


def test_a_login_from_a_new_browser_is_told_by_mail_once() -> None:
    person = give_password(make_person())

    def told() -> int:
        return OutboxEvent.objects.filter(kind="accounts.new_device", payload__person_id=str(person.pk)).count()

    first = Client()
    sign_in(first, person)
    assert told() == 0  # the very first login
    sign_in(first, person)
    assert told() == 0
    sign_in(Client(), person)
    assert told() == 1


def test_logins_and_failures_are_in_the_account_log_only_of_that_person() -> None:
    person = give_password(make_person())
    client = Client()
    client.post("/signin/", {"address": person.email, "password": "a wrong pass phrase"})
    sign_in(client, person)
    kinds = list(AccountEvent.objects.filter(person=person).order_by("at").values_list("kind", flat=True))
    assert kinds == ["password_wrong", "signed_in"]
    page = client.get("/account/").content.decode()
    assert "A wrong password was entered" in page
    assert "A wrong password was entered" not in client_of(make_person()).get("/account/").content.decode()
