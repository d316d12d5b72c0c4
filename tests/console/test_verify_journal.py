"""`kollega verify journal` on the command line (N13)."""

import pytest

from kollega.console.entry import main
from kollega.kernel.actor import Actor
from kollega.practices.queries.practices import practice
from tests.factories import make_practice
from tests.journal.making import make_signed, superuser


@pytest.fixture
def actor() -> Actor:
    return make_practice()


def test_N13_a_whole_record_exits_with_0(actor: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    make_signed(actor)
    assert main(["verify", "journal", "--practice", practice(actor).slug]) == 0
    assert "1 practices checked, 0 findings" in capsys.readouterr().out


def test_N13_a_changed_note_is_named_and_exits_with_1(actor: Actor, capsys: pytest.CaptureFixture[str]) -> None:
    note_id = make_signed(actor)
    with superuser() as raw:
        raw.execute("update journal_note set occurred_at = occurred_at - interval '1 hour' where id = %s", [note_id])
    assert main(["verify", "journal", "--practice", practice(actor).slug]) == 1
    said = capsys.readouterr().out
    assert f"changed, signature 1, note {note_id}" in said
    assert "slept" not in said


def test_an_unknown_practice_exits_with_2() -> None:
    assert main(["verify", "journal", "--practice", "no-such-practice"]) == 2
