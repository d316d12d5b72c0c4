"""A practice's colour and logo on its public pages (B11)."""

import hashlib
import os
from typing import Any, BinaryIO

from kollega.audit.operations.recording import record
from kollega.documents.rules.media import Media
from kollega.documents.rules.recognising import recognise
from kollega.documents.rules.refused import BROKEN, EMPTY, PICTURE_TOO_LARGE, Unfit
from kollega.kernel.actor import Actor
from kollega.kernel.errors import N_, BadInput
from kollega.kernel.ids import new_id
from kollega.kernel.permissions import Permission
from kollega.online.models import Look
from kollega.online.rules.accent import is_readable, normal
from kollega.platform.operations import Action, operation

LARGEST_LOGO = 300 * 1024
LOGO_MEDIA = frozenset({Media.PNG, Media.JPEG, Media.WEBP})
OF_PICTURES = frozenset({EMPTY, BROKEN, PICTURE_TOO_LARGE})
NO_COLOUR = N_("Enter a colour as # and six digits or letters from a to f, for example #1f5f8b.")
TOO_LIGHT = N_("White words on this colour could not be read. Choose a darker one.")
TOO_BIG = N_("Choose a picture of at most 300 kB.")
NO_PICTURE = N_("Choose a PNG, JPEG or WebP picture.")


@operation(requires=Permission.ONLINE_MANAGE)
def change_accent(actor: Actor, *, accent: str) -> str:
    """Make this the colour of the public pages and return it as `#rrggbb`; empty goes back to ours.

    Refuses with BadInput for what is no colour and for one that words could not be read on.
    """
    wanted = normal(accent) if accent.strip() else ""
    if wanted is None:
        raise BadInput(fields={"accent": NO_COLOUR})
    if wanted and not is_readable(wanted):
        raise BadInput(fields={"accent": TOO_LIGHT})
    _store(actor, ["accent"], accent=wanted)
    return wanted


@operation(requires=Permission.ONLINE_MANAGE)
def put_logo(actor: Actor, *, source: BinaryIO) -> str:
    """Show this picture on the public pages and return its digest; judged by its content. Refuses with BadInput."""
    if source.seek(0, os.SEEK_END) > LARGEST_LOGO:
        raise BadInput(fields={"logo": TOO_BIG})
    try:
        media = recognise(source)
    except Unfit as error:
        raise BadInput(fields={"logo": error.sentence if error.sentence in OF_PICTURES else NO_PICTURE}) from error
    if media not in LOGO_MEDIA:
        raise BadInput(fields={"logo": NO_PICTURE})
    source.seek(0)
    content = source.read()
    digest = hashlib.sha256(content).hexdigest()[:16]
    _store(actor, ["logo"], logo=content, media=media.value, digest=digest)
    return digest


@operation(requires=Permission.ONLINE_MANAGE)
def remove_logo(actor: Actor) -> None:
    """Show the practice's initials again; nothing to remove is no fault."""
    _store(actor, ["logo"], logo=None, media="", digest="")


def _store(actor: Actor, fields: list[str], **values: Any) -> None:
    row, _created = Look.objects.update_or_create(
        practice_id=actor.practice_id, defaults=values, create_defaults={"id": new_id(), **values}
    )
    record(actor, Action.CHANGE, "online_look", row.id, fields=fields)
