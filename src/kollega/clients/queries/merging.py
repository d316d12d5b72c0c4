"""What a merge would do, and which cards stand behind one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from kollega.clients.errors import NotResponsible
from kollega.clients.models import Care, InformationVersion, Merge, NationalId
from kollega.clients.queries.access import ClientHead, require_record
from kollega.clients.queries.duplicates import look_alikes
from kollega.clients.queries.search import ClientChoice, choice_of, shown
from kollega.clients.queries.visibility import listed_clients
from kollega.clients.rules.contact import ContactData
from kollega.clients.rules.merging import Difference, differences
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, Entry, query
from kollega.practices.queries.profile import profile_of


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What stands on both cards; `joining` take part in the care of both from then on.

    `information` are the headings under which both cards have a text, `numbers` says that both have an identity number.
    """

    kept: ClientHead
    other: ClientHead
    differences: list[Difference]
    joining: list[str]
    information: list[str]
    numbers: bool
    other_responsible: str


@dataclass(frozen=True, slots=True)
class MergedCard:
    """A card behind another one."""

    merge_id: UUID
    head: ClientHead
    at: datetime
    by: str


def _both(actor: Actor, result: MergePreview, given: dict[str, Any]) -> list[Entry]:
    return [Entry(Action.READ, "client", each.id, each.id) for each in (result.kept, result.other)]


@query(requires=Permission.CLIENT_INFORMATION, logs=_both)
def merge_preview(actor: Actor, *, client_id: UUID, other_client_id: UUID) -> MergePreview:
    """Return both cards and where they differ. Refuses with NotFound, and NotResponsible unless both may be merged."""
    if client_id == other_client_id:
        raise NotFound
    kept, other = require_record(actor, client_id), require_record(actor, other_client_id)
    if not (kept.may_govern and other.may_govern):
        raise NotResponsible
    return MergePreview(
        kept=kept,
        other=other,
        differences=differences(_contact(kept), _contact(other)),
        joining=_joining(actor, client_id, other_client_id),
        information=_written_on_both(actor, client_id, other_client_id),
        numbers=_count(NationalId, actor, client_id, other_client_id) == 2,
        other_responsible="" if kept.responsible_id == other.responsible_id else other.responsible_name,
    )


def _listed(actor: Actor, result: list[MergedCard], given: dict[str, Any]) -> list[Entry]:
    return [Entry(Action.READ, "client", card.head.id, card.head.id) for card in result]


@query(requires=Permission.CLIENT_INFORMATION, logs=_listed)
def merged_cards(actor: Actor, *, client_id: UUID) -> list[MergedCard]:
    """Return the cards behind this one, the latest first. Refuses with NotFound."""
    require_record(actor, client_id)
    rows = Merge.objects.filter(practice_id=actor.practice_id, kept_id=client_id, undone_at=None)
    return [
        MergedCard(row.id, require_record(actor, row.merged_id), row.at, row.by.display_name)
        for row in rows.select_related("by").order_by("-at", "-id")
    ]


def _contact(head: ClientHead) -> ContactData:
    same = ("language", "pronoun", "born_on", "email", "phone", "street", "postcode", "city", "country")
    return ContactData(head.name.given_name, head.name.family_name, **{name: getattr(head, name) for name in same})


def _joining(actor: Actor, *client_ids: UUID) -> list[str]:
    """The clinicians who take part in the care of one card only."""
    rows = Care.objects.filter(practice_id=actor.practice_id, client_id__in=client_ids).select_related("clinician")
    parts: dict[UUID, list[str]] = {}
    for row in rows:
        parts.setdefault(row.clinician_id, []).append(row.clinician.display_name)
    return sorted(names[0] for names in parts.values() if len(names) == 1)


def _written_on_both(actor: Actor, *client_ids: UUID) -> list[str]:
    rows = InformationVersion.objects.filter(practice_id=actor.practice_id, client_id__in=client_ids)
    pairs = set(rows.values_list("client_id", "heading"))
    headings = [heading for _, heading in pairs]
    return sorted({heading for heading in headings if headings.count(heading) == 2})


def _count(model: type[NationalId], actor: Actor, *client_ids: UUID) -> int:
    return model.objects.filter(practice_id=actor.practice_id, client_id__in=client_ids).count()


@query(requires=Permission.CLIENT_INFORMATION, logs=shown)
def doubles_of(actor: Actor, *, client_id: UUID) -> list[ClientChoice]:
    """Return the clients the actor may see who look like this one. Refuses with NotFound."""
    head = require_record(actor, client_id)
    alike = look_alikes(actor, _contact(head), country=profile_of(actor).country)
    rows = listed_clients(actor).filter(id__in=alike).exclude(id=client_id)
    return [choice_of(actor, row) for row in rows.order_by("sort_key", "id")]
