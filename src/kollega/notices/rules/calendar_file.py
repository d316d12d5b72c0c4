"""A visit as a calendar file: with a message (iTIP, RFC 5546) or to take along; written by the library icalendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from kollega.scheduling.rules.vtimezone import vtimezone


@dataclass(frozen=True, slots=True)
class Invite:
    """`summary`, `location` and `description` are what the client reads; `organizer` and `attendee` name and address.

    Without an attendee the file invites nobody and only tells of the visit. `uid` stays the same through all updates;
    `sequence` rises with each.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    stamp: datetime
    summary: str
    location: str
    description: str
    cancelled: bool
    organizer: tuple[str, str] | None = None
    attendee: tuple[str, str] | None = None
    url: str = ""


def method_of(invite: Invite) -> str:
    if invite.attendee is None:
        return "PUBLISH"
    return "CANCEL" if invite.cancelled else "REQUEST"


def calendar_file(invite: Invite) -> bytes:
    """Return the file: local times with their zone's rules in it, so that it is right across clock changes."""
    return _file([invite], method_of(invite))


def calendar_of_dates(invites: Sequence[Invite]) -> bytes:
    """Return one file that tells of several dates, each with its own UID; of one zone, at least one.

    RFC 5546 lets an invitation speak of one UID only, so the dates are published instead: cancelled ones as such.
    """
    return _file(invites, "PUBLISH")


def _file(invites: Sequence[Invite], method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Kollega//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    years = [invite.starts_at.year for invite in invites]
    calendar.add_component(vtimezone(invites[0].zone, min(years), max(years) + 1))
    for invite in invites:
        calendar.add_component(_event(invite, attended=method != "PUBLISH"))
    return bytes(calendar.to_ical())


def _event(invite: Invite, *, attended: bool) -> Event:
    zone = ZoneInfo(invite.zone)
    event = Event()
    event.add("uid", invite.uid)
    event.add("sequence", invite.sequence)
    event.add("dtstamp", invite.stamp)
    starts_at, ends_at = _times(invite, zone)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("summary", invite.summary)
    if invite.location:
        event.add("location", invite.location)
    if invite.description:
        event.add("description", invite.description)
    if invite.url:
        event.add("url", invite.url)
    event.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if invite.organizer:
        event["organizer"] = _address(*invite.organizer)
    if invite.attendee and attended:
        attendee = _address(*invite.attendee)
        # The time is booked already: nobody has to answer.
        attendee.params["PARTSTAT"] = "ACCEPTED"
        attendee.params["RSVP"] = "FALSE"
        event.add("attendee", attendee, encode=False)
    return event


def _times(invite: Invite, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Local times; as instants where one is the second of two, which a file cannot say of a local time (RFC 5545)."""
    local = invite.starts_at.astimezone(zone), invite.ends_at.astimezone(zone)
    return (
        (invite.starts_at.astimezone(UTC), invite.ends_at.astimezone(UTC)) if any(one.fold for one in local) else local
    )


def _address(name: str, address: str) -> vCalAddress:
    made = vCalAddress(f"mailto:{address}")
    if name:
        made.params["CN"] = name
    return made
