"""What one practice does in a community is mailed to the other's administrators and stands in both logs (B6, L1)."""

from uuid import UUID

from django.db import transaction

from kollega.accounts.models import Person
from kollega.audit.models import LogEntry
from kollega.communities.operations.creating import create_community, new_joining_code
from kollega.communities.operations.house_rules import set_house_rules
from kollega.communities.operations.joining import approve, ask_to_join
from kollega.kernel.permissions import Role
from kollega.messaging.models import Mail
from kollega.messaging.operations.sealing import open_content
from kollega.platform.tenancy import tenant
from kollega.practices.operations.members import change_member
from kollega.scheduling.operations.parting import agree_to_keep, dissolve_community, leave_community
from kollega.scheduling.queries.sharing import community
from tests.communities.making import House, make_community, make_house
from tests.factories import make_member
from tests.jobs import run_jobs
from tests.scheduling.factories import tomorrow_at


def mails(house: House) -> dict[str, str]:
    """The mails that were queued for the practice's people, by kind."""
    run_jobs(house.actor.practice_id)
    with tenant(house.actor.practice_id), transaction.atomic():
        rows = Mail.objects.filter(practice_id=house.actor.practice_id)
        return {row.kind: open_content(row.practice_id, row.id, bytes(row.sealed)).decode() for row in rows}


def logged(house: House, about: str) -> int:
    with tenant(house.actor.practice_id), transaction.atomic():
        return LogEntry.objects.filter(practice_id=house.actor.practice_id, object_type=about).count()


def waiting(house: House, community_id: UUID) -> UUID:
    return community(house.actor, community_id=community_id).asking[0].id


def test_B6_asking_and_answering_reach_the_other_side_in_its_language() -> None:
    anna, berit = make_house(), make_house()
    Person.objects.filter(id=anna.actor.person_id).update(language="de")
    Person.objects.filter(id=berit.actor.person_id).update(language="sv")
    community_id = create_community(anna.actor, name="Strandgatan", room="Room")
    ask_to_join(berit.actor, code=new_joining_code(anna.actor, community_id=community_id))
    assert "Eine Praxis" in mails(anna)["community_asked"]
    assert logged(anna, "community_news") == 1
    approve(anna.actor, partner_id=waiting(anna, community_id))
    assert "Strandgatan" in mails(berit)["community_approved"]
    assert logged(berit, "community_news") == 1
    set_house_rules(
        anna.actor,
        shared_room_id=community(anna.actor, community_id=community_id).rooms[0].shared.id,
        name="Room",
        fair_minutes=600,
    )
    assert "community_rules" in mails(berit)
    assert "community_rules" not in mails(anna)


def test_B6_leaving_is_told_asked_and_answered() -> None:
    anna, berit, clara = make_house(), make_house(), make_house()
    community_id, _ = make_community(anna, berit, clara)
    berit.book(tomorrow_at(berit.actor, 10))
    leave_community(berit.actor, community_id=community_id, ask_to_keep=True)
    assert "community_leaving" in mails(anna)
    agree_to_keep(anna.actor, partner_id=community(anna.actor, community_id=community_id).stays[0].partner_id)
    assert "community_leaving_answered" in mails(berit)
    leave_community(clara.actor, community_id=community_id)
    assert "community_left" in mails(anna)


def test_B6_dissolving_is_told() -> None:
    anna, berit = make_house(), make_house()
    community_id, _ = make_community(anna, berit)
    dissolve_community(anna.actor, community_id=community_id)
    assert "community_dissolved" in mails(berit)


def test_B6_codes_of_somebody_who_loses_the_right_are_revoked() -> None:
    anna = make_house()
    community_id, _ = make_community(anna)
    helper = make_member(anna.actor, Role.ADMIN)
    new_joining_code(helper, community_id=community_id)
    assert len(community(anna.actor, community_id=community_id).codes) == 1
    change_member(anna.actor, membership_id=helper.own_membership, roles=[Role.CLINICIAN], areas=[], title="")
    run_jobs(anna.actor.practice_id)
    assert community(anna.actor, community_id=community_id).codes == []
