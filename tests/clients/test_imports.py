"""Importing lists of clients: dry run, real run, re-run, undo."""

import time
from datetime import timedelta
from uuid import UUID

import pytest

from kollega.clients.errors import ClientsInUse, ImportOver, NothingToImport
from kollega.clients.handlers import forget_import_files, import_next_batch
from kollega.clients.models import Care, Client, ClientImport, DuplicateHint, SearchKey
from kollega.clients.operations.editing import edit_contact
from kollega.clients.operations.import_files import bring_file, check_import
from kollega.clients.operations.import_running import import_batch, start_import, undo_import
from kollega.clients.operations.information import write_information
from kollega.clients.queries.imports import client_import, import_report, import_sample, my_imports
from kollega.clients.queries.national_ids import national_id
from kollega.clients.queries.search import client_choices
from kollega.clients.rules.headings import Heading
from kollega.clients.rules.import_columns import Column
from kollega.kernel.actor import Actor
from kollega.kernel.errors import BadInput, Forbidden, NotFound
from kollega.kernel.permissions import Area, Role
from kollega.platform.jobs.reactions import Event, actor_for
from kollega.platform.models import OutboxEvent
from kollega.practices.models import Membership
from kollega.scheduling.operations.booking import book
from tests.clients.factories import BORN, contact, inside, make_client
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_hours, make_service, tomorrow_at

LIST = """Förnamn;Efternamn;Personnummer;Mobil;E-post;Ort
Åsa;Öberg;811228-9874;070-123 45 67;asa@example.test;Uppsala
Jörgen;Ärlig;;0739-876 543;;Lund
Eva;Fel;811228-9875;;;
;;;;nobody;
Jörgen;Ärlig;;+46 739 876 543;;Umeå
Åsa;Öberg;811228-9874;070-123 45 67;asa@example.test;Uppsala
"""


def bring(actor: Actor, text: str = LIST, **options: bool) -> UUID:
    import_id = bring_file(actor, content=text.encode())
    columns = client_import(actor, import_id=import_id).columns
    check_import(actor, import_id=import_id, columns=columns, **options)
    return import_id


def run(actor: Actor, import_id: UUID) -> None:
    start_import(actor, import_id=import_id, by_worker=False)
    while import_batch(actor, import_id=import_id):
        pass


def outcomes(actor: Actor, import_id: UUID) -> list[str]:
    return [row.outcome for row in import_report(actor, import_id=import_id)]


def test_the_dry_run_says_for_each_row_what_would_become_of_it_and_adds_nothing() -> None:
    anna = make_practice(language="sv")
    import_id = bring(anna)
    assert outcomes(anna, import_id) == ["new", "new", "refused", "refused", "duplicate", "known"]
    report = import_report(anna, import_id=import_id)
    assert [row.name for row in report][:3] == ["Öberg, Åsa", "Ärlig, Jörgen", "Fel, Eva"]
    assert list(report[2].faults) == ["national_id"]
    assert set(report[3].faults) == {"family_name", "email"}
    with inside(anna):
        assert not Client.objects.exists()


def test_the_real_run_adds_clients_by_the_ordinary_rules() -> None:
    anna = make_practice(language="sv")
    import_id = bring(anna)
    run(anna, import_id)
    assert outcomes(anna, import_id) == ["added", "added", "refused", "refused", "duplicate", "known"]
    (asa,) = client_choices(anna, text="oberg 1981-12-28")
    assert national_id(anna, client_id=asa.id) == "19811228-9874"
    with inside(anna):
        client = Client.objects.get(id=asa.id)
        assert (client.city, client.language, client.responsible_id) == ("Uppsala", "sv", anna.membership_id)
        assert Care.objects.filter(clinician_id=anna.membership_id).count() == 2
    summary = client_import(anna, import_id=import_id)
    assert (summary.state, summary.done_count, summary.counts["added"]) == ("done", 6, 2)


def test_the_same_file_again_adds_nothing() -> None:
    anna = make_practice(language="sv")
    run(anna, bring(anna))
    again = bring(anna, with_duplicates=True)
    assert outcomes(anna, again)[:2] == ["known", "known"]
    with pytest.raises(NothingToImport):
        start_import(anna, import_id=bring(anna))
    with inside(anna):
        assert Client.objects.count() == 2


def test_possible_duplicates_come_in_only_when_asked_for() -> None:
    anna = make_practice(language="sv")
    known = make_client(anna, "Helt", "Annan", phone="0701234567")
    import_id = bring(anna)
    report = import_report(anna, import_id=import_id)
    assert report[0].outcome == "duplicate"
    assert report[0].alike is not None
    assert report[0].alike.id == known
    run(anna, import_id)
    with_all = bring(anna, with_duplicates=True)
    run(anna, with_all)
    assert outcomes(anna, with_all)[0] == "added"


def test_C6_a_hidden_look_alike_is_imported_and_noted_for_its_responsible_clinician() -> None:
    anna = make_practice(language="sv")
    kari = make_member(anna, Role.CLINICIAN)
    make_client(anna, "Åsa", "Öberg", email="asa@example.test")
    import_id = bring(kari)
    assert outcomes(kari, import_id)[0] == "new"
    run(kari, import_id)
    with inside(anna):
        assert DuplicateHint.objects.filter(by_id=kari.membership_id).count() == 1


def test_C6_what_a_colleague_imported_is_not_told() -> None:
    anna = make_practice(language="sv")
    kari = make_member(anna, Role.CLINICIAN)
    run(anna, bring(anna))
    assert outcomes(kari, bring(kari))[:2] == ["new", "new"]


def test_TI1_an_import_is_seen_only_by_who_brought_it() -> None:
    anna, other = make_practice(), make_practice()
    kari = make_member(anna, Role.CLINICIAN)
    import_id = bring(anna)
    for outsider in (kari, other):
        for act in (client_import, import_sample, import_report, start_import, undo_import, import_batch):
            with pytest.raises(NotFound):
                act(outsider, import_id=import_id)
        with pytest.raises(NotFound):
            check_import(outsider, import_id=import_id, columns=[Column.FULL_NAME])
        assert my_imports(outsider) == []
    office = make_member(anna, Role.OFFICE_STAFF, areas=(Area.APPOINTMENTS,))
    with pytest.raises(Forbidden):
        bring_file(office, content=LIST.encode())


def test_undo_takes_everything_back_and_the_file_can_come_again() -> None:
    anna = make_practice(language="sv")
    import_id = bring(anna)
    run(anna, import_id)
    assert undo_import(anna, import_id=import_id) == 2
    with inside(anna):
        assert not Client.objects.exists()
        assert not SearchKey.objects.exists()
    assert outcomes(anna, import_id)[:2] == ["undone", "undone"]
    with pytest.raises(ImportOver):
        undo_import(anna, import_id=import_id)
    run(anna, bring(anna))
    with inside(anna):
        assert Client.objects.count() == 2


@pytest.mark.parametrize("use", ["information", "edit"])
def test_undo_is_refused_as_a_whole_when_a_client_was_worked_with(use: str) -> None:
    anna = make_practice(language="sv")
    import_id = bring(anna)
    run(anna, import_id)
    (asa,) = client_choices(anna, text="oberg")
    if use == "information":
        write_information(anna, client_id=asa.id, heading=Heading.OTHER, text="x", version=0)
    else:
        edit_contact(anna, client_id=asa.id, version=1, contact=contact("Åsa", "Öberg", born_on=BORN))
    with pytest.raises(ClientsInUse) as refused:
        undo_import(anna, import_id=import_id)
    assert refused.value.client_ids == [asa.id]
    with inside(anna):
        assert Client.objects.count() == 2
    assert outcomes(anna, import_id)[0] == "added"


def test_UE1_files_that_are_no_lists_or_too_large_are_refused() -> None:
    anna = make_practice()
    for content in (b"", b"\n\n", b"PK\x03\x04" + b"\x00" * 500, b"Name\n", b"a" * 5_300_000, b"x;y\n" * 10_003):
        with pytest.raises(BadInput) as refused:
            bring_file(anna, content=content)
        assert "file" in refused.value.fields
    with inside(anna):
        assert not ClientImport.objects.exists()


def test_the_name_must_be_mapped_and_no_meaning_given_twice() -> None:
    anna = make_practice()
    import_id = bring_file(anna, content=LIST.encode())
    for columns in ([Column.EMAIL, Column.IGNORE], [Column.FULL_NAME, Column.EMAIL, Column.EMAIL]):
        with pytest.raises(BadInput):
            check_import(anna, import_id=import_id, columns=columns)


def test_the_file_is_sealed_and_forgotten_after_seven_days() -> None:
    anna = make_practice(language="sv")
    import_id = bring(anna)
    with inside(anna):
        assert "Öberg".encode() not in bytes(ClientImport.objects.get(id=import_id).sealed or b"")
    forget_import_files(anna.at + timedelta(days=6))
    assert client_import(anna, import_id=import_id).file_is_kept
    forget_import_files(anna.at + timedelta(days=8))
    assert not client_import(anna, import_id=import_id).file_is_kept
    with pytest.raises(ImportOver):
        start_import(anna, import_id=import_id)


def batch_event(actor: Actor) -> Event:
    with inside(actor):
        stored = OutboxEvent.objects.filter(practice_id=actor.practice_id, kind="clients.import_batch_due").get()
        stored.delete()
    return Event(stored.event_id, stored.kind, actor.practice_id, stored.payload, actor_for(actor.practice_id))


def test_the_worker_adds_batch_after_batch() -> None:
    anna = make_practice(language="sv")
    rows = "".join(f"Eva;Berg{number};;;;\n" for number in range(260))
    import_id = bring(anna, LIST.split("\n")[0] + "\n" + rows)
    start_import(anna, import_id=import_id)
    for done in (250, 260):
        event = batch_event(anna)
        with inside(anna):
            import_next_batch(event)
        assert client_import(anna, import_id=import_id).done_count == done
    with inside(anna):
        assert Client.objects.count() == 260


def test_AZ8_an_import_stops_when_its_member_leaves() -> None:
    owner = make_practice()
    kari = make_member(owner, Role.CLINICIAN)
    import_id = bring(kari)
    start_import(kari, import_id=import_id)
    with inside(owner):
        Membership.objects.filter(id=kari.membership_id).update(ended_at=owner.at)
    event = batch_event(owner)
    with inside(owner):
        import_next_batch(event)
        assert not Client.objects.exists()
        assert ClientImport.objects.get(id=import_id).state == "stopped"


def test_a_thousand_rows_take_seconds() -> None:
    anna = make_practice(language="sv")
    rows = "".join(f"Eva{n};Berg{n};;070{n:07};eva{n}@example.test;Lund\n" for n in range(1000))
    began = time.monotonic()
    run(anna, bring(anna, LIST.split("\n")[0] + "\n" + rows))
    print(f"1,000 rows: {time.monotonic() - began:.1f} s")
    with inside(anna):
        assert Client.objects.count() == 1000


def test_undo_is_refused_when_a_client_has_an_appointment() -> None:
    anna = make_practice(language="sv")
    import_id = bring(anna)
    run(anna, import_id)
    (asa,) = client_choices(anna, text="oberg")
    service = make_service(anna)
    make_hours(anna)
    book(anna, client_id=asa.id, service_id=service, clinician_id=anna.membership_id, starts_at=tomorrow_at(anna, 10))
    with pytest.raises(ClientsInUse) as refused:
        undo_import(anna, import_id=import_id)
    assert refused.value.client_ids == [asa.id]
    with inside(anna):
        assert Client.objects.count() == 2
