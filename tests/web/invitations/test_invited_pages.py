"""What the holder of a mailed link meets, by HTTP as a browser does (I3 to I5, IN-1 to IN-7)."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from kollega.kernel.clock import real_now, write_offset
from kollega.platform.tenancy import tenant
from kollega.practices.models import Membership
from kollega.teams.models import Invitation
from tests.signing_in import client_of
from tests.teams.making import invited, make_person_at, make_team, membership_of

NEW = "three quite new words"


@pytest.fixture
def clock() -> Iterator[Path]:
    """The file by which business time is moved."""
    file = Path(settings.CLOCK_FILE)
    yield file
    write_offset(file, timedelta(0))


def page(token: str) -> str:
    return f"/invitation/{token}/"


def body(answer: object) -> str:
    """The page without what differs from answer to answer."""
    text = answer.content.decode()  # type: ignore[attr-defined]  # an answer of Django's test client
    return re.sub(r"[A-Za-z0-9]{64}|[A-Za-z0-9_-]{43}", "", text)


def test_I4_a_signed_in_person_reads_and_accepts() -> None:
    owner = make_team()
    address, token = invited(owner)
    kari = make_person_at(address)
    browser = client_of(kari)
    shown = browser.get(page(token))
    assert shown.status_code == 200
    assert "Anna Berg" in shown.content.decode()
    assert membership_of(owner, kari) is None
    seen = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    assert seen is not None
    answer = browser.post(page(token), {"seen": seen.group(1)})
    assert answer.status_code == 302, answer.content
    assert membership_of(owner, kari) is not None


def test_IN7_a_mail_scanner_that_opens_the_link_five_times_changes_nothing() -> None:
    owner = make_team()
    address, token = invited(owner)
    before = snapshot(owner.practice_id)
    for _ in range(5):
        assert Client().get(page(token)).status_code == 200
        assert Client().head(page(token)).status_code == 200
    assert snapshot(owner.practice_id) == before
    assert client_of(make_person_at(address)).post(page(token)).status_code == 302


def snapshot(practice_id: object) -> list[object]:
    with tenant(practice_id), transaction.atomic():  # type: ignore[arg-type]  # a UUID
        return [list(Invitation.objects.values()), list(Membership.objects.values())]


def test_IN1_by_the_clock_29_days_23_h_59_min_is_good_and_30_days_and_a_minute_is_gone(clock: Path) -> None:
    owner = make_team()
    (early, early_token), (late, late_token) = invited(owner), invited(owner)
    write_offset(clock, owner.at + timedelta(days=30, minutes=1) - real_now())
    assert client_of(make_person_at(late)).post(page(late_token)).status_code == 410
    write_offset(clock, owner.at + timedelta(days=29, hours=23, minutes=59) - real_now())
    assert client_of(make_person_at(early)).post(page(early_token)).status_code == 302
