from kollega.kernel.errors import N_, BadInput, Conflict, Forbidden
from kollega.platform.operations import refuse_on


class SlugTaken(Conflict):
    code = "slug_taken"
    message = N_("Another practice already uses this address. Choose another one.")


class AlreadyMember(Conflict):
    code = "already_member"
    message = N_("This person is already a member of the practice.")


class OwnerStays(Forbidden):
    code = "owner_stays"
    message = N_("The owner's role is only handed over by the owner. The owner always stays an administrator.")


class LastAdmin(Conflict):
    code = "last_admin"
    message = N_("A practice needs at least one administrator. Make somebody else administrator first.")


class RolesMissing(BadInput):
    code = "roles_missing"
    message = N_("Choose at least one role.")


refuse_on("practices_practice_slug_key", SlugTaken)
refuse_on("practices_one_membership", AlreadyMember)
