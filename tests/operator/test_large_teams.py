"""Asking for a large team (T12): into the operator's inbox, with a mail to each operator."""

import pytest
from django.db import transaction

from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound, TooMany
from kollega.kernel.permissions import Role
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.operator.operations.large_teams import ask_for_large_team, note_answer
from kollega.operator.queries.large_teams import one_request, own_requests, requests
from kollega.platform.tenancy import tenant
from tests.factories import make_member, make_practice
from tests.jobs import run_jobs
from tests.operator.making import make_operator, operator_in


@pytest.fixture
def owner() -> Actor:
    return make_practice()


def test_T12_a_request_waits_in_the_inbox_until_it_is_handled(owner: Actor) -> None:
    request_id = ask_for_large_team(owner, members=14, phone="+46 8 123 456", message="From January.")
    found = next(row for row in requests(handled=False) if row.id == request_id)
    assert (found.members, found.phone, found.message) == (14, "+46 8 123 456", "From January.")
    note_answer(operator_in(owner.practice_id, make_operator()), request_id=request_id, note="Called back.")
    assert request_id not in {row.id for row in requests(handled=False)}
    assert one_request(request_id).note == "Called back."
    assert own_requests(owner)[0].handled_at is not None


def test_T12_every_operator_gets_a_mail_in_their_language(owner: Actor) -> None:
    people = [make_operator(language="sv"), make_operator(language="de")]
    ask_for_large_team(owner, members=12)
    run_jobs(owner.practice_id)
    with tenant(None), transaction.atomic():
        mails = Mail.objects.filter(kind="large_team", person_id__in=[person.pk for person in people])
        texts = {mail.person_id: open_content(None, mail.id, bytes(mail.sealed)).decode() for mail in mails}
    assert "stort team" in texts[people[0].pk]
    assert "Team" in texts[people[1].pk]
    assert "/operator/requests/" in texts[people[0].pk]


@pytest.mark.parametrize(
    ("field", "value"), [("members", 0), ("members", 100_001), ("phone", "call me"), ("message", "x" * 2001)]
)
def test_T12_what_is_asked_is_checked(owner: Actor, field: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        ask_for_large_team(owner, **{"members": 12, field: value})  # type: ignore[arg-type]  # wrong on purpose
    assert list(refused.value.fields) == [field]


def test_T12_five_requests_a_day_are_enough(owner: Actor) -> None:
    for _ in range(5):
        ask_for_large_team(owner, members=12)
    with pytest.raises(TooMany):
        ask_for_large_team(owner, members=12)


def test_T12_only_who_may_invite_asks(owner: Actor) -> None:
    with pytest.raises(Forbidden):
        ask_for_large_team(make_member(owner, Role.CLINICIAN), members=12)


def test_T12_a_request_is_answered_in_its_own_practice(owner: Actor) -> None:
    request_id = ask_for_large_team(owner, members=12)
    elsewhere = operator_in(make_practice().practice_id, make_operator())
    with pytest.raises(NotFound):
        note_answer(elsewhere, request_id=request_id, note="")
