"""Saved sets of calendar columns: one's own, bounded, of known people and rooms (B1)."""

import pytest

from kollega.kernel.errors import BadInput, NotFound
from kollega.kernel.permissions import Role
from kollega.scheduling.operations.column_sets import remove_column_set, save_column_set
from kollega.scheduling.queries.column_sets import column_sets
from tests.factories import make_member, make_practice
from tests.scheduling.factories import make_room


def test_B1_a_set_is_the_persons_own_and_the_same_name_is_replaced() -> None:
    anna = make_practice()
    kari, room = make_member(anna, Role.CLINICIAN), make_room(anna)
    save_column_set(anna, name="Tuesday", people=[kari.own_membership])
    set_id = save_column_set(anna, name=" Tuesday ", people=[anna.own_membership], rooms=[room])
    assert [(one.id, one.name, one.people, one.rooms) for one in column_sets(anna)] == [
        (set_id, "Tuesday", (anna.own_membership,), (room,))
    ]
    assert column_sets(kari) == []
    with pytest.raises(NotFound):
        remove_column_set(kari, set_id=set_id)
    remove_column_set(anna, set_id=set_id)
    assert column_sets(anna) == []


def test_B1_a_set_names_known_columns_and_there_are_twelve_at_most() -> None:
    anna, stranger = make_practice(), make_practice()
    for unknown in ({"people": [stranger.own_membership]}, {"rooms": [make_room(stranger)]}):
        with pytest.raises(NotFound):
            save_column_set(anna, name="Other", **unknown)
    for wrong in ({"name": " ", "people": [anna.own_membership]}, {"name": "Empty"}):
        with pytest.raises(BadInput):
            save_column_set(anna, **wrong)
    for number in range(12):
        save_column_set(anna, name=f"Set {number}", people=[anna.own_membership])
    with pytest.raises(BadInput):
        save_column_set(anna, name="One more", people=[anna.own_membership])
