"""The cards of the demo people on the sign-in page."""

from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import gettext as _

from kollega.accounts.queries.demo_people import demo_people as ids_by_address
from kollega.web.demo.cast import OPERATOR, PRACTICES, Persona
from kollega.web.practices.words import AREA_WORDS, main_role

register = template.Library()


@register.simple_tag
def demo_practices() -> list[dict[str, Any]]:
    """Return the practices with those of their people who exist, and who runs the installation."""
    ids = ids_by_address()
    groups = [(practice.name, practice.country, practice.people) for practice in PRACTICES]
    groups.append((_("This installation"), "", (OPERATOR,)))
    return [
        {"name": name, "country": country, "people": [_card(one, ids[one.email]) for one in people if one.email in ids]}
        for name, country, people in groups
    ]


def _card(person: Persona, person_id: UUID) -> dict[str, Any]:
    return {
        "id": person_id,
        "name": person.name,
        "role": main_role(person.roles) or _("Operator"),
        "areas": [AREA_WORDS[area] for area in sorted(person.areas)],
        "attempt": person.attempt,
    }
