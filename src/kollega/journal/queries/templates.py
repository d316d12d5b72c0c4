"""Templates a clinician may use: own ones, the team's, the practice's standard (N6)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from kollega.journal.models import Template, TemplateVersion
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.platform.operations import query


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """`may_edit`: own ones, and the team's for admins and template managers."""

    id: UUID
    name: str
    is_mine: bool
    is_default: bool
    may_edit: bool
    headings: tuple[str, ...]


@query(requires=Permission.TEMPLATE_USE)
def templates(actor: Actor) -> list[TemplateRow]:
    """Return the actor's own templates and the team's, the standard first, then by name."""
    rows = list(_usable(actor))
    rows.sort(key=lambda template: (not template.is_default, template.name.casefold()))
    return [_row(actor, template) for template in rows]


@query(requires=Permission.TEMPLATE_USE)
def template(actor: Actor, *, template_id: UUID) -> TemplateRow:
    """Return one template, or refuse with NotFound when it is somebody else's own."""
    return _row(actor, usable(actor, template_id))


def usable(actor: Actor, template_id: UUID) -> Template:
    """Inside an operation or query: the template, or NotFound."""
    found = _usable(actor).filter(id=template_id).first()
    if found is None:
        raise NotFound
    return found


def usable_version(actor: Actor, template_id: UUID) -> TemplateVersion:
    """Inside an operation or query: the template's newest version, or NotFound."""
    return newest_version(usable(actor, template_id))


def newest_version(of: Template) -> TemplateVersion:
    return TemplateVersion.objects.get(practice_id=of.practice_id, template_id=of.id, number=of.head)


def may_edit(actor: Actor, of: Template) -> bool:
    if of.owner_id is None:
        return actor.may(Permission.TEMPLATE_MANAGE_TEAM)
    return of.owner_id == actor.membership_id


def _usable(actor: Actor) -> "QuerySet[Template]":
    return Template.objects.filter(
        Q(owner_id=None) | Q(owner_id=actor.membership_id), practice_id=actor.practice_id, removed_at=None
    )


def _row(actor: Actor, of: Template) -> TemplateRow:
    return TemplateRow(
        id=of.id,
        name=of.name,
        is_mine=of.owner_id is not None,
        is_default=of.is_default,
        may_edit=may_edit(actor, of),
        headings=tuple(section["heading"] for section in newest_version(of).sections),
    )
