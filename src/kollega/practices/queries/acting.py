"""The actor of a job that goes on with what a member began: with the rights the member has now."""

from dataclasses import replace
from uuid import UUID

from kollega.kernel.actor import Actor
from kollega.kernel.permissions import CENTRAL_PERMISSIONS, permissions_of
from kollega.practices.queries.memberships import running_membership


def member_now(job: Actor, membership_id: UUID) -> Actor | None:
    """Return the job's actor as this member; None when they do not work here any more. In the practice's scope."""
    membership = running_membership(job.practice_id, membership_id)
    if membership is None:
        return None
    central = CENTRAL_PERMISSIONS if membership.holds_records else frozenset()
    return replace(
        job,
        person_id=membership.person_id,
        membership_id=membership.id,
        roles=membership.roles,
        areas=membership.areas,
        permissions=permissions_of(membership.roles, membership.areas, membership.office_fields) | central,
        office_fields=membership.office_fields,
    )
