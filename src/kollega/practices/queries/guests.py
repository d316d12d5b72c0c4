"""Memberships that hold nothing but grants (B8); inside a scope."""

from collections.abc import Collection
from uuid import UUID

from kollega.kernel.permissions import Role
from kollega.practices.models import Membership


def guest_memberships(practice_id: UUID, among: Collection[UUID] | None = None) -> list[UUID]:
    """Return the running memberships of guests, of these ids only when they are given."""
    rows = Membership.objects.filter(practice_id=practice_id, ended_at=None, roles=[Role.GUEST])
    if among is not None:
        rows = rows.filter(id__in=among)
    return list(rows.order_by("id").values_list("id", flat=True))
