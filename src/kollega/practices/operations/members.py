"""Members of a practice: adding an existing account, and changing roles."""

from collections.abc import Collection, Mapping
from uuid import UUID

from kollega.accounts.operations.login_sessions import end_sessions_of
from kollega.accounts.queries.people import person_with_address
from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, NotFound
from kollega.kernel.permissions import Area, ClientFields, Permission, Role
from kollega.platform.limits import Limit, hit
from kollega.platform.operations import Action, operation
from kollega.platform.outbox import emit
from kollega.practices.operations.governing import lock_practice
from kollega.practices.operations.starting import start_membership
from kollega.practices.queries.teams import members_of
from kollega.practices.rules.areas import checked_fields
from kollega.practices.rules.roles import checked_roles

LOOK_UPS = Limit("member-look-up", 30, 3600)


@operation(requires=Permission.MEMBER_MANAGE)
def add_member(
    actor: Actor, *, email: str, roles: Collection[Role], areas: Collection[Area] = (), title: str = ""
) -> UUID:
    """Make the person with this verified address a member and return the membership's id.

    Refuses with BadInput when no account has the address, AlreadyMember, OwnerStays, RolesMissing, and TooMany
    after 30 tries an hour, so that addresses cannot be probed.
    """
    hit(LOOK_UPS, actor.practice_id, actor.person_id)
    stored_roles, stored_areas = checked_roles(before=(), after=roles, areas=areas, other_admins=1)
    person = person_with_address(email)
    if person is None:
        raise BadInput(fields={"email": N_("No account uses this address. Ask the person to sign up first.")})
    membership_id = start_membership(
        actor.practice_id,
        person.id,
        display_name=person.name,
        roles=stored_roles,
        areas=stored_areas,
        title=title,
        at=actor.at,
    )
    record(actor, Action.GRANT, "membership", membership_id, roles=stored_roles, areas=stored_areas)
    return membership_id


@operation(requires=Permission.MEMBER_MANAGE)
def end_logins(actor: Actor, *, membership_id: UUID) -> int:
    """End all login sessions of a running member, as after a lost phone, and return how many (SS-3).

    Refuses with NotFound.
    """
    row = members_of(actor.practice_id).filter(id=membership_id).first()
    if row is None:
        raise NotFound
    ended = end_sessions_of(row.person_id)
    record(actor, Action.CHANGE, "membership", membership_id, logins_ended=ended)
    return ended


@operation(requires=Permission.MEMBER_MANAGE)
def change_member(
    actor: Actor,
    *,
    membership_id: UUID,
    roles: Collection[Role],
    areas: Collection[Area],
    title: str,
    fields: Mapping[Area, ClientFields] | None = None,
) -> None:
    """Give a running member exactly these roles and areas; `fields` by area say how much of clients it shows (B9).

    `fields` None keeps what is stored, for the areas that stay.
    Refuses with NotFound, OwnerStays, LastAdmin, RolesMissing.
    """
    lock_practice(actor)
    running = members_of(actor.practice_id)
    row = running.filter(id=membership_id).first()
    if row is None:
        raise NotFound
    stored_roles, stored_areas = checked_roles(
        before=[Role(role) for role in row.roles],
        after=roles,
        areas=areas,
        other_admins=running.exclude(id=membership_id).filter(roles__contains=[Role.ADMIN]).count(),
    )
    kept = {Area(name): ClientFields(level) for name, level in row.area_fields.items()}
    area_fields = checked_fields(kept if fields is None else fields, stored_areas)
    running.filter(id=membership_id).update(
        roles=stored_roles, areas=stored_areas, area_fields=area_fields, title=title.strip()[:80]
    )
    record(
        actor,
        Action.GRANT,
        "membership",
        membership_id,
        before=list(row.roles) + list(row.areas),
        after=list(stored_roles) + list(stored_areas),
        fields_before=row.area_fields,
        fields_after=area_fields,
    )
    emit("practices.roles_changed", practice_id=actor.practice_id, membership_id=str(membership_id))
