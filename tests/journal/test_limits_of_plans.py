"""Notes and templates within what a plan allows; what exists stays usable (P13, 3.1)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import override_settings

from kollega.catalogue.errors import NotInPlan, PlanLimitReached
from kollega.catalogue.operations.practice_plans import choose_plan
from kollega.journal.models import Note
from kollega.journal.operations.starting import start, start_from_visit
from kollega.journal.operations.templates import (
    change_template,
    create_template,
    give_to_team,
    make_standard,
    remove_template,
    take_from_team,
)
from kollega.journal.queries.notes import open_note
from kollega.journal.queries.templates import templates
from kollega.kernel.permissions import Role
from tests.factories import at, make_member, make_practice
from tests.journal.making import make_client, make_note, make_visit, note_row
from tests.scheduling.test_races import at_once


def test_P13_without_notes_in_the_plan_none_is_begun_but_drafts_are_finished_signed_and_read() -> None:
    anna = make_practice()
    client_id = make_client(anna)
    visit = make_visit(anna, client_id)
    draft = make_note(anna, client_id)
    with override_settings(CATALOGUE="covet"):
        for begin in (partial(start, client_id=client_id), partial(start_from_visit, appointment_id=visit)):
            with pytest.raises(NotInPlan) as refused:
                begin(anna)
            assert refused.value.details["plan_id"] == "essentials"
        draft.save("Finished on the free plan")
        draft.sign()
        assert open_note(anna, note_id=draft.note_id)
    assert note_row(anna, draft.note_id).status == Note.Status.SIGNED


def test_P13_a_running_draft_of_a_visit_is_opened_again_without_notes_in_the_plan() -> None:
    anna = make_practice()
    visit = make_visit(anna, make_client(anna))
    begun = start_from_visit(anna, appointment_id=visit)
    with override_settings(CATALOGUE="covet"):
        assert start_from_visit(anna, appointment_id=visit) == begun


def test_P13_own_templates_stop_at_the_number_of_the_plan_and_existing_ones_stay() -> None:
    anna = make_practice()
    with override_settings(CATALOGUE="open"):
        four = [create_template(anna, name=f"Mine {number}", headings=["Today"]) for number in range(4)]
    with override_settings(CATALOGUE="heidi"):
        with pytest.raises(PlanLimitReached) as refused:
            create_template(anna, name="Five", headings=["Today"])
        assert refused.value.details["limit"] == 3
        assert refused.value.details["plan_id"] == "pro"
        change_template(anna, template_id=four[0], name="Changed", headings=["Tomorrow"])
        assert len([row for row in templates(anna) if row.is_mine]) == 4
        for template_id in four[:2]:
            remove_template(anna, template_id=template_id)
        create_template(anna, name="Three again", headings=["Today"])


@pytest.mark.race
def test_P13_own_templates_made_at_once_are_as_many_as_the_plan_has() -> None:
    anna = make_practice()
    with override_settings(CATALOGUE="heidi"):
        works: list[Callable[[], Any]] = [
            partial(create_template, anna, name=f"Mine {number}", headings=["Today"]) for number in range(8)
        ]
        results = at_once(works)
    assert len([r for r in results if not isinstance(r, Exception)]) == 3, results


def test_H_templates_are_shared_where_the_practices_plan_shares_and_stay_usable_afterwards() -> None:
    with override_settings(CATALOGUE="kollega"):
        anna = make_practice()
        kari = make_member(anna, Role.CLINICIAN)
        mine = create_template(anna, name="Mine", headings=["Today"])
        with pytest.raises(NotInPlan) as refused:
            give_to_team(anna, template_id=mine)
        assert refused.value.details["plan_id"] == "practice"
        choose_plan(anna, plan_id="practice")
        later = at(anna, anna.at + timedelta(minutes=1))
        give_to_team(later, template_id=mine)
        choose_plan(later, plan_id="solo")
        smaller = at(anna, anna.at + timedelta(minutes=2))
        assert "Mine" in [row.name for row in templates(kari)]
        make_standard(smaller, template_id=mine)
        other = create_template(smaller, name="Other", headings=["Today"])
        with pytest.raises(NotInPlan):
            give_to_team(smaller, template_id=other)


def test_H_a_template_of_the_team_can_be_set_back_above_the_number_of_the_plan() -> None:
    anna = make_practice()
    for number in range(3):
        create_template(anna, name=f"Mine {number}", headings=["Today"])
    shared = create_template(anna, name="Shared", headings=["Today"])
    give_to_team(anna, template_id=shared)
    with override_settings(CATALOGUE="heidi"):
        take_from_team(anna, template_id=shared)
        remove_template(anna, template_id=shared)
