"""`kollega import clients` from the command line."""

from pathlib import Path

import pytest

from kollega.accounts.models import Person
from kollega.clients.models import Client
from kollega.console.commands import import_
from kollega.kernel.actor import Actor
from tests.clients.factories import inside
from tests.factories import make_practice
from tests.pages import slug_of


def run(actor: Actor, *words: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    import_.configure(parser)
    email = Person.objects.get(id=actor.person_id).email
    return import_.run(parser.parse_args(["clients", "--practice", slug_of(actor), "--as", email, *words]))


def count(actor: Actor) -> int:
    with inside(actor):
        return Client.objects.count()


def test_a_dry_run_then_the_real_one_then_again_then_undo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anna = make_practice()
    file = tmp_path / "list.csv"
    file.write_bytes("Förnamn;Efternamn;Tfn jobb\nÅsa;Öberg;0701234567\nEva;Lund;call me\n".encode("cp1252"))
    assert run(anna, str(file), "--column", "Tfn jobb=phone") == 1
    assert count(anna) == 0
    assert "3\trefused\tLund, Eva\tEnter a phone number" in capsys.readouterr().out
    assert run(anna, str(file), "--column", "Tfn jobb=phone", "--really") == 1
    assert count(anna) == 1
    printed = capsys.readouterr().out
    import_id = printed.rsplit("Import ", 1)[1].strip(".\n")
    assert run(anna, str(file), "--column", "Tfn jobb=phone", "--really") == 1
    assert count(anna) == 1
    assert "2\tknown" in capsys.readouterr().out
    assert run(anna, "--undo", import_id) == 0
    assert count(anna) == 0


def test_what_cannot_be_read_ends_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anna = make_practice()
    assert run(anna, str(tmp_path / "missing.csv")) == 2
    file = tmp_path / "list.csv"
    file.write_text("E-mail;Phone\na@example.test;123456\n")
    assert run(anna, str(file)) == 2
    assert "Choose which column holds the name." in capsys.readouterr().err
    assert run(anna, str(file), "--column", "Phone=is_active") == 2
