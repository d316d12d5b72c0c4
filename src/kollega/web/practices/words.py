"""What roles, areas and rights are called on pages."""

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kollega.kernel.permissions import Area, ClientFields, Permission, Role

ROLE_WORDS: dict[Role, Promise] = {
    Role.OWNER: _("Owner"),
    Role.ADMIN: _("Administrator"),
    Role.CLINICIAN: _("Clinician"),
    Role.ASSISTANT: _("Assistant"),
    Role.TEMPLATE_MANAGER: _("Template manager"),
    Role.OFFICE_STAFF: _("Office staff"),
    Role.LOG_READER: _("Log reader"),
    Role.GUEST: _("Guest"),
}

ROLE_MEANINGS: dict[Role, Promise] = {
    Role.ADMIN: _("Members, settings and the log. No clients' records."),
    Role.CLINICIAN: _("Own calendar, own clients, own notes."),
    Role.ASSISTANT: _("Works for clinicians who allow it. Signs nothing."),
    Role.TEMPLATE_MANAGER: _("Templates of the team only."),
    Role.OFFICE_STAFF: _("The areas ticked below, with the data they need."),
    Role.LOG_READER: _("Reads and reviews the log, such as a data protection officer. No clients."),
}

# How much of a client somebody is shown, as an example says it best.
FIELDS_WORDS: dict[ClientFields, Promise] = {
    ClientFields.CODE: _("A code that says nothing, like K7QX-M2PD"),
    ClientFields.INITIALS: _("Initials, like A. B."),
    ClientFields.NAME: _("The name, like Anna Berg"),
    ClientFields.CONTACT: _("The name with phone and e-mail"),
}

AREA_WORDS: dict[Area, Promise] = {
    Area.APPOINTMENTS: _("Appointments"),
    Area.DOCUMENTATION: _("Documentation"),
    Area.INVOICING: _("Invoicing"),
    Area.REPORTS: _("Reports"),
    Area.FINANCES: _("Finances"),
}

PERMISSION_WORDS: dict[Permission, Promise] = {
    Permission.PRACTICE_SEE: _("See the practice's facts"),
    Permission.PRACTICE_MANAGE: _("Change the practice's facts"),
    Permission.MEMBER_SEE: _("See the members"),
    Permission.MEMBER_MANAGE: _("Add members and change roles"),
    Permission.MEMBERSHIP_LEAVE: _("Leave the practice, and hand over before"),
    Permission.TEAM_CREATE: _("Make the practice a team"),
    Permission.OWNERSHIP_OFFER: _("Offer the ownership, with password and code in the call"),
    Permission.OWNERSHIP_ANSWER: _("Answer an offer of ownership"),
    Permission.RECORDS_PROPOSE: _("Propose who is responsible for records"),
    Permission.RECORDS_CONFIRM: _("Agree to who is responsible for records"),
    Permission.SERVICE_MANAGE: _("Change services"),
    Permission.ROOM_MANAGE: _("Change rooms"),
    Permission.HOURS_MANAGE_OWN: _("Change one's own working hours"),
    Permission.HOURS_MANAGE_ANY: _("Change everybody's working hours"),
    Permission.TEMPLATE_USE: _("Use templates"),
    Permission.TEMPLATE_MANAGE_TEAM: _("Change the team's templates"),
    Permission.CALENDAR_SEE: _("See the calendar"),
    Permission.APPOINTMENT_BOOK: _("Book appointments"),
    Permission.APPOINTMENT_CHANGE: _("Move, change and cancel appointments"),
    Permission.APPOINTMENT_BOOK_ANY: _("Book for everybody"),
    Permission.CLIENT_LIST: _("See the client list"),
    Permission.CLIENT_OPEN: _("Open client cards"),
    Permission.CLIENT_CREATE: _("Add clients"),
    Permission.CLIENT_EDIT: _("Change contact data"),
    Permission.CLIENT_INFORMATION: _("Read and write client information"),
    Permission.DELEGATION_SEE: _("See the calendars that others let you use"),
    Permission.DELEGATION_GIVE: _("Let others use your calendar"),
    Permission.CLIENT_CONTACT_ANY: _("See every client's contact data"),
    Permission.RECORD_CENTRAL: _("Read and share every record, where the practice is responsible for records"),
    Permission.CLIENT_IMPORT: _("Import clients"),
    Permission.CALENDAR_IMPORT: _("Import a calendar"),
    Permission.NOTE_READ: _("Read notes"),
    Permission.NOTE_WRITE: _("Write notes"),
    Permission.NOTE_SIGN: _("Sign notes, with password and code in the call"),
    Permission.NOTE_VIEW_TEAM: _("Read colleagues' signed notes"),
    Permission.LOG_READ: _("Read the log"),
    Permission.TOKEN_MANAGE: _("List and end one's own tokens"),
}

# The role that names somebody best when there is room for one word only.
_BY_WEIGHT = (
    Role.CLINICIAN,
    Role.OFFICE_STAFF,
    Role.ASSISTANT,
    Role.OWNER,
    Role.ADMIN,
    Role.TEMPLATE_MANAGER,
    Role.LOG_READER,
    Role.GUEST,
)


def main_role(roles: Collection[Role]) -> Promise | str:
    """Return the word for the role that says most about a member."""
    return next((ROLE_WORDS[role] for role in _BY_WEIGHT if role in roles), "")
