"""The team's list and a member's page, for those who manage and those who do not (T2, T4, T6, T8, SS-3)."""

from django.test import override_settings

from kollega.catalogue.models import Contract
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from tests.factories import make_member, make_person, make_practice
from tests.journal.making import make_client, make_visit
from tests.pages import browser, slug_of
from tests.signing_in import client_of
from tests.teams.making import invited, make_team
from tests.teams.members import give_seat, in_catalogue, inside, roles_of, seats_of


def team_page(actor: Actor) -> str:
    answer = browser(actor).get(f"/p/{slug_of(actor)}/team/")
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


def test_T8_members_see_the_list_and_only_administrators_see_billing_invitations_and_types() -> None:
    with in_catalogue("keep"):
        owner = make_team()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "unlimited", own=False)
        invited(owner, plan="unlimited")
        for_admin, for_member = team_page(owner), team_page(kari)
    managing = ["/billing/", "/invitations/new/", "1 pending invitation", "Account type", "Who pays", "Unlimited"]
    for words in managing:
        assert words in for_admin, words
        assert words not in for_member, words
    assert "Kari Dahl" in for_member
    assert "Anna Berg" in for_member


def test_T4_a_practice_of_one_is_offered_to_become_a_team_instead_of_inviting() -> None:
    owner = make_practice()
    shown = team_page(owner)
    assert "/team/create/" in shown
    assert "/invitations/new/" not in shown


def test_P0_where_nothing_is_paid_nobody_is_told_who_pays() -> None:
    shown = team_page(make_team())
    assert "Who pays" not in shown
    assert "/invitations/new/" in shown


def test_T12_a_practice_under_a_contract_sees_its_contact_person_in_place_of_the_invitation() -> None:
    owner = make_team()
    with inside(owner):
        Contract.objects.create(
            practice_id=owner.practice_id,
            plan="everything",
            contact_name="Siri Support",
            contact_email="siri@operator.example",
            begins_at=owner.at,
            set_at=owner.at,
        )
    shown = team_page(owner)
    assert "Siri Support" in shown
    assert "siri@operator.example" in shown
    assert "/invitations/new/" not in shown


def test_T4_the_last_admin_keeps_the_role_and_ownership_is_not_given_away() -> None:
    owner = make_practice()
    other = make_member(owner, Role.ADMIN)
    as_other = browser(other)
    owners_page = f"/p/{slug_of(owner)}/team/{owner.membership_id}/"
    assert as_other.post(owners_page, {"roles": ["clinician"]}).status_code == 422
    own_page = f"/p/{slug_of(owner)}/team/{other.membership_id}/"
    assert as_other.post(own_page, {"roles": ["owner", "admin"]}).status_code == 422
    assert as_other.post(own_page, {"roles": ["clinician"]}).status_code == 302
    assert as_other.get(own_page).status_code == 403


def test_T7_what_stands_in_the_way_of_support_is_shown_on_the_page() -> None:
    with in_catalogue("keep"):
        owner = make_practice()
        make_visit(owner, make_client(owner))
        address = f"/p/{slug_of(owner)}/team/{owner.membership_id}/account-type/"
        answer = browser(owner).post(address, {"plan": "support"})
        assert answer.status_code == 409
        assert "These appointments stand in the way" in answer.content.decode()
        assert "Berit Lind" in answer.content.decode()
        assert [seat.state.plan_id for seat in seats_of(owner)] == ["unlimited"]


def test_T6_the_account_type_changes_on_the_page_and_roles_stay() -> None:
    with in_catalogue("keep"):
        owner = make_team()
        kari = make_member(owner, Role.CLINICIAN)
        give_seat(kari, "unlimited", own=False)
        address = f"/p/{slug_of(owner)}/team/{kari.membership_id}/account-type/"
        assert browser(owner).post(address, {"plan": "essentials"}).status_code == 302
        assert browser(owner).post(address, {"plan": "no-such"}).status_code == 422
        assert browser(kari).post(address, {"plan": "support"}).status_code == 403
        assert roles_of(kari) == {"clinician"}
        assert [seat.state.plan_id for seat in seats_of(kari)] == ["essentials"]


def test_SS3_an_admin_ends_a_members_logins_and_nobody_else_does() -> None:
    owner = make_practice()
    member = make_member(owner, Role.CLINICIAN)
    address = f"/p/{slug_of(owner)}/team/{member.membership_id}/logins/end/"
    as_member = client_of(member)
    team = f"/p/{slug_of(owner)}/team/"
    assert as_member.post(address).status_code == 403
    assert as_member.get(team).status_code == 200
    assert client_of(owner).post(address).status_code == 302
    assert as_member.get(team).status_code == 302
    foreign = f"/p/{slug_of(owner)}/team/{make_practice().membership_id}/logins/end/"
    assert client_of(owner).post(foreign).status_code == 404


def test_T2_owned_and_joined_practices_are_two_lists() -> None:
    from kollega.accounts.models import Person

    one, other = make_practice(), make_team()
    person = Person.objects.get(pk=one.person_id)
    client = client_of(person)
    assert client.get("/practices/").status_code == 302
    assert "Joined teams" not in client.get("/practices/?all=1").content.decode()
    _, token = invited(other, person.email)
    join(client, token)
    shown = client.get("/practices/").content.decode()
    mine, joined = shown.index("My teams"), shown.index("Joined teams")
    assert mine < shown.index(f"/p/{slug_of(one)}/") < joined < shown.index(f"/p/{slug_of(other)}/")
    assert "2 members" in shown
    assert "Start another practice" in shown


def join(client, token: str) -> None:  # type: ignore[no-untyped-def]  # a test client
    page = client.get(f"/invitation/{token}/").content.decode()
    import re

    fields = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page.split("<form")[-1]))
    answer = client.post(f"/invitation/{token}/", fields)
    assert answer.status_code == 302, answer.content


def test_T2_somebody_without_a_practice_starts_one_or_has_an_invitation() -> None:
    person = make_person()
    shown = client_of(person).get("/practices/")
    assert shown.status_code == 200
    assert "/practices/new/" in shown.content.decode()
    assert "I have an invitation" in shown.content.decode()
    assert person.email in shown.content.decode()


def test_T4_the_page_says_which_plan_is_missing_and_the_server_refuses() -> None:
    with in_catalogue("take_over"):
        owner = make_practice()
        client, address = browser(owner), f"/p/{slug_of(owner)}/team/create/"
        assert "one of these plans: Pro, Practice" in client.get(address).content.decode()
        answer = client.post(address, {"name": "Team", "records": "central"})
        assert answer.status_code == 409
        assert 'value="Team"' in answer.content.decode()
    with override_settings(CATALOGUE="open"):
        assert client.post(address, {"name": "Team", "records": "central"}).status_code == 302
        assert client.post(address, {"name": "Team", "records": "central"}).status_code == 409
