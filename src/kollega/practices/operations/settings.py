"""The practice's own settings."""

from zoneinfo import available_timezones

from kollega.audit.operations.recording import record
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.permissions import Permission
from kollega.platform.operations import Action, operation
from kollega.practices.models import Practice
from kollega.practices.rules.countries import COUNTRIES, CURRENCIES

LANGUAGES = ("sv", "nb", "de", "fr", "en")


def check_practice_facts(*, name: str, country: str, zone: str, currency: str, language: str) -> None:
    """Refuse with BadInput, naming each field, when a fact of a practice cannot be right."""
    fields = {}
    if not name.strip():
        fields["name"] = N_("Enter the name of the practice.")
    if country not in COUNTRIES:
        fields["country"] = N_("Choose a country from the list.")
    if zone not in available_timezones():
        fields["zone"] = N_("Choose a time zone from the list.")
    if currency not in CURRENCIES:
        fields["currency"] = N_("Choose a currency from the list.")
    if language not in LANGUAGES:
        fields["language"] = N_("Choose a language from the list.")
    if fields:
        raise BadInput(fields=fields)


@operation(requires=Permission.PRACTICE_MANAGE)
def change_practice(actor: Actor, *, name: str, country: str, zone: str, currency: str, language: str) -> None:
    """Change the practice's facts. Existing appointments keep the zone they were meant in."""
    check_practice_facts(name=name, country=country, zone=zone, currency=currency, language=language)
    Practice.objects.filter(id=actor.practice_id).update(
        name=name.strip(),
        country=country,
        zone=zone,
        currency=currency,
        language=language,
    )
    record(actor, Action.CHANGE, "practice", actor.practice_id)
