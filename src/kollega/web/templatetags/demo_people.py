"""The cards of the demo people on the sign-in page."""

from typing import Any

from django import template

from kollega.accounts.queries.demo_people import demo_people as ids_by_address
from kollega.web.demo.cast import PRACTICES
from kollega.web.practices.words import AREA_WORDS, main_role

register = template.Library()


@register.simple_tag
def demo_practices() -> list[dict[str, Any]]:
    """Return the practices with those of their people who exist: name, role, areas, what to try, id."""
    ids = ids_by_address()
    return [
        {
            "name": practice.name,
            "country": practice.country,
            "people": [
                {
                    "id": ids[person.email],
                    "name": person.name,
                    "role": main_role(person.roles),
                    "areas": [AREA_WORDS[area] for area in sorted(person.areas)],
                    "attempt": person.attempt,
                }
                for person in practice.people
                if person.email in ids
            ],
        }
        for practice in PRACTICES
    ]
