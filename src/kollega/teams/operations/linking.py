"""Join links: a free account type for several people, each of whom an administrator lets in (I7)."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Area, Permission, Role
from kollega.platform.operations import Action, operation
from kollega.practices.rules.tokens import digest
from kollega.teams.models import JoinLink
from kollega.teams.operations.ending import end_join_link
from kollega.teams.operations.terms import checked_free_terms, hold_team
from kollega.teams.rules.validity import MOST_LINK_DAYS, MOST_LINK_USES


@operation(requires=Permission.INVITATION_MANAGE)
def create_join_link(
    actor: Actor, *, plan_id: str, roles: Collection[Role], areas: Collection[Area] = (), most_uses: int, days: int
) -> str:
    """Make a link that so many people may use within so many days, and return its token; it is not shown again.

    Refuses with NotATeam, BadInput (uses 1 to 100, days 1 to 90, a paid account type, a managing role) and like
    `terms.checked_terms`.
    """
    hold_team(actor)
    fields = {}
    if not 1 <= most_uses <= MOST_LINK_USES:
        fields["most_uses"] = N_("Choose between 1 and 100 people.")
    if not 1 <= days <= MOST_LINK_DAYS:
        fields["days"] = N_("Choose between 1 and 90 days.")
    if fields:
        raise BadInput(fields=fields)
    terms = checked_free_terms(actor, plan_id=plan_id, roles=roles, areas=areas)
    token, link_id = secrets.token_urlsafe(32), new_id()
    JoinLink.objects.create(
        id=link_id,
        practice_id=actor.practice_id,
        roles=list(terms.roles),
        areas=list(terms.areas),
        plan=terms.plan_id,
        most_uses=most_uses,
        digest=digest(token),
        made_by_id=actor.own_membership,
        made_at=actor.at,
        expires_at=actor.at + timedelta(days=days),
    )
    record(actor, Action.CREATE, "join_link", link_id, roles=list(terms.roles), most_uses=most_uses, days=days)
    return token


@operation(requires=Permission.INVITATION_MANAGE)
def end_link(actor: Actor, *, join_link_id: UUID) -> None:
    """Let a join link die; requests that wait stay. Refuses with NotFound, also for one that has ended."""
    row = (
        JoinLink.objects.select_for_update(of=("self",))
        .filter(practice_id=actor.practice_id, id=join_link_id, ended_at=None)
        .first()
    )
    if row is None:
        raise NotFound
    end_join_link(actor, row)
