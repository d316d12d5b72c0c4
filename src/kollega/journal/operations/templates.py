"""Making and changing templates (N6)."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from kollega.audit.operations.recording import record
from kollega.catalogue.in_force import catalogue
from kollega.catalogue.operations.enforcing import require_included, require_personal
from kollega.catalogue.rules.plans import Entitlement
from kollega.journal.errors import TemplateInUse
from kollega.journal.models import Template, TemplateVersion
from kollega.journal.queries.templates import may_edit, newest_version, usable
from kollega.journal.rules.content import MOST_SECTIONS
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput, Forbidden
from kollega.kernel.permissions import Permission
from kollega.platform.holding import hold
from kollega.platform.operations import Action, operation

LONGEST_NAME = 80
NO_NAME = N_("Enter a name of at most 80 characters.")
NO_HEADINGS = N_("Enter at least one heading and at most 20.")


@operation(requires=Permission.TEMPLATE_USE)
def create_template(actor: Actor, *, name: str, headings: Sequence[str]) -> UUID:
    """Make an own template and return its id. Refuses with PlanLimitReached, BadInput."""
    template = _create(actor, *_checked(name, headings))
    record(actor, Action.CREATE, "note_template", template.id)
    return template.id


@operation(requires=Permission.TEMPLATE_USE)
def change_template(actor: Actor, *, template_id: UUID, name: str, headings: Sequence[str]) -> UUID:
    """Change a template; who may not edit the team's gets an own copy. Returns the id of the changed one.

    Notes keep the version they were begun with. Refuses with PlanLimitReached for a copy, BadInput, NotFound.
    """
    template = usable(actor, template_id)
    name, headings = _checked(name, headings)
    if not may_edit(actor, template):
        copy = _create(actor, name, headings)
        record(actor, Action.CREATE, "note_template", copy.id, copy_of=str(template.id))
        return copy.id
    Template.objects.select_for_update().get(practice_id=actor.practice_id, id=template.id)
    keys = {section["heading"]: section["key"] for section in newest_version(template).sections}
    template.refresh_from_db()
    template.name, template.head, template.changed_at = name, template.head + 1, actor.at
    template.save(update_fields=["name", "head", "changed_at"])
    _add_version(actor, template, headings, keys)
    record(actor, Action.CHANGE, "note_template", template.id, version=template.head)
    return template.id


@operation(requires=Permission.TEMPLATE_MANAGE_TEAM)
def give_to_team(actor: Actor, *, template_id: UUID) -> None:
    """Make an own template one of the team's. Refuses with NotInPlan, NotFound.

    What the team has already stays with it, also on a smaller plan (P13).
    """
    require_included(actor, Entitlement.SHARED_TEMPLATES)
    template = usable(actor, template_id)
    template.owner_id = None
    template.save(update_fields=["owner"])
    record(actor, Action.CHANGE, "note_template", template.id, team=True)


@operation(requires=Permission.TEMPLATE_MANAGE_TEAM)
def take_from_team(actor: Actor, *, template_id: UUID) -> None:
    """Set a template of the team back to the actor's own, above their plan's number too: nothing is lost by it.

    Refuses with TemplateInUse for the standard one.
    """
    template = usable(actor, template_id)
    if template.is_default:
        raise TemplateInUse
    template.owner_id = actor.own_membership
    template.save(update_fields=["owner"])
    record(actor, Action.CHANGE, "note_template", template.id, team=False)


@operation(requires=Permission.TEMPLATE_MANAGE_TEAM)
def make_standard(actor: Actor, *, template_id: UUID) -> None:
    """Make a template of the team the one that new notes begin with."""
    template = usable(actor, template_id)
    if template.owner_id is not None:
        raise Forbidden
    Template.objects.filter(practice_id=actor.practice_id, is_default=True).update(is_default=False)
    template.is_default = True
    template.save(update_fields=["is_default"])
    record(actor, Action.CHANGE, "note_template", template.id, standard=True)


@operation(requires=Permission.TEMPLATE_USE)
def remove_template(actor: Actor, *, template_id: UUID) -> None:
    """Remove an own template from the lists; one of the team is taken back first. Notes keep their headings."""
    template = usable(actor, template_id)
    if template.owner_id != actor.own_membership:
        raise Forbidden
    template.removed_at = actor.at
    template.save(update_fields=["removed_at"])
    record(actor, Action.DELETE, "note_template", template.id)


def _require_room_for_one_more(actor: Actor) -> None:
    """Count the own templates with nobody else counting them, where any plan limits them."""
    if actor.person_id is None or not catalogue().limits(Entitlement.OWN_TEMPLATES):
        return
    hold([b"own templates" + actor.own_membership.bytes])
    mine = Template.objects.filter(practice_id=actor.practice_id, owner_id=actor.own_membership, removed_at=None)
    require_personal(actor, actor.person_id, Entitlement.OWN_TEMPLATES, already=mine.count())


def _checked(name: str, headings: Sequence[str]) -> tuple[str, list[str]]:
    name = " ".join(name.split())
    kept = [" ".join(heading.split())[:LONGEST_NAME] for heading in headings if heading.strip()]
    fields = {}
    if not name or len(name) > LONGEST_NAME:
        fields["name"] = NO_NAME
    if not 1 <= len(kept) <= MOST_SECTIONS:
        fields["headings"] = NO_HEADINGS
    if fields:
        raise BadInput(fields=fields)
    return name, kept


def _create(actor: Actor, name: str, headings: list[str]) -> Template:
    _require_room_for_one_more(actor)
    template = Template.objects.create(
        practice_id=actor.practice_id, name=name, owner_id=actor.own_membership, changed_at=actor.at
    )
    _add_version(actor, template, headings, {})
    return template


def _add_version(actor: Actor, template: Template, headings: Sequence[str], keys: dict[str, str]) -> None:
    TemplateVersion.objects.create(
        practice_id=actor.practice_id,
        template=template,
        number=template.head,
        sections=[{"key": keys.pop(heading, None) or uuid4().hex[:8], "heading": heading} for heading in headings],
        author_id=actor.own_membership,
        at=actor.at,
    )
