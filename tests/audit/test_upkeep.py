"""The log's duties: sealing with anchors in two places, tables ahead, the daily check; and the command."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.db import connection, connections
from django.test import override_settings

from kollega.audit.operations.sealing import seal_and_anchor
from kollega.audit.operations.upkeep import LogWasChanged, make_partitions, verify_increment
from kollega.audit.queries.partitions import has_partitions_ahead
from kollega.console.entry import main
from kollega.kernel.actor import Actor
from kollega.kernel.clock import real_now
from tests.audit.log import findings, numbers, segments, superuser, write_rows
from tests.factories import at, make_practice
from tests.pages import slug_of


class _Remote(BaseHTTPRequestHandler):
    got: list[str] = []
    answers = 204

    def do_POST(self) -> None:
        lines = self.rfile.read(int(self.headers["Content-Length"])).decode().splitlines()
        if self.answers < 300:
            self.got.extend(lines)
        self.send_response(self.answers)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def remote() -> Iterator[type[_Remote]]:
    _Remote.got, _Remote.answers = [], 204
    server = HTTPServer(("127.0.0.1", 0), _Remote)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    with override_settings(ANCHOR_URL=f"http://127.0.0.1:{server.server_port}/anchor"):
        yield _Remote
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path) -> Iterator[Path]:
    with override_settings(ANCHOR_FILE=tmp_path / "anchor.log"):
        yield tmp_path / "anchor.log"
    with connections["owner"].cursor() as owner:
        owner.execute("delete from audit_anchored")


def _anchored(actor: Actor, lines: list[str]) -> int:
    return sum(str(actor.practice_id) in line for line in lines)


def test_L4_heads_go_to_the_file_and_to_the_remote_anchor_once(anchor_file: Path, remote: type[_Remote]) -> None:
    ours = make_practice()
    for _ in range(2):
        seal_and_anchor(real_now())
    assert _anchored(ours, anchor_file.read_text().splitlines()) == 1
    assert _anchored(ours, remote.got) == 1
    assert anchor_file.stat().st_mode & 0o777 == 0o600


def test_L4_a_remote_anchor_that_is_away_gets_the_heads_later(anchor_file: Path, remote: type[_Remote]) -> None:
    ours = make_practice()
    remote.answers = 503
    with pytest.raises(OSError, match="503"):
        seal_and_anchor(real_now())
    assert _anchored(ours, anchor_file.read_text().splitlines()) == 1
    remote.answers = 204
    seal_and_anchor(real_now())
    assert _anchored(ours, remote.got) == 1
    assert _anchored(ours, anchor_file.read_text().splitlines()) == 1


def test_tables_of_two_years_ahead_are_made_by_the_business_clock() -> None:
    later = real_now() + timedelta(days=365 * 40)
    assert not has_partitions_ahead(later.date())
    make_partitions(later)
    assert has_partitions_ahead(later.date())


def test_a_table_that_comes_late_takes_the_rows_of_its_month_and_the_seals_hold() -> None:
    later = real_now() + timedelta(days=365 * 50)
    ours = make_practice()
    write_rows(at(ours, later), 2)
    seal_and_anchor(real_now())
    make_partitions(later)
    assert _rows_in(f"audit_entry_{later:%Y_%m}", ours) == 2
    assert _rows_in("audit_entry_default", ours) == 0
    assert findings(ours) == []
    write_rows(at(ours, later), 1)
    assert _rows_in(f"audit_entry_{later:%Y_%m}", ours) == 3
    write_rows(at(ours, later + timedelta(days=365 * 20)), 1)
    assert _rows_in("audit_entry_default", ours) == 1


def _rows_in(table: str, ours: Actor) -> int:
    with superuser() as hand:
        found = hand.execute(f"select count(*) from {table} where practice_id = %s", [ours.practice_id]).fetchone()
    return found[0] if found else 0


def test_a_row_of_any_time_finds_its_place_in_the_default_partition() -> None:
    ours = make_practice()
    write_rows(at(ours, real_now() + timedelta(days=365 * 20)), 1)
    seal_and_anchor(real_now())
    assert findings(ours) == []


def test_LD5_the_daily_check_raises_an_alarm_for_a_changed_row() -> None:
    ours = make_practice()
    write_rows(ours, 3)
    seal_and_anchor(real_now())
    seq = numbers(ours)[1]
    with superuser() as hand:
        hand.execute("update audit_entry set action = 'search' where seq = %s", [seq])
    try:
        with pytest.raises(LogWasChanged):
            verify_increment(real_now())
    finally:
        with superuser() as hand:
            hand.execute("update audit_entry set action = 'read' where seq = %s", [seq])


def test_L4_the_command_names_what_it_finds_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    ours = make_practice()
    write_rows(ours, 3)
    seal_and_anchor(real_now())
    address = slug_of(ours)
    assert main(["verify", "audit", "--practice", address]) == 0
    seq = numbers(ours)[1]
    with superuser() as hand:
        hand.execute("delete from audit_entry where seq = %s", [seq])
    assert main(["verify", "audit", "--practice", address]) == 1
    assert f"{address}: row deleted: row {seq} (segment 1)" in capsys.readouterr().out
    assert main(["verify", "audit", "--practice", address, "--since", "2099-01-01"]) == 0
    assert len(segments(ours)) == 1
    with connection.cursor() as cursor:
        cursor.execute("select 1")
