"""Individual and central responsibility for records (C6), and what a share opens (C7)."""

from uuid import UUID

import pytest
from django.db import transaction

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.clients.errors import NotInCare, NotResponsible
from kollega.clients.operations.activity import set_active
from kollega.clients.operations.care import end_share, hand_over, share_client
from kollega.clients.operations.editing import edit_contact
from kollega.clients.operations.information import write_information
from kollega.clients.queries.access import require_readable
from kollega.clients.queries.card import client_card
from kollega.clients.queries.information import client_information
from kollega.clients.queries.listing import client_list
from kollega.clients.rules.headings import Heading
from kollega.journal.operations.starting import start
from kollega.journal.queries.lists import notes_of_client
from kollega.kernel.actor import Actor
from kollega.kernel.errors import Forbidden, NotFound
from kollega.kernel.permissions import Permission, Role
from kollega.platform.tenancy import tenant
from kollega.practices.operations.governing import set_responsibility
from kollega.practices.operations.tokens import create_token
from tests.clients.factories import contact, inside, make_client
from tests.factories import actor_in, make_member, make_practice
from tests.pages import browser
from tests.web.clients.test_card_pages import address, text_of


def choose(owner: Actor, records: str) -> None:
    with tenant(owner.practice_id, owner.person_id), transaction.atomic():
        set_responsibility(owner, records)


def again(actor: Actor) -> Actor:
    """The actor as the next request makes it."""
    return actor_in(actor.practice_id, Person.objects.get(pk=actor.person_id))


def test_C6_administrators_read_and_share_only_while_the_practice_is_responsible() -> None:
    owner = make_practice()
    admin, assistant = make_member(owner, Role.ADMIN), make_member(owner, Role.ASSISTANT)
    kari, per = make_member(owner, Role.CLINICIAN), make_member(owner, Role.CLINICIAN)
    client = make_client(kari, "Eva", "Alm")
    write_information(kari, client_id=client, heading=Heading.HEALTH, text="Asthma", version=0)
    with pytest.raises(Forbidden):
        client_card(admin, client_id=client)
    with pytest.raises(NotFound):
        client_card(owner, client_id=client)
    choose(owner, "central")
    admin, owner = again(admin), again(owner)
    assert client_card(owner, client_id=client).head.may_read_record
    assert [row.id for row in client_list(admin).rows] == [client]
    assert "Asthma" in [each.text for each in client_information(admin, client_id=client)]
    assert notes_of_client(admin, client_id=client).total == 0
    share_client(admin, client_id=client, clinician_id=per.own_membership)
    hand_over(admin, client_id=client, clinician_id=per.own_membership)
    for outsider in (again(assistant), again(make_member(owner, Role.CLINICIAN))):
        with pytest.raises((Forbidden, NotFound)):
            client_card(outsider, client_id=client)
    choose(owner, "individual")
    with pytest.raises(NotFound):
        client_card(again(owner), client_id=client)
    with pytest.raises(Forbidden):
        client_card(again(admin), client_id=client)


def test_C6_reading_by_central_responsibility_writes_nothing_and_says_so_in_the_log() -> None:
    owner = make_practice()
    client = make_client(make_member(owner, Role.CLINICIAN))
    choose(owner, "central")
    owner = again(owner)
    with pytest.raises(NotInCare):
        write_information(owner, client_id=client, heading=Heading.HEALTH, text="Asthma", version=0)
    with pytest.raises(NotInCare):
        edit_contact(owner, client_id=client, version=1, contact=contact("Eva", "Alm"))
    with pytest.raises(NotInCare):
        set_active(owner, client_id=client, is_active=False)
    with pytest.raises(NotInCare):
        start(owner, client_id=client)
    words = text_of(browser(owner).get(address(owner, f"{client}/")))
    assert "New note" not in words
    with inside(owner):
        opened = LogEntry.objects.filter(client_id=client, object_type="client", action="read")
        assert [row.detail.get("by") for row in opened] == ["central_responsibility"]


def test_C6_a_token_reads_by_central_responsibility_only_while_it_lasts() -> None:
    owner = make_practice()
    client = make_client(make_member(owner, Role.CLINICIAN))
    choose(owner, "central")
    token = create_token(again(owner), name="test", scopes={Permission.CLIENT_OPEN, Permission.RECORD_CENTRAL}, days=1)
    assert read(token, client) == 200
    choose(owner, "individual")
    assert read(token, client) == 404


def read(token: str, client: UUID) -> int:
    from django.test import Client

    return Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/clients/{client}").status_code


def test_C7_a_colleague_with_a_share_writes_and_cannot_share_on() -> None:
    anna = make_practice()
    kari, per = make_member(anna, Role.CLINICIAN), make_member(anna, Role.CLINICIAN)
    client = make_client(anna)
    with pytest.raises(NotFound):
        start(kari, client_id=client)
    share_client(anna, client_id=client, clinician_id=kari.own_membership)
    edit_contact(kari, client_id=client, version=1, contact=contact("Eva", "Alm"))
    start(kari, client_id=client)
    for refused in (
        lambda: share_client(kari, client_id=client, clinician_id=per.own_membership),
        lambda: hand_over(kari, client_id=client, clinician_id=kari.own_membership),
        lambda: end_share(kari, client_id=client, clinician_id=anna.own_membership),
    ):
        with pytest.raises(NotResponsible):
            refused()
    end_share(anna, client_id=client, clinician_id=kari.own_membership)
    with inside(kari), pytest.raises(NotFound):
        require_readable(kari, client)
