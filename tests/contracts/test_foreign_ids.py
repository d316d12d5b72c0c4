"""An id of another practice in any field of a body is refused, and nothing is stored."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction
from django.test import Client

from tests.contracts.world import World, make_world
from tests.scheduling.factories import tomorrow_at

# Fields that name no object of the practice.
NO_REFERENCE = {"tab"}
# Fields that hold an id under another name than the address gives it.
SAME_AS = {
    "responsible_id": "clinician_id",
    "other_client_ids": "client_id",
    "clinician_ids": "clinician_id",
    "room_ids": "room_id",
    "note_ids": "note_id",
}
# Calls that a clinician has no right to.
BY_OWNER = {"map_shared_room", "edit_notice_settings"}


@pytest.fixture(scope="module")
def world() -> World:
    return make_world()


def samples(world: World) -> dict[str, dict[str, Any]]:
    """A body that would be accepted, for every call whose body names other objects."""
    own, clinician = {name: str(value) for name, value in world.own.items()}, world.actors["clinician"]
    start = tomorrow_at(clinician, 10, days=9)
    when = {"starts_at": start.isoformat()}
    day = start.date().isoformat()
    exception = {"first_day": day, "last_day": day, "starts": "09:00", "ends": "10:00", "room_id": own["room_id"]}
    later = tomorrow_at(clinician, 7, days=30)
    rule = {"every": "week", "first": later.date().isoformat(), "starts": "07:00", "count": 1}
    repeat = {
        "rule": {**rule, "weekdays": [later.weekday()]},
        "clinician_id": own["clinician_id"],
        "service_id": own["service_id"],
        "room_id": own["room_id"],
    }
    shown = {"day": later.date().isoformat(), "starts_at": later.isoformat(), "room_id": own["room_id"]}
    coming = tomorrow_at(clinician, 16, days=3)
    again = {"day": coming.date().isoformat(), "starts_at": coming.isoformat(), "room_id": own["room_id"]}
    wanted = {name: own[name] for name in ("clinician_id", "service_id", "room_id")} | {"scope": "all"}
    people = {name: own[name] for name in ("client_id", "clinician_id", "service_id", "room_id")}
    return {
        "book_appointment": {**people, "other_client_ids": [], **when, "outside_hours_reason": "asked for"},
        "block_time": {
            "clinician_id": own["clinician_id"],
            "room_id": own["room_id"],
            **when,
            "ends_at": (start + timedelta(hours=1)).isoformat(),
        },
        "move_appointment": {
            **when,
            "clinician_id": own["clinician_id"],
            "room_id": own["room_id"],
            "outside_hours_reason": "asked for",
        },
        "edit_appointment": {**people, "other_client_ids": [], **when, "outside_hours_reason": "asked for"},
        "preview_repeats": repeat,
        "book_repeats": {
            **repeat,
            "client_id": own["client_id"],
            "other_client_ids": [],
            "choices": [shown],
            "outside_hours_reason": "asked for",
        },
        "preview_repeat_change": wanted,
        "change_repeats": {**wanted, "choices": [again], "outside_hours_reason": "asked for"},
        "extend_repeats": {
            "count": 1,
            "choices": [
                {
                    "day": (coming + timedelta(weeks=3)).date().isoformat(),
                    "starts_at": (coming + timedelta(weeks=3)).isoformat(),
                    "room_id": own["room_id"],
                }
            ],
            "outside_hours_reason": "asked for",
        },
        "create_client": {"family_name": "Strand", "responsible_id": own["clinician_id"]},
        "merge_clients": {"other_client_id": own["other_client_id"]},
        "share_client": {"clinician_id": own["clinician_id"]},
        "hand_over_client": {"clinician_id": own["clinician_id"]},
        "map_shared_room": {"room_id": own["room_id"]},
        "ask_to_sign": {"membership_id": str(world.colleague["clinician_id"]), "kind": "co"},
        "share_note": {"membership_id": str(world.colleague["clinician_id"]), "level": "view"},
        "start_note": {"client_id": own["client_id"], "template_id": own["template_id"]},
        "start_note#visit": {"appointment_id": own["appointment_id"], "template_id": own["template_id"]},
        "set_weekly_hours": {
            "entries": [{"weekday": 0, "starts": "09:00", "ends": "10:00", "room_id": own["room_id"]}]
        },
        "save_column_set": {"name": "Both", "clinician_ids": [own["clinician_id"]], "room_ids": [own["room_id"]]},
        "add_hours_exception": exception,
        "change_hours_exception": exception,
        "add_to_waiting_list": {
            "client_id": own["client_id"],
            "service_id": own["service_id"],
            "clinician_id": own["clinician_id"],
            "until": day,
        },
        "edit_online_clinician": {"slug": "anna-berg", "is_on": True, "service_ids": [own["service_id"]]},
        "hand_over_appointments": {"clinician_id": str(world.colleague["clinician_id"])},
        "give_delegation": {
            "membership_id": str(world.colleague["clinician_id"]),
            "deeds": ["see"],
            "fields": "code",
            "reason": "Holidays",
            "ends_at": start.isoformat(),
        },
        "edit_notice_settings": {
            "invite_by_default": True,
            "silent": ["sms.update"],
            "names_clinician": False,
            "names_service": False,
            "where": "",
            "reminders": [{"hours": 24, "channel": "email", "service_id": own["service_id"]}],
            "remind_all": False,
            "quiet_from": "21:00",
            "quiet_until": "08:00",
            "version": 0,
        },
        "add_client_to_book": {"clinician_id": own["clinician_id"], "family_name": "Strand"},
        "export_record": {"what": "pdf", "language": "en", "note_ids": [own["note_id"]]},
        "hand_over_clients": {"clinician_id": str(world.colleague["clinician_id"])},
    }


def document() -> dict[str, Any]:
    return dict(Client().get("/api/v1/openapi.json").json())


def calls(found: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Every call with a body: its name, method, path and the schema of the body."""
    for path, methods in found["paths"].items():
        for method, call in methods.items():
            content = call.get("requestBody", {}).get("content", {}).get("application/json")
            if content:
                yield call["operationId"], method, path, content["schema"]


def id_fields(schema: dict[str, Any], found: dict[str, Any], name: str = "") -> Iterator[str]:
    if "$ref" in schema:
        schema = found["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if schema.get("format") == "uuid":
        yield name
    for part in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        yield from id_fields(part, found, name)
    for inner, part in schema.get("properties", {}).items():
        yield from id_fields(part, found, inner)


def swapped(body: Any, field: str, value: UUID) -> Any:
    if isinstance(body, list):
        return [swapped(item, field, value) for item in body]
    if isinstance(body, dict):
        return {
            key: _in_place(item, value) if key == field else swapped(item, field, value) for key, item in body.items()
        }
    return body


def _in_place(item: Any, value: UUID) -> Any:
    return [str(value)] if isinstance(item, list) else str(value)


def stored(practice_id: UUID) -> dict[str, int]:
    """Rows per table of the practice, as the owner of the tables counts them; the log of denials left out."""
    counts = {}
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.columns where column_name = 'practice_id'"
            " and table_schema = 'public' and table_name not like 'audit_entry%'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}" where practice_id = %s', [practice_id])
            counts[str(table)] = int(cursor.fetchone()[0])
    return counts


def test_TI3_every_field_that_names_an_object_is_tried(world: World) -> None:
    found, known = document(), samples(world)
    tried = {(name.split("#")[0], field) for name, body in known.items() for field in flat(body)}
    missing = [
        (name, field)
        for name, _, _, schema in calls(found)
        for field in id_fields(schema, found)
        if field not in NO_REFERENCE and (name, field) not in tried
    ]
    assert missing == []


def flat(body: Any) -> set[str]:
    if isinstance(body, list):
        return set().union(*(flat(item) for item in body))
    if isinstance(body, dict):
        return set(body).union(*(flat(item) for item in body.values()))
    return set()


def test_TI3_foreign_and_missing_ids_in_bodies_are_refused_alike_and_store_nothing(world: World) -> None:
    found, known = document(), samples(world)
    where = {name: (method, path) for name, method, path, _ in calls(found)}
    practice_id = world.actors["clinician"].practice_id
    for name, body in known.items():
        method, path = where[name.split("#")[0]]
        client = world.calls["owner" if name in BY_OWNER else "clinician"]
        address = path.format(**{key: str(value) for key, value in world.own.items()})
        for field in sorted(flat(body) & (world.own.keys() | SAME_AS.keys())):
            foreign = world.foreign[SAME_AS.get(field, field)]
            before = stored(practice_id)
            answers = [
                client.generic(method.upper(), address, json.dumps(swapped(body, field, value)), "application/json")
                for value in (foreign, uuid4())
            ]
            codes = [answer.status_code for answer in answers]
            assert codes[0] == codes[1], (name, field, codes)
            assert codes[0] in {403, 404, 409, 422}, (name, field, codes, answers[0].content[:200])
            assert str(foreign) not in answers[0].content.decode(), (name, field)
            assert stored(practice_id) == before, (name, field)


def test_the_same_bodies_with_ones_own_ids_are_accepted() -> None:
    """Else the refusals above would prove nothing."""
    # The hour is taken by an earlier sample; the note is a draft, which is said after whom it names was looked at.
    known = {"slot_taken", "note_not_signed"}
    found, world = document(), make_world()
    where = {name: (method, path) for name, method, path, _ in calls(found)}
    for name, body in samples(world).items():
        method, path = where[name.split("#")[0]]
        client = world.calls["owner" if name in BY_OWNER else "clinician"]
        address = path.format(**{key: str(value) for key, value in world.own.items()})
        answer = client.generic(method.upper(), address, json.dumps(body), "application/json")
        assert answer.status_code in {200, 201} or answer.json()["code"] in known, (name, answer.content)
