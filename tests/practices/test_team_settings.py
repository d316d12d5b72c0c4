"""What holds for the whole team (T11): who sets it, and that nobody gets around the second factor."""

import pytest
from django.db import transaction

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden
from kollega.kernel.permissions import Area, Role
from kollega.platform.tenancy import tenant
from kollega.practices.operations.team_settings import change_team_settings
from kollega.practices.queries.team_settings import team_settings
from kollega.practices.rules.team_settings import Viewing, may_view
from tests.api.test_frame import caller
from tests.factories import make_member, make_practice
from tests.pages import slug_of
from tests.practices.team_settings import put_settings
from tests.signing_in import client_of, give_codes


@pytest.fixture
def owner() -> Actor:
    return make_practice()


def test_T11_a_new_team_has_the_calm_defaults(owner: Actor) -> None:
    known = team_settings(owner)
    assert not known.second_factor_for_all
    assert not known.consent_reminder
    assert (known.draft_days, known.note_footer, known.viewing) == (30, "", Viewing.NOBODY)


@pytest.mark.parametrize(
    "role", [Role.CLINICIAN, Role.ASSISTANT, Role.TEMPLATE_MANAGER, Role.OFFICE_STAFF], ids=lambda role: role.value
)
def test_T11_members_see_the_settings_and_cannot_override_them(owner: Actor, role: Role) -> None:
    member = make_member(owner, role)
    known = team_settings(member)
    with pytest.raises(Forbidden):
        change_team_settings(member, wanted=known)


def test_T11_an_administrator_changes_them_and_the_log_says_what(owner: Actor) -> None:
    put_settings(make_member(owner, Role.ADMIN), draft_days=7, note_footer="  Reg. 12  ")
    assert team_settings(owner).draft_days == 7
    assert team_settings(owner).note_footer == "Reg. 12"
    with tenant(owner.practice_id), transaction.atomic():
        row = LogEntry.objects.get(practice_id=owner.practice_id, object_type="team_settings")
    assert row.detail == {"draft_days": 7, "fields": ["draft_days", "note_footer"]}


@pytest.mark.parametrize("days", [0, -1, 366])
def test_T11_days_are_between_one_and_a_year(owner: Actor, days: int) -> None:
    with pytest.raises(BadInput) as refused:
        put_settings(owner, draft_days=days)
    assert list(refused.value.fields) == ["draft_days"]


def test_T11_a_footer_has_three_hundred_characters_at_most(owner: Actor) -> None:
    with pytest.raises(BadInput):
        put_settings(owner, note_footer="x" * 301)


@pytest.mark.parametrize(
    ("viewing", "expected"),
    [
        (Viewing.NOBODY, set()),
        (Viewing.ADMINS, {Role.OWNER, Role.ADMIN}),
        (Viewing.ASSISTANTS, {Role.OWNER, Role.ADMIN, Role.ASSISTANT}),
        (Viewing.EVERYONE, set(Role)),
    ],
)
def test_T11_who_may_view_colleagues_notes(viewing: Viewing, expected: set[Role]) -> None:
    assert {role for role in Role if may_view(viewing, [role])} == expected


def test_T11_everybody_needs_a_second_factor_on_pages(owner: Actor) -> None:
    bookkeeper = make_member(owner, Role.OFFICE_STAFF)
    where = f"/p/{slug_of(owner)}/team/"
    alone = client_of(bookkeeper, second_factor=False)
    assert alone.get(where).status_code == 200
    put_settings(owner, second_factor_for_all=True)
    answer = alone.get(where)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/second-step/")
    assert client_of(bookkeeper).get(where).status_code == 200
    put_settings(owner, second_factor_for_all=False)
    assert alone.get(where).status_code == 200


def test_T11_AU3_a_token_of_somebody_without_a_second_factor_stops(owner: Actor) -> None:
    manager = make_member(owner, Role.TEMPLATE_MANAGER)
    client = caller(manager)
    assert client.get("/api/v1/me").status_code == 200
    put_settings(owner, second_factor_for_all=True)
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "second_factor_missing")
    give_codes(Person.objects.get(pk=manager.person_id))
    assert client.get("/api/v1/me").status_code == 200


def test_T11_other_practices_keep_their_own_settings(owner: Actor) -> None:
    other = make_practice()
    put_settings(owner, second_factor_for_all=True, viewing=Viewing.EVERYONE)
    staff = make_member(other, Role.OFFICE_STAFF)
    assert client_of(staff, second_factor=False).get(f"/p/{slug_of(other)}/team/").status_code == 200
    assert not team_settings(other).second_factor_for_all


def test_T11_the_page_saves_and_keeps_what_cannot_stand(owner: Actor) -> None:
    client, where = client_of(owner), f"/p/{slug_of(owner)}/settings/team/"
    form = {"consent_reminder": "on", "draft_days": "14", "note_footer": "Reg. 12", "viewing": "admins"}
    assert client.post(where, form).status_code == 302
    known = team_settings(owner)
    assert (known.consent_reminder, known.draft_days, known.viewing) == (True, 14, Viewing.ADMINS)
    answer = client.post(where, {**form, "draft_days": "400", "note_footer": "Another"})
    assert answer.status_code == 422
    assert "Another" in answer.content.decode()
    assert "from 1 to 365" in answer.content.decode()
    assert client.post(where, {**form, "viewing": "strangers"}).status_code == 422
    assert client_of(make_member(owner, Role.CLINICIAN)).get(where).status_code == 403
    assert client_of(make_practice()).get(where).status_code == 404


def test_T11_the_api_reads_and_writes_the_settings(owner: Actor) -> None:
    ours, where = caller(owner), "/api/v1/practice/team-settings"
    body = ours.get(where).json()
    assert body["viewing"] == "nobody"
    answer = ours.put(where, {**body, "viewing": "assistants", "draft_days": 3}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert ours.get(where).json()["draft_days"] == 3
    bad = ours.put(where, {**body, "draft_days": 0}, content_type="application/json")
    assert (bad.status_code, list(bad.json()["fields"])) == (422, ["draft_days"])
    assert ours.put(where, {**body, "viewing": "all"}, content_type="application/json").status_code == 422
    theirs = caller(make_member(owner, Role.CLINICIAN))
    assert theirs.get(where).status_code == 200
    assert theirs.put(where, body, content_type="application/json").status_code == 403


def test_T11_who_may_view_colleagues_notes_needs_a_second_factor(owner: Actor) -> None:
    staff = make_member(owner, Role.OFFICE_STAFF, areas=(Area.FINANCES,))
    manager = make_member(owner, Role.TEMPLATE_MANAGER)
    where = f"/p/{slug_of(owner)}/team/"
    assert client_of(manager, second_factor=False).get(where).status_code == 200
    put_settings(owner, viewing=Viewing.EVERYONE)
    for somebody in (manager, staff):
        assert client_of(somebody, second_factor=False).get(where).status_code == 302
