"""The back office: pages of practices, contracts, requests and plans for operators, and for nobody else."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client, override_settings

from kollega.catalogue.queries.contracts import contract_of
from kollega.config.routes import Route, routes
from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Role
from kollega.operator.models import Operator
from kollega.operator.operations.large_teams import ask_for_large_team
from kollega.platform.tenancy import tenant
from kollega.practices.models import Practice
from kollega.teams.operations.creating import create_team
from tests.contracts.test_matrix import PARAMETER, bare
from tests.factories import make_member, make_person, make_practice
from tests.journal.making import make_client, make_signed
from tests.operator.making import make_operator
from tests.operator.plans import CONTRACT, limited
from tests.pages import slug_of
from tests.signing_in import client_of


@pytest.fixture(autouse=True)
def _with_limits() -> Iterator[None]:
    with limited():
        yield


@pytest.fixture(scope="module")
def owner() -> Actor:
    return make_practice()


@pytest.fixture(scope="module")
def office() -> Client:
    return client_of(make_operator())


def pages() -> list[Route]:
    return [route for route in routes() if route.access and route.access.kind == "operator"]


def address(route: Route, ids: dict[str, str]) -> str:
    return PARAMETER.sub(lambda match: ids[match.group(1)], route.path)


@pytest.fixture(scope="module")
def ids(owner: Actor) -> dict[str, str]:
    return {"practice_id": str(owner.practice_id), "request_id": str(ask_for_large_team(owner, members=12))}


def page_of(client: Client, method: str, where: str) -> tuple[int, bytes]:
    """Status and page, without tokens; the page's own address stands in the form that changes the language."""
    answer = getattr(client, method)(where)
    return answer.status_code, bare(answer, {}).replace(where.encode(), b"address")


@pytest.mark.parametrize("route", pages(), ids=lambda route: route.path)
def test_TI7_the_back_office_does_not_show_that_it_exists(owner: Actor, ids: dict[str, str], route: Route) -> None:
    where = address(route, ids)
    strangers = {
        "nobody": Client(),
        "owner": client_of(owner),
        "admin": client_of(make_member(owner, Role.ADMIN)),
        "operator without a second factor": client_of(make_operator(), second_factor=False),
    }
    for who, client in strangers.items():
        for method in ("get", "post"):
            found = page_of(client, method, where)
            assert found[0] == 404, (who, method)
            assert found == page_of(client, method, "/no-such-page-anywhere/"), (who, method)


def test_TI7_a_form_without_its_token_tells_nothing_either(ids: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/operator/").status_code == 404
    operator = make_operator()
    known = Client(enforce_csrf_checks=True)
    known.force_login(operator)
    assert known.post(f"/operator/practices/{ids['practice_id']}/contract/", CONTRACT).status_code == 403


@pytest.mark.parametrize("route", pages(), ids=lambda route: route.path)
def test_T5b_every_page_opens_for_an_operator(office: Client, ids: dict[str, str], route: Route) -> None:
    if route.path.endswith("/end/"):
        office.post(address(route, ids).replace("end/", ""), CONTRACT)
    answer = office.get(address(route, ids))
    assert answer.status_code == 200, answer.content[:300]


def test_T5b_somebody_removed_is_out_at_the_next_request() -> None:
    person = make_operator()
    client = client_of(person)
    assert client.get("/operator/").status_code == 200
    Operator.objects.filter(person=person).update(ended_at=person.joined_at)
    assert client.get("/operator/").status_code == 404


def test_TI2_a_missing_practice_is_404(office: Client) -> None:
    assert office.get(f"/operator/practices/{uuid4()}/").status_code == 404
    assert office.get(f"/operator/requests/{uuid4()}/").status_code == 404


def test_TI7_no_page_holds_anything_of_a_client(office: Client, owner: Actor, ids: dict[str, str]) -> None:
    """A client with a telling name, a note with a telling text: no page of the back office says either."""
    client_id = make_client(owner, family_name="Zaphodsson")
    make_signed(owner, "Unmistakable sentence.", client_id)
    for route in pages():
        page = office.get(address(route, ids)).content.decode()
        for telling in ("Zaphodsson", "Unmistakable", str(client_id)):
            assert telling not in page, route.path


def test_TI7_an_operator_has_no_way_into_a_practice(owner: Actor) -> None:
    office = client_of(make_operator())
    slug = slug_of(owner)
    client_id = make_client(owner)
    for path in ("", "clients/", f"clients/{client_id}/", "calendar/", "notes/", "log/", "team/", "settings/"):
        assert office.get(f"/p/{slug}/{path}").status_code == 404, path


def test_T5b_practices_are_found_by_name(office: Client) -> None:
    mine, other = make_practice(), make_practice()
    with tenant(mine.practice_id), transaction.atomic():
        Practice.objects.filter(id=mine.practice_id).update(name="Orangeriet")
    page = office.get("/operator/?q=orangeri").content.decode()
    assert str(mine.practice_id) in page
    assert str(other.practice_id) not in page
    assert "No practice matches" in office.get("/operator/?q=zzzzqqq").content.decode()
    assert office.get("/operator/?q=%25%27--&page=99").status_code == 200


def test_T12_an_operator_sets_changes_and_ends_a_contract(office: Client) -> None:
    owner = make_practice()
    where = f"/operator/practices/{owner.practice_id}/"
    assert office.post(f"{where}contract/", CONTRACT).status_code == 302
    page = office.get(where).content.decode()
    assert "Maja Ek" in page
    assert "Change contract" in page
    shown = office.get(f"{where}contract/").content.decode()
    assert 'value="4"' in shown
    office.post(f"{where}contract/", {**CONTRACT, "ends_on": "2026-06-30", "contact_name": "Per Dal"})
    with tenant(owner.practice_id), transaction.atomic():
        stored = contract_of(owner.practice_id)
    assert stored is not None
    assert stored.ends_at is not None
    # The last day counts whole, in the practice's own time zone.
    assert stored.ends_at.isoformat() == "2026-06-30T22:00:00+00:00"
    office.post(f"{where}contract/", CONTRACT)
    assert office.post(f"{where}contract/end/").status_code == 302
    assert "Set a contract" in office.get(where).content.decode()
    assert office.get(f"{where}contract/end/").status_code == 404


def test_T12_a_bad_contract_keeps_what_was_typed(office: Client, owner: Actor) -> None:
    where = f"/operator/practices/{owner.practice_id}/contract/"
    answer = office.post(where, {**CONTRACT, "rooms_count": "", "contact_email": "x", "note": "Agreement 12"})
    assert answer.status_code == 422
    assert "Agreement 12" in answer.content.decode()
    assert "Enter a whole number." in answer.content.decode()


def test_T12_a_request_is_answered_in_the_back_office(office: Client, owner: Actor) -> None:
    request_id = ask_for_large_team(owner, members=33, message="Thirty-three of us")
    assert "Requests" in office.get("/operator/").content.decode()
    page = office.get(f"/operator/requests/{request_id}/").content.decode()
    assert "Thirty-three of us" in page
    assert office.post(f"/operator/requests/{request_id}/", {"note": "Agreed by phone"}).status_code == 302
    assert str(request_id) not in office.get("/operator/requests/").content.decode()
    assert str(request_id) in office.get("/operator/requests/?show=handled").content.decode()
    assert office.post(f"/operator/requests/{request_id}/", {"note": "x" * 501}).status_code == 422


def test_TI7_the_practice_reads_in_its_log_what_the_operator_did(office: Client) -> None:
    owner = make_practice()
    office.post(f"/operator/practices/{owner.practice_id}/contract/", CONTRACT)
    page = client_of(owner).get(f"/p/{slug_of(owner)}/log/").content.decode()
    assert "The operator set the practice&#x27;s contract." in page


def test_P1_the_catalogue_in_force_is_shown_in_words(office: Client) -> None:
    page = office.get("/operator/catalogue/").content.decode()
    assert "€15 a month" in page
    assert "From 10 members on, a team asks here first." in page
    assert "tries a paid plan for 45 days" in page
    with override_settings(CATALOGUE="open"):
        assert "Nothing is ever paid." in office.get("/operator/catalogue/").content.decode()


def test_T5b_an_operator_gives_a_practice_another_plan(office: Client) -> None:
    owner = make_practice()
    where = f"/operator/practices/{owner.practice_id}/"
    assert office.post(f"{where}plan/", {"plan_id": "small", "cycle": "year"}).status_code == 302
    assert "The practice has the plan Small." in office.get(where).content.decode()
    assert office.post(f"{where}plan/", {"plan_id": "small", "cycle": "year"}).status_code == 409
    assert office.post(f"{where}plan/", {"plan_id": "paid", "cycle": "year"}).status_code == 422
    office.post(f"{where}contract/", CONTRACT)
    answer = office.post(f"{where}plan/", {"plan_id": "everything", "cycle": "month"})
    assert answer.status_code == 409
    assert "A contract sets your plan" in answer.content.decode()


def test_T5b_an_operator_without_a_practice_lands_in_the_back_office() -> None:
    assert client_of(make_operator()).get("/practices/").headers["Location"] == "/operator/"
    waiting = client_of(make_operator(), second_factor=False).get("/practices/").headers["Location"]
    assert waiting == "/account/second-step/?next=%2Foperator%2F"
    assert "/operator/" not in client_of(make_person()).get("/practices/").content.decode()


def test_T5b_only_operators_see_the_way_in() -> None:
    assert "/operator/" in client_of(make_operator()).get("/account/").content.decode()
    assert "/operator/" not in client_of(make_person()).get("/account/").content.decode()


def test_T12_the_form_is_reached_from_the_team_and_from_the_invitations() -> None:
    owner = make_practice()
    create_team(owner, name="Ours", records=Practice.Responsibility.INDIVIDUAL)
    client, slug = client_of(owner), slug_of(owner)
    where = f"/p/{slug}/team/large/"
    for page in ("team/", "invitations/new/"):
        assert where in client.get(f"/p/{slug}/{page}").content.decode(), page
    answer = client.post(where, {"members": "0", "phone": "abc", "message": "From May"})
    assert answer.status_code == 422
    assert "From May" in answer.content.decode()
    assert client.post(where, {"members": "14", "phone": "+46 8 1", "message": ""}).status_code == 302
    assert "14 members" in client.get(where).content.decode()
    assert client_of(make_member(owner, Role.CLINICIAN)).get(where).status_code == 403


def test_T12_under_a_contract_the_contact_person_stands_there(office: Client) -> None:
    owner = make_practice()
    office.post(f"/operator/practices/{owner.practice_id}/contract/", CONTRACT)
    page = client_of(owner).get(f"/p/{slug_of(owner)}/team/large/").content.decode()
    assert "maja@installation.example" in page
