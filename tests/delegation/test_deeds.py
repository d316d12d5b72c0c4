"""What a delegate may do in the owner's column, and that each use names both (B8, BK-11, AZ-10)."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from kollega.audit.queries.entries import LoggedAction
from kollega.clients.queries.access import require_readable
from kollega.delegation.queries.uses import uses_of_my_calendar
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.grants import Deed
from kollega.kernel.permissions import Area, ClientFields, Role
from kollega.platform.tenancy import tenant
from kollega.scheduling.enums import Status
from kollega.scheduling.operations.attendance import set_status
from kollega.scheduling.operations.blocks import block
from kollega.scheduling.operations.booking import book
from kollega.scheduling.operations.cancelling import cancel
from kollega.scheduling.operations.editing import edit
from kollega.scheduling.operations.moving import move, resize
from kollega.scheduling.operations.registering import register_to_book
from kollega.scheduling.operations.undoing import undo
from kollega.scheduling.queries.appointments import appointment
from kollega.scheduling.queries.calendar import calendar_range
from tests.delegation.making import again, grant, secretary_of
from tests.factories import make_member, make_practice
from tests.pages import slug_of
from tests.scheduling.factories import make_client, make_hours, make_service, tomorrow_at
from tests.signing_in import client_of

Doing = Callable[[Actor, Actor, UUID, UUID], object]


@pytest.fixture
def anna() -> Actor:
    actor = make_practice()
    make_hours(actor)
    return actor


def visit(of: Actor, hour: int, by: Actor | None = None, client: UUID | None = None) -> UUID:
    return book(
        by or of,
        client_id=client or make_client(of),
        service_id=None,
        minutes=30,
        clinician_id=of.own_membership,
        starts_at=tomorrow_at(of, hour),
    ).appointment_id


DOINGS: dict[str, tuple[Deed, Doing]] = {
    "book": (Deed.BOOK, lambda who, of, _visit, client: visit(of, 15, by=who, client=client)),
    "move": (Deed.MOVE, lambda who, of, id_, _: move(who, appointment_id=id_, starts_at=tomorrow_at(of, 11))),
    "resize": (Deed.MOVE, lambda who, of, id_, _: resize(who, appointment_id=id_, minutes=45)),
    "edit": (Deed.MOVE, lambda who, of, id_, _: edit(who, appointment_id=id_, minutes=40)),
    "cancel": (Deed.CANCEL, lambda who, of, id_, _: cancel(who, appointment_id=id_)),
    "arrived": (Deed.BOOK, lambda who, of, id_, _: set_status(who, appointment_id=id_, status=Status.CONFIRMED)),
}


@pytest.mark.parametrize("name", list(DOINGS))
@pytest.mark.parametrize("deed", list(Deed))
def test_B8_a_delegate_may_do_what_was_granted_and_nothing_else(anna: Actor, deed: Deed, name: str) -> None:
    needed, doing = DOINGS[name]
    client = make_client(anna)
    appointment_id = visit(anna, 10, client=client)
    who = secretary_of(anna, deed)
    if deed is needed:
        doing(who, anna, appointment_id, client)
        return
    with pytest.raises(Forbidden):
        doing(who, anna, appointment_id, client)


def test_B8_no_grant_opens_private_blocks(anna: Actor) -> None:
    who = secretary_of(anna)
    times = {"starts_at": tomorrow_at(anna, 12), "ends_at": tomorrow_at(anna, 13)}
    with pytest.raises(Forbidden):
        block(who, clinician_id=anna.own_membership, **times)
    own = block(anna, clinician_id=anna.own_membership, **times)
    with pytest.raises(NotFound):
        cancel(who, appointment_id=own.appointment_id)


def test_B8_other_columns_are_out_of_reach(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    make_hours(kari)
    theirs = visit(kari, 10)
    mine = visit(anna, 10)
    who = secretary_of(anna)
    with pytest.raises(NotFound):
        cancel(who, appointment_id=theirs)
    with pytest.raises(NotFound):
        visit(kari, 14, by=who, client=make_client(kari))
    with pytest.raises(NotFound):
        move(who, appointment_id=mine, starts_at=tomorrow_at(anna, 11), clinician_id=kari.own_membership)


def test_B8_only_the_owners_clients_can_be_booked(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    theirs = make_client(kari)
    who = secretary_of(anna)
    with pytest.raises(NotFound):
        visit(anna, 10, by=who, client=theirs)
    mine = visit(anna, 10)
    with pytest.raises(NotFound):
        edit(who, appointment_id=mine, client_id=theirs)


def test_B8_who_may_only_move_gives_no_other_client_and_writes_no_line(anna: Actor) -> None:
    mine = visit(anna, 10)
    mover = secretary_of(anna, Deed.MOVE)
    with pytest.raises(Forbidden):
        edit(mover, appointment_id=mine, client_id=make_client(anna))
    with pytest.raises(Forbidden):
        edit(mover, appointment_id=mine, service_id=make_service(anna))
    with pytest.raises(BadInput):
        edit(secretary_of(anna), appointment_id=mine, internal_line="x")


def test_B8_an_undo_needs_the_grant_of_what_it_takes_back(anna: Actor) -> None:
    mine = visit(anna, 10)
    kari = make_member(anna, Role.ASSISTANT)
    first = grant(anna, kari, Deed.MOVE)
    moved = move(again(kari), appointment_id=mine, starts_at=tomorrow_at(anna, 11))
    from kollega.delegation.operations.ending import revoke

    revoke(anna, grant_id=first)
    grant(anna, kari, Deed.CANCEL)
    with pytest.raises(Forbidden):
        undo(again(kari), change_id=moved.change_id)
    grant(anna, kari, Deed.MOVE)
    undo(again(kari), change_id=moved.change_id)


def uses(of: Actor) -> list[LoggedAction]:
    return uses_of_my_calendar(of).page.rows


def test_BK11_AZ10_every_use_names_both_persons_with_before_and_after(anna: Actor) -> None:
    client = make_client(anna)
    appointment_id = visit(anna, 10, client=client)
    who = secretary_of(anna)
    day = tomorrow_at(anna, 10).date()
    calendar_range(who, first=day, last=day)
    appointment(who, appointment_id=appointment_id)
    move(who, appointment_id=appointment_id, starts_at=tomorrow_at(anna, 11))
    cancel(who, appointment_id=appointment_id)
    found = uses(anna)
    assert [(row.action, row.object_type) for row in found] == [
        ("cancel", "appointment"),
        ("move", "appointment"),
        ("read", "appointment"),
        ("read", "calendar"),
    ]
    assert {(row.person_id, row.on_behalf_of) for row in found} == {(who.person_id, anna.person_id)}
    moved = found[1].detail
    before, after = moved["before"]["starts_at"], moved["after"]["starts_at"]
    assert before != after
    assert uses_of_my_calendar(anna, person_id=who.person_id).page.rows == found
    assert uses_of_my_calendar(anna, person_id=anna.person_id).page.rows == []


def test_BK11_the_office_in_a_clinicians_calendar_is_on_their_list_too(anna: Actor) -> None:
    kari = make_member(anna, Role.CLINICIAN)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    booked = visit(anna, 10, by=office)
    move(office, appointment_id=booked, starts_at=tomorrow_at(anna, 11), clinician_id=kari.own_membership)
    assert [row.action for row in uses(anna)] == ["move", "create"]
    assert [row.action for row in uses(kari)] == ["move"]
    visit(anna, 14)
    assert len(uses(anna)) == 2


def test_B9_office_staff_with_initials_sees_initials_and_opens_no_client(anna: Actor) -> None:
    from dataclasses import replace

    from kollega.clients.queries.search import client_choices
    from kollega.kernel.permissions import permissions_of

    client = make_client(anna, given="Secretname")
    appointment_id = visit(anna, 10, client=client)
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    cut = replace(
        office,
        office_fields=ClientFields.INITIALS,
        permissions=permissions_of(office.roles, office.areas, ClientFields.INITIALS),
    )
    details = appointment(cut, appointment_id=appointment_id)
    assert details.event.client is not None
    assert details.event.client.name == "S. B."
    assert details.contact is None
    with pytest.raises(Forbidden):
        client_choices(cut, text="Secret")
    visit(anna, 12, by=cut, client=client)


def test_B8_a_grant_that_begins_later_opens_nothing_before(anna: Actor) -> None:
    kari = make_member(anna, Role.ASSISTANT)
    grant(anna, kari, Deed.SEE, begins=timedelta(hours=2))
    day = tomorrow_at(anna, 10).date()
    with pytest.raises(Forbidden):
        calendar_range(again(kari), first=day, last=day)


def test_B8_a_delegate_with_contact_data_adds_a_client_of_the_owner_and_the_owner_reads_it(anna: Actor) -> None:
    sol = secretary_of(anna, Deed.BOOK, fields=ClientFields.CONTACT)
    client_id = register_to_book(sol, clinician_id=anna.own_membership, family_name="Newcomer", phone="0701239876")
    (row,) = [row for row in uses_of_my_calendar(anna).page.rows if row.object_type == "client"]
    assert (row.action, row.client_id, row.person_id) == ("create", client_id, sol.person_id)
    assert visit(anna, 15, by=sol, client=client_id)
    with tenant(anna.practice_id), transaction.atomic():
        assert require_readable(anna, client_id).responsible_id == anna.membership_id
    for less in (
        secretary_of(anna, Deed.MOVE, fields=ClientFields.CONTACT),
        secretary_of(anna, Deed.BOOK, fields=ClientFields.NAME),
    ):
        with pytest.raises(Forbidden):
            register_to_book(less, clinician_id=anna.own_membership, family_name="Newcomer")
    kari = make_member(anna, Role.CLINICIAN)
    with pytest.raises(NotFound):
        register_to_book(sol, clinician_id=kari.own_membership, family_name="Newcomer")


def test_B8_the_panel_of_a_delegate_with_contact_data_adds_a_client(anna: Actor) -> None:
    browser, slug = client_of(secretary_of(anna, Deed.BOOK, fields=ClientFields.CONTACT)), slug_of(anna)
    where = f"/p/{slug}/calendar/new/client/"
    assert where in browser.get(f"/p/{slug}/calendar/new/").content.decode()
    assert "born_on" not in browser.get(where).content.decode()
    added = browser.post(where, {"client-name": "Nora New", "client-reach": "070123"}, headers={"HX-Request": "true"})
    assert '"name": "Nora New"' in added.headers["HX-Trigger"]
    assert browser.post(where, {"client-name": ""}).status_code == 422
    initials = client_of(secretary_of(anna, Deed.BOOK))
    assert initials.get(where).status_code == 403
    assert where not in initials.get(f"/p/{slug}/calendar/new/").content.decode()
