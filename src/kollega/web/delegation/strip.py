"""The strip under the top edge while somebody works in another's calendar."""

from django.urls import reverse

from kollega.kernel.actor import Actor
from kollega.web.delegation.words import for_words, moment_words
from kollega.web.shell import ActingFor


def acting_for(actor: Actor | None, slug: str) -> ActingFor | None:
    """Name every calendar that the actor may be in now, what they may do there, and until when."""
    if actor is None:
        return None
    running = [grant for grant in actor.grants if grant.runs_at(actor.at)]
    if not running:
        return None
    told = [
        for_words(grant.owner_name, grant.deeds, grant.fields, moment_words(grant.until, actor.timezone))
        for grant in running
    ]
    return ActingFor(words=" · ".join(told), url=reverse("delegation:list", args=[slug]))
