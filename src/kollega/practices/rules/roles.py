"""Who may give which roles to whom (T4, T5, IN-5)."""

from collections.abc import Collection

from kollega.kernel.permissions import Area, Role
from kollega.practices.errors import LastAdmin, OwnerStays, RolesMissing

GIVEN_BY_ADMINS = frozenset(Role) - {Role.OWNER, Role.GUEST}


def checked_roles(
    *, before: Collection[Role], after: Collection[Role], areas: Collection[Area], other_admins: int
) -> tuple[list[Role], list[Area]]:
    """Return the roles and areas to store, sorted.

    `before` is empty for a new member; `other_admins` counts the running admins beside this member. Ownership is
    neither given nor taken here; the owner stays admin. Areas belong to office staff and are dropped without it.
    Refuses with OwnerStays, LastAdmin, RolesMissing.
    """
    wanted = set(after)
    if (Role.OWNER in wanted) != (Role.OWNER in set(before)):
        raise OwnerStays
    if Role.OWNER in wanted and Role.ADMIN not in wanted:
        raise OwnerStays
    if not wanted:
        raise RolesMissing
    if Role.ADMIN in set(before) and Role.ADMIN not in wanted and not other_admins:
        raise LastAdmin
    kept_areas = sorted(areas) if Role.OFFICE_STAFF in wanted else []
    return sorted(wanted), kept_areas
