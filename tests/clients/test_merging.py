"""Two cards of the same person: merged by a pointer, and undone (C6)."""

import threading
from uuid import UUID

import pytest
from django.db import connections

from kollega.audit.models import LogEntry
from kollega.clients.errors import AlreadyMerged, ClientMerged, HasMerged, NotResponsible, PossibleDuplicate
from kollega.clients.models import Care, Client, DuplicateHint, Merge
from kollega.clients.operations.activity import set_active
from kollega.clients.operations.care import end_share, hand_over, share_client
from kollega.clients.operations.information import write_information
from kollega.clients.operations.merging import merge_clients, undo_merge
from kollega.clients.operations.registering import create_client
from kollega.clients.queries.card import client_card
from kollega.clients.queries.listing import client_list
from kollega.clients.queries.log import client_log
from kollega.clients.queries.merging import doubles_of, merge_preview, merged_cards
from kollega.clients.queries.search import client_choices
from kollega.clients.rules.headings import Heading
from kollega.documents.queries.documents import documents_of_client
from kollega.journal.models import Note
from kollega.journal.queries.lists import notes_of_client
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Role
from kollega.practices.operations.tokens import create_token
from kollega.scheduling.models import Appointment
from kollega.scheduling.operations.booking import book
from kollega.scheduling.queries.appointments import appointments_of_client
from tests.clients.factories import contact, inside, make_client
from tests.documents.making import make_document
from tests.factories import make_member, make_practice
from tests.journal.making import make_note, make_visit
from tests.pages import browser
from tests.scheduling.factories import tomorrow_at
from tests.web.clients.test_card_pages import address, text_of


def listed(actor: Actor, text: str = "") -> list[UUID]:
    return [row.id for row in client_list(actor, text=text).rows]


def test_C6_a_merge_shows_the_lists_of_both_moves_nothing_and_is_undone() -> None:
    anna = make_practice()
    kept, other = make_client(anna, "Eva", "Alm"), make_client(anna, "Evelina", "Palm", phone="070-555 66 77")
    make_visit(anna, other, hour=9, days=3)
    note, document = make_note(anna, other).note_id, make_document(anna, other)
    make_visit(anna, kept, hour=11, days=3)
    write_information(anna, client_id=other, heading=Heading.HEALTH, text="Asthma", version=0)
    with inside(anna):
        before = Note.objects.values().get(id=note)
    merge = merge_clients(anna, client_id=kept, other_client_id=other)
    for client in (kept, other):
        assert [row.id for row in notes_of_client(anna, client_id=client).rows] == [note]
        assert [row.id for row in documents_of_client(anna, client_id=client).rows] == [document]
        assert len(appointments_of_client(anna, client_id=client).coming) == 2
    assert listed(anna) == listed(anna, "Palm") == listed(anna, "0705556677") == [kept]
    assert [choice.id for choice in client_choices(anna, text="Evelina")] == [kept]
    assert [card.head.id for card in merged_cards(anna, client_id=kept)] == [other]
    with inside(anna):
        assert Note.objects.values().get(id=note) == before
    undo_merge(anna, client_id=kept, merge_id=merge)
    assert notes_of_client(anna, client_id=kept).total == 0
    assert sorted(listed(anna)) == sorted([kept, other])
    assert listed(anna, "Palm") == [other]
    with inside(anna):
        rows = LogEntry.objects.filter(object_type="merge", object_id=merge)
        assert sorted(rows.values_list("action", "client_id")) == sorted(
            (action, client) for action in ("create", "cancel") for client in (kept, other)
        )
        done = client_log(anna, client_id=kept).rows
    assert any(row.object_type == "merge" for row in done)


def test_C6_bookings_and_duplicate_warnings_follow_the_pointer() -> None:
    anna = make_practice()
    kept, other = make_client(anna, "Eva", "Alm"), make_client(anna, "Evelina", "Palm", email="eva@client.example")
    merge_clients(anna, client_id=kept, other_client_id=other)
    set_active(anna, client_id=kept, is_active=False)
    booked = book(
        anna,
        client_id=other,
        service_id=None,
        clinician_id=anna.own_membership,
        starts_at=tomorrow_at(anna, 9, days=3),
        minutes=45,
        outside_hours_reason="asked for",
    )
    with inside(anna):
        assert Appointment.objects.get(id=booked.appointment_id).client_id == kept
        assert Client.objects.get(id=kept).is_active
    with pytest.raises(PossibleDuplicate) as warned:
        create_client(anna, contact=contact("E", "P", email="eva@client.example"))
    assert warned.value.client_ids == [kept]
    with pytest.raises(ClientMerged):
        set_active(anna, client_id=other, is_active=False)
    with pytest.raises(ClientMerged):
        write_information(anna, client_id=other, heading=Heading.HEALTH, text="Asthma", version=0)


def test_C6_who_takes_part_in_one_takes_part_in_both_until_it_is_undone() -> None:
    anna = make_practice()
    kari, per = make_member(anna, Role.CLINICIAN), make_member(anna, Role.CLINICIAN)
    kept, other = make_client(anna, "Eva", "Alm"), make_client(anna, "Evelina", "Palm")
    share_client(anna, client_id=other, clinician_id=kari.own_membership)
    preview = merge_preview(anna, client_id=kept, other_client_id=other)
    assert preview.joining == ["Kari Dahl"]
    assert [each.field for each in preview.differences] == ["given_name", "family_name"]
    merge = merge_clients(anna, client_id=kept, other_client_id=other)
    assert client_card(kari, client_id=kept).head.may_read_record
    share_client(anna, client_id=kept, clinician_id=per.own_membership)
    assert client_card(per, client_id=other).head.may_read_record
    undo_merge(anna, client_id=kept, merge_id=merge)
    with pytest.raises(NotFound):
        client_card(kari, client_id=kept)
    assert client_card(kari, client_id=other).head.may_read_record
    end_share(anna, client_id=kept, clinician_id=per.own_membership)
    with inside(anna):
        assert set(Care.objects.filter(client_id=kept).values_list("clinician_id", flat=True)) == {anna.membership_id}


def test_C6_only_who_reads_and_decides_over_both_merges_and_pointers_are_one_step() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    mine, hers, third = make_client(anna), make_client(kari, "Eva", "Alm"), make_client(anna, "Ida", "Ek")
    for refused in (merge_clients, merge_preview):
        with pytest.raises(NotFound):
            refused(anna, client_id=mine, other_client_id=hers)
        with pytest.raises(NotFound):
            refused(anna, client_id=mine, other_client_id=mine)
    share_client(kari, client_id=hers, clinician_id=anna.own_membership)
    with pytest.raises(NotResponsible):
        merge_clients(anna, client_id=mine, other_client_id=hers)
    hand_over(kari, client_id=hers, clinician_id=anna.own_membership)
    merge = merge_clients(anna, client_id=mine, other_client_id=hers)
    with pytest.raises(NotResponsible):
        undo_merge(kari, client_id=mine, merge_id=merge)
    with pytest.raises(AlreadyMerged):
        merge_clients(anna, client_id=third, other_client_id=hers)
    with pytest.raises(HasMerged):
        merge_clients(anna, client_id=third, other_client_id=mine)


def test_C6_two_merges_in_opposite_directions_at_once_leave_one() -> None:
    anna = make_practice()
    pair = make_client(anna), make_client(anna)
    start, results = threading.Barrier(2), []

    def run(kept: UUID, other: UUID) -> None:
        start.wait()
        try:
            merge_clients(anna, client_id=kept, other_client_id=other)
            results.append("merged")
        except AlreadyMerged as refusal:
            results.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=ids) for ids in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["already_merged", "merged"]
    with inside(anna):
        assert Merge.objects.filter(undone_at=None).count() == 1


def test_C6_merging_on_the_card_and_by_the_api() -> None:
    from django.test import Client as Browser

    anna = make_practice()
    kept, other = make_client(anna), make_client(anna, phone="070-555 66 77")
    assert [choice.id for choice in doubles_of(anna, client_id=kept)] == []
    session = browser(anna)
    assert "Berg, Anna" in text_of(session.post(address(anna, f"{kept}/merge/"), {"q": "Berg"}))
    words = text_of(session.get(address(anna, f"{kept}/merge/{other}/")))
    assert "Merge these two cards?" in words
    assert "070-555 66 77" in words
    assert session.post(address(anna, f"{kept}/merge/{other}/")).status_code == 302
    assert session.get(address(anna, f"{other}/"))["Location"] == address(anna, f"{kept}/")
    assert "Merged into this card" in text_of(session.get(address(anna, f"{kept}/")))
    token = create_token(anna, name="test", scopes=anna.permissions, days=1)
    calls, path = Browser(headers={"Authorization": f"Bearer {token}"}), f"/api/v1/clients/{kept}/merges"
    merge = calls.get(path).json()[0]["merge_id"]
    assert calls.delete(f"{path}/{merge}").status_code == 200
    again = calls.post(path, {"other_client_id": str(other)}, content_type="application/json")
    assert again.status_code == 201
    assert session.post(address(anna, f"{kept}/merge/{again.json()['id']}/undo/")).status_code == 302


def test_C8_merging_settles_the_hint_about_the_two() -> None:
    anna = make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    kept = make_client(anna, email="eva@client.example")
    other = make_client(kari, email="eva@client.example")
    hand_over(kari, client_id=other, clinician_id=anna.own_membership)
    assert [choice.id for choice in doubles_of(anna, client_id=kept)] == [other]
    merge_clients(anna, client_id=kept, other_client_id=other)
    with inside(anna):
        assert not DuplicateHint.objects.filter(settled_at=None).exists()
