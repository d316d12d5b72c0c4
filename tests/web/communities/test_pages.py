"""Shared rooms in settings and calendar, by the pages (B6)."""

import re
from datetime import timedelta
from uuid import UUID

from kollega.kernel.permissions import Role
from kollega.scheduling.queries.sharing import communities, community
from tests.communities.making import House, make_community, make_house
from tests.factories import make_member
from tests.pages import browser, slug_of
from tests.scheduling.factories import tomorrow_at


def at(house: House, path: str = "") -> str:
    return f"/p/{slug_of(house.actor)}/settings/shared-rooms/{path}"


def ways(house: House, community_id: UUID, path: str = "") -> str:
    return at(house, f"{community_id}/{path}")


def test_B6_two_practices_come_together_by_the_pages() -> None:
    anna, berit = make_house(), make_house()
    here, there = browser(anna.actor), browser(berit.actor)
    assert "Create a community" in here.get(at(anna)).content.decode()
    made = here.post(at(anna, "new/"), {"name": "Strandgatan", "room": "Quiet room"})
    community_id = communities(anna.actor)[0].community.id
    assert made.headers["Location"] == ways(anna, community_id)
    shown = here.post(ways(anna, community_id, "code/")).content.decode()
    code = re.search(r"<code[^>]*>([^<]+)</code>", shown)
    assert code is not None
    assert code.group(1) not in here.get(ways(anna, community_id)).content.decode()
    wrong = there.post(at(berit, "join/"), {"code": "wrong"})
    assert wrong.status_code == 409
    assert "not valid" in wrong.content.decode()
    assert there.post(at(berit, "join/"), {"code": code.group(1)}).status_code == 302
    assert "Waits for the other practice" in there.get(ways(berit, community_id)).content.decode()
    partner_id = community(anna.actor, community_id=community_id).asking[0].id
    assert here.post(at(anna, f"partners/{partner_id}/approve/")).status_code == 302
    shared_room_id = community(berit.actor, community_id=community_id).rooms[0].shared.id
    for house, client in ((anna, here), (berit, there)):
        path = at(house, f"rooms/{shared_room_id}/map/")
        assert client.get(path).status_code == 200
        assert client.post(path, {"room": str(house.room_id)}).status_code == 302
    rules = {"name": "Quiet room", "quiet_from": "12:00", "quiet_until": "13:00", "fair_hours": "40"}
    assert here.post(at(anna, f"rooms/{shared_room_id}/rules/"), rules).status_code == 302
    assert there.get(at(berit, f"rooms/{shared_room_id}/rules/")).status_code == 403
    assert "Quiet 12:00–13:00" in there.get(ways(berit, community_id)).content.decode()


def test_B6_the_calendar_shows_an_occupied_block_without_anything_of_the_other_practice() -> None:
    anna, berit = make_house(), make_house()
    make_community(anna, berit)
    start = tomorrow_at(anna.actor, 10)
    theirs = anna.book(start, internal_line="marker")
    day = start.date().isoformat()
    base = f"/p/{slug_of(berit.actor)}/calendar/?view=day&date={day}"
    for address in (base, f"{base}&columns=r-{berit.room_id}"):
        page = browser(berit.actor).get(address).content.decode()
        assert "Occupied" in page
        card = re.search(r'<div class="cal-card cal-occupied[^>]*>', page)
        assert card is not None
        assert "data-id" not in card.group(0)
        for secret in ("marker", theirs.appointment_id, anna.room_id, anna.actor.practice_id, slug_of(anna.actor)):
            assert str(secret) not in page
    assert (
        "Shared with other practices" in browser(berit.actor).get(f"{base}&columns=r-{berit.room_id}").content.decode()
    )


def test_B6_a_clash_lists_own_and_occupied_times_and_leaving_asks() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    berit.book(tomorrow_at(berit.actor, 10))
    client = browser(berit.actor)
    refused = client.post(ways(berit, community_id, "leave/"))
    assert refused.status_code == 409
    assert "10:00–10:30" in refused.content.decode()
    unmapped = client.post(at(berit, f"own/{berit.room_id}/unmap/"))
    assert unmapped.status_code == 409
    assert client.post(ways(berit, community_id, "leave/"), {"keep": "1"}).status_code == 302
    page = browser(anna.actor).get(ways(anna, community_id)).content.decode()
    assert "1 coming time" in page
    stays = community(anna.actor, community_id=community_id).stays[0]
    assert browser(anna.actor).post(at(anna, f"partners/{stays.partner_id}/keep/")).status_code == 302
    assert client.get(ways(berit, community_id)).status_code == 404


def test_B6_the_statement_is_a_table_and_a_file_for_those_who_manage_rooms() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    start = tomorrow_at(anna.actor, 10)
    anna.book(start)
    berit.book(start + timedelta(hours=1), minutes=90)
    path = ways(berit, community_id, f"use/?month={start:%Y-%m}")
    page = browser(berit.actor).get(path).content.decode()
    assert ">90<" in page
    assert ">30<" in page
    file = browser(berit.actor).get(ways(berit, community_id, f"use.csv?month={start:%Y-%m}"))
    assert f"{start:%Y-%m},The quiet room," in file.content.decode()
    clinician = browser(make_member(berit.actor, Role.CLINICIAN))
    assert clinician.get(path).status_code == 403
    assert browser(berit.actor).get(ways(berit, community_id, "use/?month=x")).status_code == 422
