"""What a practice's public pages show of it."""

from dataclasses import dataclass

from kollega.documents.rules.media import SERVED, Media
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.online.models import Look, Page
from kollega.platform.operations import query


@dataclass(frozen=True, slots=True)
class LookView:
    """`accent` is `#rrggbb`, `logo` the digest of the picture, `page` the address while the page is on; or empty."""

    accent: str = ""
    logo: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture itself and the media type we found it to be."""

    content: bytes
    media_type: str
    name: str


@query(requires=Permission.CALENDAR_SEE)
def look(actor: Actor) -> LookView:
    """Return the practice's look for those who set it up."""
    return _look(actor)


@query(requires=Permission.BOOKING_ONLINE)
def public_look(actor: Actor) -> LookView:
    """Return the same for visitors."""
    return _look(actor)


@query(requires=Permission.BOOKING_ONLINE)
def public_logo(actor: Actor, *, digest: str) -> Logo:
    """Return the picture with this digest. NotFound for any other."""
    row = Look.objects.filter(practice_id=actor.practice_id, digest=digest).exclude(digest="").first()
    if row is None or row.logo is None:
        raise NotFound
    served = SERVED[Media(row.media)]
    return Logo(bytes(row.logo), served.media_type, f"logo{served.endings[0]}")


def _look(actor: Actor) -> LookView:
    row = Look.objects.filter(practice_id=actor.practice_id).values("accent", "digest").first()
    page = Page.objects.filter(practice_id=actor.practice_id, is_on=True).values_list("slug", flat=True).first() or ""
    return LookView(row["accent"], row["digest"], page) if row else LookView(page=page)
