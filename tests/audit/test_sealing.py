"""Rows are sealed once each, none is missed, and whoever changes them with higher rights is found."""

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.test import override_settings

from kollega.audit.models import Segment
from kollega.audit.operations.anchoring import note_restore
from kollega.audit.operations.recording import record
from kollega.audit.operations.sealing import practices_to_seal, seal_practice
from kollega.audit.rules.segments import unpacked
from kollega.kernel.actor import Actor
from kollega.platform.master_keys import new_master_key
from kollega.platform.operations import Action
from kollega.platform.tenancy import tenant
from tests.audit.log import findings, numbers, seal, seal_now, segments, superuser, wait_until_final, write_rows
from tests.factories import make_practice


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path) -> Iterator[Path]:
    with override_settings(ANCHOR_FILE=tmp_path / "anchor.log"):
        yield tmp_path / "anchor.log"
    with connections["owner"].cursor() as owner:
        owner.execute("delete from audit_anchored")


@pytest.fixture
def sealed() -> Actor:
    """A practice with three segments of five rows each, the first with its founding as well."""
    actor = make_practice()
    for _ in range(3):
        write_rows(actor, 5)
        seal(actor)
    return actor


def test_L4_every_row_is_in_one_segment_and_a_whole_log_has_no_finding(sealed: Actor, anchor_file: Path) -> None:
    found = [seq for segment in segments(sealed) for seq in unpacked(bytes(segment.digests))]
    assert sorted(found) == numbers(sealed)
    assert len(segments(sealed)) == 3
    assert findings(sealed) == []
    assert anchor_file.read_text().count(str(sealed.practice_id)) == 3


def test_L4_without_new_rows_there_is_no_new_segment(sealed: Actor) -> None:
    assert sealed.practice_id not in practices_to_seal()
    seal(sealed)
    assert len(segments(sealed)) == 3
    write_rows(sealed, 1)
    wait_until_final(sealed)
    assert sealed.practice_id in practices_to_seal()


def test_L4_an_edited_row_is_named(sealed: Actor) -> None:
    seq = numbers(sealed)[7]
    with superuser() as hand:
        hand.execute("update audit_entry set person_id = gen_random_uuid() where seq = %s", [seq])
    assert findings(sealed) == [f"row edited: row {seq} (segment 2)"]


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 second'",
        "action = 'search'",
        "detail = '{\"x\": 1}'",
        "client_id = gen_random_uuid()",
        "request_id = 'other'",
        "roles = ''",
        "outcome = 'denied'",
        "on_behalf_of = gen_random_uuid()",
    ],
)
def test_L4_a_change_of_any_column_is_found(sealed: Actor, change: str) -> None:
    seq = numbers(sealed)[3]
    with superuser() as hand:
        hand.execute(f"update audit_entry set {change} where seq = %s", [seq])  # type: ignore[arg-type]  # ours
    assert findings(sealed) == [f"row edited: row {seq} (segment 1)"]


def test_L4_a_deleted_row_is_named(sealed: Actor) -> None:
    seq = numbers(sealed)[8]
    with superuser() as hand:
        hand.execute("delete from audit_entry where seq = %s", [seq])
    assert findings(sealed) == [f"row deleted: row {seq} (segment 2)"]


def test_L4_a_row_slipped_into_the_past_is_named(sealed: Actor) -> None:
    seq = numbers(sealed)[8]
    with superuser() as hand:
        hand.execute(
            "insert into audit_entry select gen_random_uuid(), at, practice_id, 1000000000 + seq, xid, person_id,"
            " membership_id, on_behalf_of, roles, action, object_type, object_id, client_id, outcome, source,"
            " request_id, detail from audit_entry where seq = %s",
            [seq],
        )
    assert findings(sealed) == [f"row inserted: row {1000000000 + seq} (segment 2)"]


def test_L4_all_rows_of_a_practice_gone_is_one_finding_not_thousands(sealed: Actor) -> None:
    known = numbers(sealed)
    with superuser() as hand:
        hand.execute("delete from audit_entry where practice_id = %s", [sealed.practice_id])
    assert findings(sealed) == [f"row deleted: {len(known)} rows {known[0]} to {known[-1]} (segments 1 to 3)"]


def test_AL4_removal_of_the_newest_rows_with_their_segment_is_found_by_the_anchor(sealed: Actor) -> None:
    newest = numbers(sealed)[-5:]
    with superuser() as hand:
        hand.execute("delete from audit_entry where seq = any(%s)", [newest])
        hand.execute("delete from audit_segment where practice_id = %s and number = 3", [sealed.practice_id])
    assert findings(sealed) == ["newest segments removed: segment 3"]


def test_AL4_a_log_truncated_as_a_whole_is_found_by_the_anchor(sealed: Actor) -> None:
    with superuser() as hand:
        hand.execute("delete from audit_entry where practice_id = %s", [sealed.practice_id])
        hand.execute("delete from audit_segment where practice_id = %s", [sealed.practice_id])
    assert findings(sealed) == ["newest segments removed: segments 1 to 3"]


def test_L4_a_segment_taken_out_of_the_middle_is_named(sealed: Actor) -> None:
    rows = numbers(sealed)[6:11]
    with superuser() as hand:
        hand.execute("delete from audit_segment where practice_id = %s and number = 2", [sealed.practice_id])
        hand.execute("delete from audit_entry where seq = any(%s)", [rows])
    assert findings(sealed) == ["segment missing: segment 2"]


def test_L4_a_segment_edited_to_fit_an_edited_row_is_named(sealed: Actor) -> None:
    with superuser() as hand:
        hand.execute(
            "update audit_segment set digests = overlay(digests placing '\\x00'::bytea from 20)"
            " where practice_id = %s and number = 2",
            [sealed.practice_id],
        )
    assert "segment edited: segment 2" in findings(sealed)


def test_L4_a_chain_written_anew_without_the_key_is_found(sealed: Actor) -> None:
    with superuser() as hand:
        hand.execute(
            "update audit_segment set hash = %s where practice_id = %s and number = 2",
            [hashlib.sha256(b"other").digest(), sealed.practice_id],
        )
    found = findings(sealed)
    assert "segment not signed by this installation: segment 2" in found
    assert "segment does not follow the one before: segment 3" in found
    assert "segment differs from the anchored one: segment 2" in found


def test_AL4_a_chain_written_anew_with_the_key_is_found_by_the_anchor(sealed: Actor) -> None:
    seq = numbers(sealed)[13]
    with superuser() as hand:
        hand.execute("update audit_entry set action = 'search' where seq = %s", [seq])
        hand.execute("delete from audit_segment where practice_id = %s and number = 3", [sealed.practice_id])
    wait_until_final(sealed)
    while seal_practice(sealed.practice_id):
        pass
    assert findings(sealed) == ["segment differs from the anchored one: segment 3"]


def test_L4_a_forged_or_broken_line_in_the_anchor_file_is_named(sealed: Actor, anchor_file: Path) -> None:
    lines = anchor_file.read_text().splitlines()
    ours = next(index for index, line in enumerate(lines) if str(sealed.practice_id) in line)
    lines[ours] = lines[ours].replace('"segment": 1', '"segment": 2')
    anchor_file.write_text("\n".join([*lines, "not a line of ours"]) + "\n")
    assert findings(sealed) == [
        f"anchor line edited: line {ours + 1}",
        f"anchor line edited: line {len(lines) + 1}",
    ]


def test_L4_a_lost_anchor_file_is_found(sealed: Actor, anchor_file: Path) -> None:
    anchor_file.unlink()
    assert findings(sealed) == ["anchor missing: anchor file"]


def test_BR3_after_a_restore_heads_from_after_the_backup_are_no_finding(sealed: Actor) -> None:
    with superuser() as hand:
        hand.execute("delete from audit_entry where seq = any(%s)", [numbers(sealed)[-5:]])
        hand.execute("delete from audit_segment where practice_id = %s and number = 3", [sealed.practice_id])
    note_restore()
    assert findings(sealed) == []
    write_rows(sealed, 2)
    seal(sealed)
    assert findings(sealed) == []


def test_L4_a_row_of_a_transaction_that_ended_late_is_sealed_later_and_not_missed() -> None:
    ours = make_practice()
    wait_until_final(ours)
    written, finish = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with tenant(ours.practice_id), transaction.atomic():
            record(ours, Action.READ, "client")
            written.set()
            finish.wait(10)
        connections.close_all()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    written.wait(10)
    write_rows(ours, 3)
    seal_now(ours)
    before = {seq for segment in segments(ours) for seq in unpacked(bytes(segment.digests))}
    finish.set()
    slow.join()
    assert len(before) == 1, "only the founding was final"
    seal(ours)
    after = {seq for segment in segments(ours) for seq in unpacked(bytes(segment.digests))}
    assert after == set(numbers(ours))
    assert findings(ours) == []


def test_AV7_sealers_at_the_same_time_seal_each_row_once() -> None:
    ours = make_practice()
    write_rows(ours, 20)
    wait_until_final(ours)

    def work() -> None:
        while seal_practice(ours.practice_id):
            pass
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(segments(ours)) == 1
    assert findings(ours) == []


def test_BR3_in_another_cluster_where_transactions_count_anew_the_chain_goes_on(
    sealed: Actor, anchor_file: Path
) -> None:
    """A restore from a dump: rows and segments keep their old transaction numbers, new rows get lower ones."""
    unsealed = write_rows(sealed, 2)
    with superuser() as hand:
        hand.execute("set session_replication_role = replica")
        hand.execute("update audit_entry set xid = xid + 1000000000 where practice_id = %s", [sealed.practice_id])
    with connections["owner"].cursor() as owner:
        owner.execute("delete from audit_segment where practice_id = %s", [sealed.practice_id])
        owner.execute("delete from audit_anchored where practice_id = %s", [sealed.practice_id])
    anchor_file.unlink()
    _seal_as_another_cluster(sealed, leave=unsealed)
    assert findings(sealed) == []
    write_rows(sealed, 3)
    seal(sealed)
    assert {s.cluster for s in segments(sealed)[:-1]} == {1}
    write_rows(sealed, 2)
    seal(sealed)
    found = [seq for segment in segments(sealed) for seq in unpacked(bytes(segment.digests))]
    assert sorted(found) == numbers(sealed)
    assert findings(sealed) == []


def _seal_as_another_cluster(actor: Actor, *, leave: list[int]) -> None:
    """Seal all rows but some as if the transaction counter stood a billion higher."""
    from kollega.audit.operations import sealing

    with tenant(actor.practice_id), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select min(xid) from audit_entry where seq = any(%s)", [leave])
        oldest = cursor.fetchone()[0]
    original = sealing._now
    sealing._now = lambda: sealing._Now(1, oldest, oldest)
    try:
        seal_practice(actor.practice_id)
    finally:
        sealing._now = original


def test_SE2_after_the_master_key_was_rotated_the_chain_goes_on_and_old_segments_hold(sealed: Actor) -> None:
    from django.conf import settings

    old, new = settings.KOLLEGA_MASTER_KEY, new_master_key()
    with override_settings(KOLLEGA_MASTER_KEY=f"{new},{old}"):
        write_rows(sealed, 1)
        seal(sealed)
        assert findings(sealed) == []
        assert segments(sealed)[-1].key != segments(sealed)[0].key
    write_rows(sealed, 1)
    seal(sealed)
    found = findings(sealed)
    assert len(found) == 1, "the chain vouches for the segment whose key is gone, nothing for its anchor line"
    assert found[0].startswith("anchor line not signed by this installation: line ")


def test_AL4_the_app_login_cannot_say_who_wrote_a_row_when_nor_change_a_segment() -> None:
    ours = make_practice()
    seal(ours)
    for statement in (
        "insert into audit_entry (id, at, practice_id, seq, roles, action, object_type, outcome, source, request_id,"
        f" detail) values (gen_random_uuid(), now(), '{ours.practice_id}', 1, '', 'x', 'x', 'x', 'x', 'x', '{{}}')",
        "insert into audit_entry (id, at, practice_id, xid, roles, action, object_type, outcome, source, request_id,"
        f" detail) values (gen_random_uuid(), now(), '{ours.practice_id}', 1, '', 'x', 'x', 'x', 'x', 'x', '{{}}')",
        "select setval('audit_entry_seq', 1)",
        "update audit_segment set number = 7",
        "delete from audit_segment",
        "truncate audit_segment",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            tenant(ours.practice_id),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_TI4_a_practice_sees_only_its_own_segments(sealed: Actor) -> None:
    theirs = make_practice()
    with tenant(theirs.practice_id), transaction.atomic():
        assert not Segment.objects.filter(practice_id=sealed.practice_id).exists()
