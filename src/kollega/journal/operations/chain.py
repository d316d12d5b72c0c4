"""Making the next link of the practice's chain of signatures. Inside an operation."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from kollega.journal.models import Addendum, ChainHead, NoteVersion, Signature, SignRequest
from kollega.journal.rules.canonical import FORM, Link, digest
from kollega.journal.rules.freshness import is_fresh
from kollega.kernel import clock
from kollega.kernel.actor import Actor
from kollega.kernel.errors import FreshLoginNeeded
from kollega.platform.crypto import authenticate
from kollega.practices.models import Membership


def require_fresh(actor: Actor) -> datetime:
    """Return when the actor proved who they are, or refuse with FreshLoginNeeded (real time, not business time)."""
    if actor.authenticated_at is None or not is_fresh(actor.authenticated_at, clock.real_now()):
        raise FreshLoginNeeded
    return actor.authenticated_at


def add_link(
    actor: Actor,
    note_id: UUID,
    form_of: Callable[[Link], bytes],
    *,
    version: NoteVersion | None = None,
    addendum: Addendum | None = None,
    request: SignRequest | None = None,
) -> Signature:
    """Lock the chain, write the signature over `form_of(link)` and return it."""
    head = _locked_head(actor.practice_id)
    link = Link(
        practice_id=actor.practice_id,
        number=head.number + 1,
        previous=bytes(head.digest),
        signed_by=actor.own_membership,
        signed_name=_name(actor),
        signed_at=actor.at,
        authenticated_at=require_fresh(actor),
    )
    form = form_of(link)
    key_id, tag = authenticate(actor.practice_id, form)
    head.number, head.digest = link.number, digest(form)
    head.save(update_fields=["number", "digest"])
    return Signature.objects.create(
        practice_id=actor.practice_id,
        number=link.number,
        note_id=note_id,
        version=version,
        addendum=addendum,
        request=request,
        form=FORM,
        digest=head.digest,
        previous=link.previous,
        tag=tag,
        key_id=key_id,
        signed_by_id=link.signed_by,
        signed_name=link.signed_name,
        signed_at=link.signed_at,
        authenticated_at=link.authenticated_at,
    )


def _locked_head(practice_id: UUID) -> ChainHead:
    ChainHead.objects.bulk_create([ChainHead(practice_id=practice_id)], ignore_conflicts=True)
    return ChainHead.objects.select_for_update().get(practice_id=practice_id)


def _name(actor: Actor) -> str:
    member = Membership.objects.get(practice_id=actor.practice_id, id=actor.own_membership)
    return ", ".join(part for part in (member.display_name, member.title) if part)
