"""`kollega catalogue` on the command line, and what refuses to start (P1)."""

from pathlib import Path

import pytest
from django.test import override_settings

from kollega.catalogue.in_force import SHIPPED, text_of
from kollega.catalogue.operations.practice_plans import choose_plan
from kollega.config import deploy
from kollega.console.entry import main
from tests.config.test_deploy import GOOD
from tests.factories import make_practice


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "plans.toml"
    path.write_text(text_of("kollega").replace('scope = "seat"', 'scope = "chair"', 1))
    return str(path)


@pytest.mark.parametrize("name", SHIPPED)
def test_P1_every_shipped_catalogue_passes_the_check(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check", name, "--file-only"]) == 0
    assert "no faults" in capsys.readouterr().out


def test_P1_a_wrong_file_is_said_and_fails(broken: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "check", broken]) == 1
    assert "Plan assistant: `scope` is practice or seat." in capsys.readouterr().out
    assert main(["catalogue", "show", broken]) == 1


def test_P1_production_does_not_start_with_a_wrong_catalogue(broken: str) -> None:
    assert deploy.refusals(GOOD | {"KOLLEGA_CATALOGUE": "kollega"}) == []
    refused = deploy.refusals(GOOD | {"KOLLEGA_CATALOGUE": broken})
    assert refused == [f"KOLLEGA_CATALOGUE ({broken}): Plan assistant: `scope` is practice or seat."]
    missing = deploy.refusals(GOOD | {"KOLLEGA_CATALOGUE": "/nowhere.toml"})
    assert "There is no catalogue /nowhere.toml" in missing[0]


def test_P13_plans_that_are_stored_but_no_longer_known_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(CATALOGUE="kollega"):
        choose_plan(make_practice(), plan_id="clinic")
    assert main(["catalogue", "check", "heidi"]) == 2
    shown = capsys.readouterr().out
    assert "x practice with the plan clinic; counts as single" in shown
    assert "x seat with the plan clinic; counts as free" in shown
    assert "heidi: catalogue heidi, version" in shown


def test_P1_show_prints_what_each_plan_allows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "show", "kollega"]) == 0
    shown = capsys.readouterr().out
    assert "solo: Solo (for a practice, 14 days of trial)" in shown
    assert "EUR 15.00 a month, 150.00 a year" in shown
    assert "appointments_a_month: unlimited" in shown
