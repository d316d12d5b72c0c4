"""Roles, office-staff areas, and the rights each of them brings: the whole role table.

A right says what kind of thing somebody may do at all. Whose calendar, client or note it may be done to is
decided by the domain that owns the object.
"""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    CLINICIAN = "clinician"
    ASSISTANT = "assistant"
    TEMPLATE_MANAGER = "template_manager"
    OFFICE_STAFF = "office_staff"
    # Looks after data protection: reads and reviews the log, and nothing of clients (L2, AL-8).
    LOG_READER = "log_reader"
    # Somebody of another practice: holds nothing but the grants of calendar owners (B8).
    GUEST = "guest"


class Area(StrEnum):
    """What office staff work with; chosen one by one for each person."""

    APPOINTMENTS = "appointments"
    DOCUMENTATION = "documentation"
    INVOICING = "invoicing"
    REPORTS = "reports"
    FINANCES = "finances"


class ClientFields(StrEnum):
    """How much of a client somebody is shown who books for others; each holds the ones before it (B8, B9)."""

    CODE = "code"
    INITIALS = "initials"
    NAME = "name"
    CONTACT = "contact"

    @property
    def rank(self) -> int:
        return tuple(ClientFields).index(self)

    def covers(self, other: "ClientFields") -> bool:
        return self.rank >= other.rank


class Permission(StrEnum):
    PRACTICE_SEE = "practice.see"
    PRACTICE_MANAGE = "practice.manage"
    MEMBER_SEE = "member.see"
    MEMBER_MANAGE = "member.manage"
    INVITATION_MANAGE = "invitation.manage"
    MEMBERSHIP_LEAVE = "membership.leave"
    # No role brings it: whoever holds a good invitation or join link has it, for that one alone.
    TEAM_JOIN = "team.join"
    TEAM_CREATE = "team.create"
    OWNERSHIP_OFFER = "ownership.offer"
    OWNERSHIP_ANSWER = "ownership.answer"
    RECORDS_PROPOSE = "records.propose"
    RECORDS_CONFIRM = "records.confirm"
    BILLING_MANAGE = "billing.manage"

    SERVICE_MANAGE = "service.manage"
    ROOM_MANAGE = "room.manage"
    HOURS_MANAGE_OWN = "hours.manage_own"
    HOURS_MANAGE_ANY = "hours.manage_any"
    TEMPLATE_USE = "template.use"
    TEMPLATE_MANAGE_TEAM = "template.manage_team"

    CALENDAR_SEE = "calendar.see"
    APPOINTMENT_BOOK = "appointment.book"
    APPOINTMENT_CHANGE = "appointment.change"
    APPOINTMENT_BOOK_ANY = "appointment.book_any"
    DELEGATION_SEE = "delegation.see"
    DELEGATION_GIVE = "delegation.give"

    # No role brings it: whoever looks at a practice's public booking page has it, for that practice alone.
    BOOKING_ONLINE = "booking.online"
    ONLINE_MANAGE = "online.manage"
    ONLINE_MANAGE_OWN = "online.manage_own"

    CLIENT_LIST = "client.list"
    CLIENT_OPEN = "client.open"
    CLIENT_CREATE = "client.create"
    CLIENT_EDIT = "client.edit"
    CLIENT_INFORMATION = "client.information"
    CLIENT_CONTACT_ANY = "client.contact_any"
    # No role brings it: choosing central responsibility gives it to owner and administrators (C6, T5b).
    RECORD_CENTRAL = "record.central"
    CLIENT_IMPORT = "client.import"
    CALENDAR_IMPORT = "calendar.import"

    RECORD_EXPORT = "record.export"
    RECORD_IMPORT = "record.import"
    RECORD_DESTROY = "record.destroy"

    DOCUMENT_READ = "document.read"
    DOCUMENT_ADD = "document.add"

    NOTE_READ = "note.read"
    NOTE_WRITE = "note.write"
    NOTE_SIGN = "note.sign"
    # No role brings it: the team's settings say who has it (T11).
    NOTE_VIEW_TEAM = "note.view_team"

    LOG_READ = "log.read"
    TOKEN_MANAGE = "token.manage"

    OPERATOR_SEE = "operator.see"
    OPERATOR_MANAGE = "operator.manage"


P = Permission
_EVERYONE = {
    P.PRACTICE_SEE,
    P.MEMBER_SEE,
    P.MEMBERSHIP_LEAVE,
    P.OWNERSHIP_ANSWER,
    P.TEMPLATE_USE,
    P.TOKEN_MANAGE,
    P.DELEGATION_SEE,
}
_MANAGING = {
    P.PRACTICE_MANAGE,
    P.MEMBER_MANAGE,
    P.INVITATION_MANAGE,
    P.BILLING_MANAGE,
    P.SERVICE_MANAGE,
    P.ROOM_MANAGE,
    P.HOURS_MANAGE_ANY,
    P.TEMPLATE_MANAGE_TEAM,
    P.ONLINE_MANAGE,
    P.CALENDAR_SEE,
    P.LOG_READ,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(
        _EVERYONE | _MANAGING | {P.TEAM_CREATE, P.OWNERSHIP_OFFER, P.RECORDS_PROPOSE, P.RECORDS_CONFIRM}
    ),
    Role.ADMIN: frozenset(_EVERYONE | _MANAGING),
    Role.CLINICIAN: frozenset(
        _EVERYONE
        | {
            P.HOURS_MANAGE_OWN,
            P.ONLINE_MANAGE_OWN,
            P.DELEGATION_GIVE,
            P.CALENDAR_SEE,
            P.APPOINTMENT_BOOK,
            P.APPOINTMENT_CHANGE,
            P.CLIENT_LIST,
            P.CLIENT_OPEN,
            P.CLIENT_CREATE,
            P.CLIENT_EDIT,
            P.CLIENT_INFORMATION,
            P.CLIENT_IMPORT,
            P.CALENDAR_IMPORT,
            P.RECORD_EXPORT,
            P.RECORD_IMPORT,
            P.RECORD_DESTROY,
            P.DOCUMENT_READ,
            P.DOCUMENT_ADD,
            P.NOTE_READ,
            P.NOTE_WRITE,
            P.NOTE_SIGN,
            P.RECORDS_CONFIRM,
        }
    ),
    Role.ASSISTANT: frozenset(_EVERYONE),
    Role.TEMPLATE_MANAGER: frozenset(_EVERYONE | {P.TEMPLATE_MANAGE_TEAM}),
    Role.OFFICE_STAFF: frozenset(_EVERYONE),
    Role.LOG_READER: frozenset(_EVERYONE | {P.LOG_READ}),
    Role.GUEST: frozenset({P.DELEGATION_SEE}),
}

AREA_PERMISSIONS: dict[Area, frozenset[Permission]] = {
    Area.APPOINTMENTS: frozenset(
        {
            P.CALENDAR_SEE,
            P.APPOINTMENT_BOOK,
            P.APPOINTMENT_CHANGE,
            P.APPOINTMENT_BOOK_ANY,
        }
    ),
    Area.DOCUMENTATION: frozenset(),
    Area.INVOICING: frozenset(),
    Area.REPORTS: frozenset(),
    Area.FINANCES: frozenset(),
}

# What area T brings besides when its holder is shown names and contact data (B9), which is what an area starts with.
CONTACT_PERMISSIONS = frozenset({P.CLIENT_LIST, P.CLIENT_OPEN, P.CLIENT_CREATE, P.CLIENT_EDIT, P.CLIENT_CONTACT_ANY})

# What owner and administrators hold besides while the practice is responsible for records: reading, and giving access.
CENTRAL_PERMISSIONS = frozenset(
    {
        P.RECORD_CENTRAL,
        P.CLIENT_LIST,
        P.CLIENT_OPEN,
        P.CLIENT_INFORMATION,
        P.NOTE_READ,
        P.DOCUMENT_READ,
        P.RECORD_DESTROY,
        P.RECORD_EXPORT,
    }
)

# Who runs the installation: facts, plan, seats and contract of a practice, and nothing of its clients (TI-7).
OPERATOR_PERMISSIONS = frozenset({P.OPERATOR_SEE, P.OPERATOR_MANAGE})


def permissions_of(
    roles: Iterable[Role], areas: Iterable[Area], fields: ClientFields = ClientFields.CONTACT
) -> frozenset[Permission]:
    """Return the union of what the roles bring, and for office staff what their areas bring.

    `fields` is how much of clients the area of appointments shows; with less than contact data no client opens.
    """
    held = frozenset(roles)
    granted: set[Permission] = set()
    for role in held:
        granted |= ROLE_PERMISSIONS[role]
    if Role.OFFICE_STAFF in held:
        for area in areas:
            granted |= AREA_PERMISSIONS[area]
            if area is Area.APPOINTMENTS and fields is ClientFields.CONTACT:
                granted |= CONTACT_PERMISSIONS
    return frozenset(granted)
