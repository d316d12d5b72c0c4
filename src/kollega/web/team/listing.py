"""The team's first page: who works here, as what, and who is responsible for records."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kollega.catalogue.in_force import catalogue
from kollega.edge.access import PracticeRequest, practice_page
from kollega.kernel.permissions import Permission, Role
from kollega.practices.queries.team_facts import team_facts
from kollega.teams.queries.billing import MemberSeat, Status
from kollega.teams.queries.members import TeamMember, team
from kollega.teams.queries.ownership import waiting_offer
from kollega.teams.queries.records import records_state
from kollega.web.plans.words import PAYERS, STATUSES, plan_name
from kollega.web.practices.words import AREA_WORDS, ROLE_WORDS
from kollega.web.team.words import RESPONSIBLE_WORDS


@practice_page(Permission.MEMBER_SEE)
def team_page(request: PracticeRequest) -> HttpResponse:
    """All running members; what is paid and who waits only for those who manage it (T8)."""
    actor = request.actor
    facts, known, records = team_facts(actor.practice_id), team(actor), records_state(actor)
    manages, billing = actor.may(Permission.MEMBER_MANAGE), catalogue().billing
    context: dict[str, Any] = {
        "facts": facts,
        "rows": [member_row(member) for member in known.members],
        "may_manage": manages,
        "shows_seats": manages,
        "shows_payer": manages and billing,
        "may_create": actor.may(Permission.TEAM_CREATE) and facts.team_since is None,
        "may_invite": actor.may(Permission.INVITATION_MANAGE) and facts.team_since is not None,
        "invite_url": reverse("invitations:new", args=[facts.slug]),
        "pending": known.pending,
        "pending_url": reverse("invitations:pending", args=[facts.slug]),
        "billing_url": reverse("plans:billing", args=[facts.slug]) if actor.may(Permission.BILLING_MANAGE) else "",
        "contact": known.contact,
        "large_from": catalogue().large_team_from,
        "offer": waiting_offer(actor),
        "records": records,
        "responsible": RESPONSIBLE_WORDS[records.responsible],
        "is_owner": Role.OWNER in actor.roles,
        "area": "team",
    }
    return render(request, "team/team.html", context)


def member_row(member: TeamMember) -> dict[str, Any]:
    """What the list and the head of a member's page say."""
    return {
        "id": member.id,
        "name": member.name,
        "title": member.title,
        "email": member.email,
        "roles": [ROLE_WORDS[role] for role in sorted(member.roles, key=list(Role).index)],
        "areas": [AREA_WORDS[area] for area in member.areas],
        "since": member.since,
        "is_owner": member.is_owner,
        "is_me": member.is_me,
        "ownership_offered": member.ownership_offered,
        "seat": seat_words(member.seat) if member.seat else None,
    }


def seat_words(seat: MemberSeat) -> dict[str, Any]:
    return {
        "type": plan_name(seat.plan),
        "payer": PAYERS[seat.payer] if seat.plan.is_paid else STATUSES[Status.FREE][0],
        "trial_ends_at": seat.trial_ends_at,
        "lapsed": seat.status is Status.LAPSED,
    }
