"""What roles, areas and rights are called on pages."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.kernel.permissions import Area, Role

ROLE_WORDS: dict[Role, Promise] = {
    Role.OWNER: _("Owner"),
    Role.ADMIN: _("Administrator"),
    Role.CLINICIAN: _("Clinician"),
    Role.ASSISTANT: _("Assistant"),
    Role.TEMPLATE_MANAGER: _("Template manager"),
    Role.OFFICE_STAFF: _("Office staff"),
}

ROLE_MEANINGS: dict[Role, Promise] = {
    Role.ADMIN: _("Members, settings and the log. No clients' records."),
    Role.CLINICIAN: _("Own calendar, own clients, own notes."),
    Role.ASSISTANT: _("Works for clinicians who allow it. Signs nothing."),
    Role.TEMPLATE_MANAGER: _("Templates of the team only."),
    Role.OFFICE_STAFF: _("The areas ticked below, with the data they need."),
}

AREA_WORDS: dict[Area, Promise] = {
    Area.APPOINTMENTS: _("Appointments"),
    Area.DOCUMENTATION: _("Documentation"),
    Area.INVOICING: _("Invoicing"),
    Area.REPORTS: _("Reports"),
    Area.FINANCES: _("Finances"),
}

# The role that names somebody best when there is room for one word only.
_BY_WEIGHT = (Role.CLINICIAN, Role.OFFICE_STAFF, Role.ASSISTANT, Role.OWNER, Role.ADMIN, Role.TEMPLATE_MANAGER)


def main_role(roles: Collection[Role]) -> Promise | str:
    """Return the word for the role that says most about a member."""
    return next((ROLE_WORDS[role] for role in _BY_WEIGHT if role in roles), "")
