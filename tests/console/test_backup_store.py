"""BR-1: what lies in a folder of backups, what may go, and what is copied elsewhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kollega.console.backup import copying, log_parts
from kollega.console.backup.errors import BackupError
from kollega.console.backup.filing import Filing
from kollega.console.backup.shipping import finished, opened, seal_part, ship, unseal_part
from kollega.console.backup.store import BASE, FULL, Store, writing
from kollega.console.backup.unpacking import unpack_later_files
from kollega.platform.master_keys import new_master_key, parse_master_keys

KEYS = parse_master_keys(new_master_key())
NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
SYSTEM, FORMER = "7711769666323864083", "7700000000000000000"


def part(number: int, timeline: int = 1) -> str:
    return f"{timeline:08X}{number // 256:08X}{number % 256:08X}"


def put(path: Path, content: bytes = b"sealed") -> Path:
    with writing(path) as file:
        file.write(content)
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_BR1_the_log_is_followed_over_files_and_timelines_up_to_the_first_gap() -> None:
    names = [part(254), part(255), part(256), part(257, timeline=2), "00000002.history", part(259, timeline=2)]
    taken, whole = log_parts.unbroken(names, part(255))
    assert taken == sorted([part(255), part(256), part(257, timeline=2), "00000002.history"])
    assert not whole
    assert log_parts.unbroken(names, part(258)) == (["00000002.history"], False)
    assert log_parts.unbroken(names[:5], part(254))[1]


def test_a_night_stays_for_its_days_and_the_newest_for_ever(store: Store) -> None:
    old, fresh = (put(store.new_path(FULL, NOW - timedelta(days=days))) for days in (31, 29))
    store.expire(now=NOW, days=30)
    assert store.full() == [fresh]
    store.expire(now=NOW + timedelta(days=400), days=30)
    assert store.full() == [fresh]
    assert not old.exists()


def test_BR1_two_bases_stay_with_the_log_that_continues_them(store: Store) -> None:
    for days, first in ((3, part(10)), (2, part(20)), (1, part(30))):
        put(store.new_path(BASE, NOW - timedelta(days=days), SYSTEM, first))
    for name in (part(10), part(19), part(20), part(31), f"{part(12)}.00000028.backup", "00000002.history"):
        put(store.log_path(SYSTEM, name))
    put(store.log_path(FORMER, part(40)))
    store.expire(now=NOW, days=30, system=SYSTEM)
    assert [base.first for base in store.bases()] == [part(20), part(30)]
    assert store.log(SYSTEM) == sorted([part(20), part(31), "00000002.history"])
    assert store.log(FORMER) == []


def test_the_log_of_a_new_cluster_stays_until_it_has_a_base(store: Store) -> None:
    put(store.new_path(BASE, NOW, FORMER, part(5)))
    put(store.log_path(SYSTEM, part(1)))
    store.expire(now=NOW, days=30, system=SYSTEM)
    assert store.log(SYSTEM) == [part(1)]


def test_a_file_that_could_not_be_finished_is_not_there(store: Store) -> None:
    target = store.new_path(FULL, NOW)
    with pytest.raises(OSError, match="disk"), writing(target) as file:
        file.write(b"half")
        raise OSError("disk full")
    assert list(target.parent.iterdir()) == []


def test_BR1_parts_of_the_log_are_stored_sealed_and_come_back_as_they_were(store: Store, tmp_path: Path) -> None:
    outgoing = tmp_path / "outgoing"
    outgoing.mkdir()
    content = b"Wolfgang Quandt" * 1000 + bytes(15_000_000)
    (outgoing / part(7)).write_bytes(content)
    (outgoing / f"{part(8)}.part").write_bytes(b"under way")
    ship(finished(outgoing), store, system=SYSTEM, master=KEYS[0])
    assert [path.name for path in outgoing.iterdir()] == [f"{part(8)}.part"]
    stored = store.log_path(SYSTEM, part(7))
    assert stored.stat().st_mode & 0o777 == 0o600
    assert stored.stat().st_size < 100_000
    assert b"Quandt" not in stored.read_bytes()
    unseal_part(stored, tmp_path / "back", KEYS)
    assert (tmp_path / "back").read_bytes() == content


def test_a_part_that_is_handed_over_twice_is_stored_once_and_never_replaced(store: Store, tmp_path: Path) -> None:
    source, stored = tmp_path / "source", store.log_path(SYSTEM, part(7))
    for content in (b"one", b"one"):
        source.write_bytes(content)
        seal_part(source, stored, KEYS[0])
    source.write_bytes(b"two")
    with pytest.raises(BackupError, match="another content"):
        seal_part(source, stored, KEYS[0])
    assert b"".join(opened(stored, KEYS)) == b"one"


def test_BR1_each_file_is_copied_once_and_never_to_a_mount_that_is_missing(store: Store, tmp_path: Path) -> None:
    copy = Store(tmp_path / "elsewhere")
    full, log = put(store.new_path(FULL, NOW)), put(store.log_path(SYSTEM, part(1)))
    with pytest.raises(BackupError, match="mounted"):
        copying.copy_all(store, copy)
    assert not copy.folder.exists()
    copy.folder.mkdir()
    assert copying.copy_log(store, copy) == 1
    assert copying.copy_all(store, copy) == 1
    assert copying.copy_all(store, copy) == 0
    assert [path.read_bytes() for path in copy.all()] == [full.read_bytes(), log.read_bytes()]


def test_BR3_files_come_back_as_they_were_at_the_newest_point(store: Store, tmp_path: Path) -> None:
    files, back = tmp_path / "files", tmp_path / "back"
    for folder in (files, back):
        folder.mkdir()
        (folder / "erased").write_bytes(b"was in the base")
    put(store.new_path(BASE, NOW, SYSTEM, part(1)))
    filing = Filing(files, store, KEYS[0])
    (files / "erased").unlink()
    (files / "aa").mkdir()
    (files / "aa" / "new").write_bytes(b"stored since")
    filing.store_new()
    [increment] = store.files()
    assert b"stored since" not in increment.read_bytes()
    unpack_later_files(increment, files=back, masters=KEYS)
    assert {path.name: path.read_bytes() for path in back.rglob("*") if path.is_file()} == {"new": b"stored since"}
    filing.store_new()
    assert store.files() == [increment]
