"""Who may know about which client: what the other domains ask before they show or store anything.

These functions need an open operation or query around them: they check and read, the caller logs.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kollega.clients.errors import ClientMerged, NotInCare
from kollega.clients.models import Care, Client, DuplicateHint
from kollega.clients.queries.visibility import care_of, knows_birth_dates, visible_clients
from kollega.clients.rules.birth_dates import age_on
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission

POSSIBLE_DUPLICATE = "possible_duplicate"


@dataclass(frozen=True, slots=True)
class ClientName:
    """A name that the actor may see."""

    id: UUID
    given_name: str
    family_name: str

    @property
    def full(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def family_first(self) -> str:
        return ", ".join(part for part in (self.family_name, self.given_name) if part)

    @property
    def initials(self) -> str:
        return "".join(part[0].upper() for part in (self.given_name, self.family_name) if part)


@dataclass(frozen=True, slots=True)
class ClientHead:
    """What stands at the head of everything about one client, so that nobody writes in the wrong record.

    `takes_part`: in the care, so may write; `may_edit`: contact data; `may_govern`: share, hand over, merge (C6).
    """

    id: UUID
    name: ClientName
    pronoun: str
    born_on: date | None
    age: int | None
    email: str
    phone: str
    street: str
    postcode: str
    city: str
    country: str
    language: str
    origin: str
    responsible_id: UUID
    responsible_name: str
    is_active: bool
    version: int
    created_at: datetime
    may_read_record: bool
    takes_part: bool
    may_edit: bool
    may_govern: bool
    merged_into_id: UUID | None
    alerts: tuple[str, ...]
    knows_birth_date: bool = True


@dataclass(frozen=True, slots=True)
class ViewedClient:
    """What somebody sees of a client whose colleague's note they may read by the team's settings (T11, N8)."""

    id: UUID
    name: ClientName
    pronoun: str
    born_on: date | None
    age: int | None


def viewed_clients(actor: Actor, client_ids: Collection[UUID]) -> dict[UUID, ViewedClient]:
    """Return name and age of clients whose signed notes the actor reads as a colleague; empty without that right.

    The caller vouches that it shows signed notes of these clients and writes down who opened them.
    """
    return told_clients(actor, client_ids) if actor.may(Permission.NOTE_VIEW_TEAM) else {}


def told_clients(actor: Actor, client_ids: Collection[UUID]) -> dict[UUID, ViewedClient]:
    """Return name and age of clients about whom a single note was shared with the actor; the record vouches for it."""
    today = actor.at.astimezone(actor.timezone).date()
    rows = Client.objects.filter(practice_id=actor.practice_id, id__in=client_ids)
    return {
        row.id: ViewedClient(
            id=row.id,
            name=ClientName(row.id, row.given_name, row.family_name),
            pronoun=row.pronoun,
            born_on=row.born_on,
            age=age_on(row.born_on, today) if row.born_on else None,
        )
        for row in rows
    }


def readable_client_ids(actor: Actor, client_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that the actor may know about; two ids or two thousand are one query."""
    return set(visible_clients(actor).filter(id__in=client_ids).values_list("id", flat=True))


def require_readable(actor: Actor, client_id: UUID) -> ClientHead:
    """Return the client's head. NotFound when missing, of another practice, or not to be known about."""
    client = visible_clients(actor).select_related("responsible").filter(id=client_id).first()
    if client is None:
        raise NotFound
    return _head(actor, client)


def may_read_record(actor: Actor, client_id: UUID) -> bool:
    """Say whether the actor may read what is written about a client: in the care, or by central responsibility."""
    return actor.may(Permission.RECORD_CENTRAL) or _takes_part(actor, client_id)


def _takes_part(actor: Actor, client_id: UUID) -> bool:
    if actor.membership_id is None or not actor.may(Permission.CLIENT_INFORMATION):
        return False
    return care_of(actor.practice_id, actor.membership_id).filter(client_id=client_id).exists()


def require_record(actor: Actor, client_id: UUID) -> ClientHead:
    """Return the head of a client whose record the actor may read; NotFound in every other case."""
    head = require_readable(actor, client_id)
    if not head.may_read_record:
        raise NotFound
    return head


def require_care(actor: Actor, client_id: UUID) -> ClientHead:
    """Return the head of a client in whose care the actor takes part: who writes, not only reads.

    Refuses with NotFound, and with NotInCare for those who read by central responsibility alone.
    """
    head = require_record(actor, client_id)
    if not head.takes_part:
        raise NotInCare
    return head


def require_editable(actor: Actor, client_id: UUID) -> ClientHead:
    """Return the head of a client whose contact data the actor may change. Refuses with NotFound and NotInCare."""
    head = require_readable(actor, client_id)
    if not head.may_edit:
        raise NotInCare
    refuse_merged(head)
    return head


def refuse_merged(head: ClientHead) -> None:
    """Refuse with ClientMerged to change a card that stands behind another one."""
    if head.merged_into_id is not None:
        raise ClientMerged(kept_id=str(head.merged_into_id))


def governs(actor: Actor, responsible_id: UUID) -> bool:
    """Say whether the actor decides who takes part: the responsible clinician, or an administrator under central."""
    return actor.membership_id == responsible_id or actor.may(Permission.RECORD_CENTRAL)


def names_of(actor: Actor, client_ids: Collection[UUID]) -> dict[UUID, ClientName]:
    """Return the names the actor may see; an id that is missing from the answer is not for them."""
    # One array instead of a parameter for each id: the calendar asks for hundreds.
    some = visible_clients(actor).extra(where=["clients_client.id = any(%s)"], params=[list(client_ids)])
    rows = some.values_list("id", "given_name", "family_name")
    return {row[0]: ClientName(*row) for row in rows}


def names_in_care(actor: Actor, membership_id: UUID) -> list[ClientName]:
    """Return the names of the clients in a clinician's care; the caller answers for the clinician being the one."""
    cared_for = care_of(actor.practice_id, membership_id).values("client_id")
    rows = Client.objects.filter(practice_id=actor.practice_id, id__in=cared_for, merged_into=None)
    return [ClientName(*row) for row in rows.order_by("id").values_list("id", "given_name", "family_name")]


def met_names(actor: Actor, client_ids: Collection[UUID]) -> dict[UUID, ClientName]:
    """Return the names of clients whom the actor has appointments with; the calendar vouches for that."""
    if not client_ids:
        return {}
    rows = Client.objects.filter(practice_id=actor.practice_id, id__in=client_ids)
    return {row[0]: ClientName(*row) for row in rows.values_list("id", "given_name", "family_name")}


@dataclass(frozen=True, slots=True)
class ClientContact:
    """How a client is reached."""

    phone: str
    email: str


def met_contacts(actor: Actor, client_ids: Collection[UUID]) -> dict[UUID, ClientContact]:
    """Return how clients are reached whom the actor books for; the calendar vouches for that."""
    rows = Client.objects.filter(practice_id=actor.practice_id, id__in=client_ids)
    return {row[0]: ClientContact(*row[1:]) for row in rows.values_list("id", "phone", "email")}


@dataclass(frozen=True, slots=True)
class MetClient:
    """A client of somebody's calendar, uncut: for use where the cut is made."""

    name: ClientName
    phone: str
    email: str
    is_active: bool


def met_clients(actor: Actor, *, in_care_of: UUID | None) -> list[MetClient]:
    """Return the clients in a clinician's care, or of the whole practice (None), active ones first.

    The calendar vouches for the right to look among them, and cuts what it gives on.
    """
    rows = Client.objects.filter(practice_id=actor.practice_id, merged_into=None)
    if in_care_of is not None:
        rows = rows.filter(id__in=care_of(actor.practice_id, in_care_of).values("client_id"))
    values = rows.order_by("-is_active", "sort_key", "id").values_list(
        "id", "given_name", "family_name", "phone", "email", "is_active"
    )
    return [MetClient(ClientName(*row[:3]), *row[3:]) for row in values]


def in_care_of(actor: Actor, membership_id: UUID, client_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the clients in whose care a clinician takes part; the caller answers for the right to ask."""
    rows = care_of(actor.practice_id, membership_id).filter(client_id__in=client_ids)
    return set(rows.values_list("client_id", flat=True))


def clinicians_in_care(actor: Actor, client_id: UUID) -> list[UUID]:
    """Return the memberships that take part in the client's care, the longest first."""
    rows = Care.objects.filter(practice_id=actor.practice_id, client_id=client_id).order_by("since", "id")
    return list(rows.values_list("clinician_id", flat=True))


def _head(actor: Actor, client: Client) -> ClientHead:
    today = actor.at.astimezone(actor.timezone).date()
    born_on = client.born_on if knows_birth_dates(actor) else None
    takes_part = _takes_part(actor, client.id)
    may_read = takes_part or actor.may(Permission.RECORD_CENTRAL)
    return ClientHead(
        id=client.id,
        name=ClientName(client.id, client.given_name, client.family_name),
        pronoun=client.pronoun,
        born_on=born_on,
        age=age_on(born_on, today) if born_on else None,
        email=client.email,
        phone=client.phone,
        street=client.street,
        postcode=client.postcode,
        city=client.city,
        country=client.country,
        language=client.language,
        origin=client.origin,
        responsible_id=client.responsible_id,
        responsible_name=client.responsible.display_name,
        is_active=client.is_active,
        version=client.version,
        created_at=client.created_at,
        may_read_record=may_read,
        takes_part=takes_part,
        may_edit=actor.may(Permission.CLIENT_EDIT) and (takes_part or actor.may(Permission.CLIENT_CONTACT_ANY)),
        may_govern=may_read and governs(actor, client.responsible_id),
        merged_into_id=client.merged_into_id,
        alerts=_alerts(actor, client),
        knows_birth_date=knows_birth_dates(actor),
    )


def _alerts(actor: Actor, client: Client) -> tuple[str, ...]:
    """Only the responsible clinician learns of a possible duplicate (C6)."""
    if client.responsible_id != actor.membership_id:
        return ()
    hints = DuplicateHint.objects.filter(practice_id=actor.practice_id, client_id=client.id, settled_at=None)
    return (POSSIBLE_DUPLICATE,) if hints.exists() else ()
