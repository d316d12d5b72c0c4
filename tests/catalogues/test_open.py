"""The default: everything on, no limits, nothing to pay (P0)."""

from datetime import UTC, datetime, timedelta

from kollega.kernel.permissions import Role
from tests.catalogues.booking import booked, calendar_of, codes
from tests.catalogues.house import invite, joined, practice_of, somebody, team_of
from tests.factories import unique


def test_P0_nothing_is_limited() -> None:
    calendar = calendar_of(practice_of(somebody()))
    first = datetime(2031, 3, 3, 8, tzinfo=UTC)
    assert codes(booked(calendar, first + timedelta(hours=n)) for n in range(31)) == {201}
    assert codes(calendar.room() for _ in range(9)) == {201}


def test_P0_nobody_is_asked_who_pays() -> None:
    team = team_of(somebody())
    page = team.owner.browser.get(team.at("invitations/new/")).content.decode()
    assert 'name="offer"' not in page
    assert invite(team, f"{unique('new')}@example.test", plan="clinician").status_code == 302


def test_P0_everybody_joins_as_what_they_are_invited_as() -> None:
    team, clinician, helper = team_of(somebody()), somebody(), somebody()
    joined(team, clinician, plan="clinician")
    joined(team, helper, plan="assistant", roles=(Role.ASSISTANT,))
    page = team.owner.browser.get(team.at("team/")).content.decode()
    assert page.count("Kari Dahl") >= 3
