"""The template that every practice has from its first note on."""

from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext

from kollega.journal.models import Template, TemplateVersion
from kollega.journal.queries.templates import newest_version
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_
from kollega.practices.models import Practice

NAME = N_("Session note")
HEADINGS = (N_("What the client brings"), N_("What we did"), N_("Assessment"), N_("Plan"))


def standard_version(actor: Actor) -> TemplateVersion:
    """Return the newest version of the practice's standard template; made in its language when there is none.

    Inside an operation.
    """
    found = _standard(actor)
    if found is None:
        try:
            with transaction.atomic():
                return _create(actor)
        except IntegrityError:
            found = _standard(actor)
    assert found is not None
    return newest_version(found)


def _standard(actor: Actor) -> Template | None:
    return Template.objects.filter(practice_id=actor.practice_id, is_default=True).first()


def _create(actor: Actor) -> TemplateVersion:
    language = Practice.objects.values_list("language", flat=True).get(id=actor.practice_id)
    with translation.override(language):
        name, headings = gettext(NAME), [gettext(heading) for heading in HEADINGS]
    template = Template.objects.create(practice_id=actor.practice_id, name=name, is_default=True, changed_at=actor.at)
    return TemplateVersion.objects.create(
        practice_id=actor.practice_id,
        template=template,
        number=1,
        sections=[{"key": uuid4().hex[:8], "heading": heading} for heading in headings],
        author_id=actor.own_membership,
        at=actor.at,
    )
