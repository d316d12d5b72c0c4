"""Leaving and being removed: access ends at the next request on every path (T10, AU-10, AZ-8)."""

import re

from django.test import Client

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import Area, Role
from kollega.practices.operations.tokens import create_token
from tests.factories import make_member, make_practice
from tests.journal.making import make_client, make_note, make_visit
from tests.pages import browser, slug_of
from tests.teams.making import make_team


def paths_of(actor: Actor) -> dict[str, Client]:
    """A page, an open tab that asks for a fragment, one that polls, and a program with a token."""
    page = browser(actor)
    token = create_token(actor, name="test", scopes=actor.permissions, days=30)
    return {
        "page": page,
        "fragment": Client(headers={"HX-Request": "true"}),
        "polling": Client(headers={"HX-Request": "true", "X-Poll": "1"}),
        "program": Client(headers={"Authorization": f"Bearer {token}"}),
    } | {"page": page}


def statuses(paths: dict[str, Client], slug: str) -> dict[str, int]:
    for name in ("fragment", "polling"):
        paths[name].cookies = paths["page"].cookies
    return {
        name: client.get("/api/v1/members" if name == "program" else f"/p/{slug}/team/").status_code
        for name, client in paths.items()
    }


def test_AU10_AZ8_removal_ends_access_at_the_next_request_on_every_path() -> None:
    owner = make_team()
    kari = make_member(owner, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    paths, slug = paths_of(kari), slug_of(owner)
    assert set(statuses(paths, slug).values()) == {200}
    answer = browser(owner).post(f"/p/{slug}/team/{kari.membership_id}/remove/")
    assert answer.status_code == 302, answer.content
    assert statuses(paths, slug) == {"page": 404, "fragment": 404, "polling": 404, "program": 401}
    assert paths["page"].post(f"/p/{slug}/team/leave/").status_code == 404


def test_AU10_somebody_who_leaves_keeps_login_and_other_practices() -> None:
    from kollega.accounts.models import Person
    from tests.web.team.test_members import invited, join

    owner, own = make_team(), make_practice()
    person = Person.objects.get(pk=own.person_id)
    _, token = invited(owner, person.email)
    page = browser(own)
    join(page, token)
    slug = slug_of(owner)
    assert page.get(f"/p/{slug}/team/").status_code == 200
    answer = page.post(f"/p/{slug}/team/leave/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/practices/")
    assert page.get(f"/p/{slug}/team/").status_code == 404
    assert page.get(f"/p/{slug_of(own)}/team/").status_code == 200


def test_T10_the_page_lists_what_stands_in_the_way_and_hands_it_over() -> None:
    owner = make_team()
    kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN, name="Ola Lund")
    client_id = make_client(kari)
    visits = [make_visit(kari, client_id, hour=hour) for hour in (9, 11)]
    make_visit(ola, make_client(ola, family_name="Strand"), hour=11)
    make_note(kari, client_id).save("Saved.")
    page, base = browser(kari), f"/p/{slug_of(owner)}/team"
    own = f"{base}/{kari.membership_id}"
    shown = page.get(f"{base}/leave/").content.decode()
    for words in ("2 coming appointments", "Berit Lind", "Responsible for 1 client", "1 note is saved and not signed"):
        assert words in shown
    assert all(f"/calendar/{visit}/" in shown for visit in visits)
    assert page.post(f"{base}/leave/").status_code == 409
    assert page.post(f"{own}/appointments/hand-over/", {"to_id": ""}).status_code == 422
    to_ola = {"to_id": str(ola.membership_id)}
    told = page.post(f"{own}/appointments/hand-over/", to_ola, follow=True).content.decode()
    assert "1 appointment is handed over." in told
    assert "1 does not fit" in told
    assert "1 coming appointment" in told
    assert page.post(f"{own}/appointments/cancel/", {"reason": ""}).status_code == 422
    assert page.post(f"{own}/appointments/cancel/", {"sure": "on"}).status_code == 302
    assert page.post(f"{own}/clients/hand-over/", to_ola).status_code == 302
    assert page.post(f"{base}/leave/").status_code == 302


def test_T10_an_administrator_sees_no_clients_names_while_removing() -> None:
    owner = make_team()
    admin, kari = make_member(owner, Role.ADMIN), make_member(owner, Role.CLINICIAN)
    make_visit(kari, make_client(kari))
    shown = browser(admin).get(f"/p/{slug_of(owner)}/team/{kari.membership_id}/remove/").content.decode()
    assert "1 coming appointment" in shown
    assert "Lind" not in shown


def test_T8_nobody_else_touches_a_members_leaving() -> None:
    owner = make_team()
    kari, ola = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN)
    base = f"/p/{slug_of(owner)}/team/{kari.membership_id}"
    to_ola = {"to_id": str(ola.membership_id)}
    for path, body in (
        ("remove/", {}),
        ("appointments/hand-over/", to_ola),
        ("appointments/cancel/", {"sure": "on"}),
        ("clients/hand-over/", to_ola),
    ):
        assert browser(ola).post(f"{base}/{path}", body).status_code == 403, path
        assert browser(make_practice()).post(f"{base}/{path}", body).status_code == 404, path
    assert browser(owner).post(f"/p/{slug_of(owner)}/team/{owner.membership_id}/remove/").status_code == 302
    assert browser(owner).post(f"/p/{slug_of(owner)}/team/leave/").status_code == 409


def test_T10_signed_notes_are_taken_along_on_the_page_and_read_in_the_own_practice() -> None:
    from tests.journal.making import make_signed
    from tests.teams.test_carrying import leaver

    owner, kari, own = leaver()
    make_signed(kari, "She slept better.")
    page, base = browser(kari), f"/p/{slug_of(owner)}/team/leave/"
    assert "Take your signed notes along" in page.get(base).content.decode()
    assert page.post(f"{base}notes/", {"to_id": str(owner.practice_id)}).status_code == 422
    told = page.post(f"{base}notes/", {"to_id": str(own.practice_id)}, follow=True).content.decode()
    assert "1 copy is in your practice now." in told
    notes = f"/p/{slug_of(own)}/notes/"
    assert "From another practice" in page.get(notes).content.decode()
    listed = page.get(f"{notes}carried/").content.decode()
    assert "Berit Lind" in listed
    [address] = set(re.findall(rf"{notes}carried/[0-9a-f-]{{36}}/", listed))
    shown = page.get(address).content.decode()
    assert "She slept better." in shown
    assert "As it was signed" in shown
