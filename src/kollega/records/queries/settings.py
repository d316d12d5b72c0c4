"""What the practice set about its records; inside a query or operation."""

from kollega.kernel.actor import Actor
from kollega.records.models import Settings
from kollega.records.rules.countries import law_of


def years_set(actor: Actor) -> int | None:
    return Settings.objects.filter(practice_id=actor.practice_id).values_list("years", flat=True).first()


def names_in_report(actor: Actor, country: str) -> bool:
    """Whether a report of who opened a record names people: as the practice set it, else as its country does."""
    own = Settings.objects.filter(practice_id=actor.practice_id).values_list("names_in_report", flat=True).first()
    return law_of(country).names_in_report if own is None else own
