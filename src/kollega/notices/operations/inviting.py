"""Inviting a client to an appointment (B12)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kollega.audit.operations.recording import record
from kollega.clients.queries.contacts import contacts_of
from kollega.kernel.actor import Actor
from kollega.kernel.errors import NotFound
from kollega.kernel.permissions import Permission
from kollega.notices.enums import Channel, NoticeKind, NoticeState, Why
from kollega.notices.errors import NothingToTell
from kollega.notices.models import Notice, Thread
from kollega.notices.operations.linking import link_for
from kollega.notices.operations.planning import plan
from kollega.notices.queries.facts import facts_for
from kollega.notices.queries.preferences import channels_for, obstacle, preference_of
from kollega.notices.queries.texting import can_text
from kollega.notices.rules.facts import as_json
from kollega.platform.operations import Action, operation
from kollega.scheduling.enums import Status
from kollega.scheduling.operations.reaching import locked
from kollega.scheduling.queries.telling import VisitToTell, dates_of_recurrence, visit_to_tell


@dataclass(frozen=True, slots=True)
class Invited:
    """`due_at` is when the messages go, None when none does; `obstacles` says why by channel."""

    notice_ids: tuple[UUID, ...]
    due_at: datetime | None
    obstacles: dict[Channel, Why]


@operation(requires=Permission.APPOINTMENT_BOOK)
def invite(actor: Actor, *, appointment_id: UUID, channels: Collection[Channel] = ()) -> Invited:
    """Tell the clients of a visit about it, by the given channels or as each of them wants it.

    The message goes three minutes after the last change. Where a client has no address, or wants none, that stands
    among the messages. Inviting again changes nothing for those who know the visit as it is.

    Refuses with NothingToTell for what is cancelled, has begun or has no client; Forbidden, NotFound.
    """
    locked(actor, appointment_id, version=None)
    visit = visit_to_tell(actor.practice_id, appointment_id)
    if visit is None or visit.gone or not visit.client_ids or visit.starts_at <= actor.at:
        raise NothingToTell
    waiting, obstacles = [], {}
    for client_id in visit.client_ids:
        for channel, why in _ways(actor, client_id, channels).items():
            if why is not None:
                obstacles[channel] = why
                _note_obstacle(actor, visit, client_id, channel, why)
            elif (
                notice := plan(actor, _open_thread(actor, visit, client_id, channel), visit, since=actor.at)
            ) is not None:
                waiting.append(notice)
        record(actor, Action.CREATE, "invitation_of_client", appointment_id, client_id=client_id)
    return Invited(
        tuple(notice.id for notice in waiting), max((notice.due_at for notice in waiting), default=None), obstacles
    )


@operation(requires=Permission.APPOINTMENT_BOOK)
def invite_repeating(actor: Actor, *, appointment_id: UUID) -> Invited:
    """Tell the clients of all coming dates that repeat with this one about them, in one message (B12).

    Refuses with NothingToTell when no date is left; Forbidden, NotFound.
    """
    notices: list[UUID] = []
    obstacles: dict[Channel, Why] = {}
    due_at, told = None, False
    locked(actor, appointment_id, version=None, statuses=frozenset(Status))
    one = visit_to_tell(actor.practice_id, appointment_id)
    if one is None:
        raise NotFound
    dates = dates_of_recurrence(actor.practice_id, one.recurrence_id) if one.recurrence_id else [one.id]
    for date_id in sorted(dates):
        visit = visit_to_tell(actor.practice_id, date_id)
        if visit is None or visit.gone or not visit.client_ids or visit.starts_at <= actor.at:
            continue
        made = invite(actor, appointment_id=date_id)
        told = True
        notices += made.notice_ids
        obstacles |= made.obstacles
        due_at = max(filter(None, (due_at, made.due_at)), default=None)
    if not told:
        raise NothingToTell
    record(actor, Action.CREATE, "invitation_to_dates", appointment_id)
    return Invited(tuple(notices), due_at, obstacles)


def _ways(actor: Actor, client_id: UUID, channels: Collection[Channel]) -> dict[Channel, Why | None]:
    """Return the channels with what stands in the way of each."""
    contact = contacts_of(actor.practice_id, [client_id])[client_id]
    how, texts = preference_of(actor.practice_id, client_id), can_text(actor.practice_id)
    wanted = channels_for(contact, how, texts=texts)
    if not wanted:
        return dict.fromkeys(channels or (Channel.EMAIL,), Why.OPTED_OUT)
    return {channel: obstacle(contact, channel, texts=texts) for channel in channels or wanted}


def _open_thread(actor: Actor, visit: VisitToTell, client_id: UUID, channel: Channel) -> Thread:
    link_for(actor, visit.id, client_id)
    key = {"appointment_id": visit.id, "client_id": client_id, "channel": channel}
    thread = Thread.objects.filter(practice_id=actor.practice_id, **key).first()
    if thread is None:
        thread = Thread(practice_id=actor.practice_id, invited_at=actor.at, invited_by_id=actor.membership_id, **key)
        thread.save(force_insert=True)
    else:
        # Whoever invites again wants the client told: what was withheld before is open once more.
        Thread.objects.filter(practice_id=actor.practice_id, id=thread.id).update(open=True, settled=thread.told)
        thread.refresh_from_db()
    return thread


def _note_obstacle(actor: Actor, visit: VisitToTell, client_id: UUID, channel: Channel, why: Why) -> None:
    Notice(
        practice_id=actor.practice_id,
        appointment_id=visit.id,
        client_id=client_id,
        channel=channel,
        kind=NoticeKind.INVITATION,
        state=NoticeState.UNSENT,
        why=why,
        facts=as_json(facts_for(visit, client_id)),
        version=visit.version,
        due_at=actor.at,
        created_at=actor.at,
        decided_at=actor.at,
        decided_by_id=actor.membership_id,
    ).save(force_insert=True)
