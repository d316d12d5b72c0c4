"""A message about several dates in words: what is new, what has changed, what is cancelled."""

from collections.abc import Sequence

from babel.dates import format_skeleton
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kollega.kernel.locales import locale_of
from kollega.messaging.rules.letters import Letter
from kollega.notices.enums import NoticeKind
from kollega.notices.queries.letters import Matter, date_of, local, service_of, time_of, when_of, where_of

KINDS = (NoticeKind.INVITATION, NoticeKind.UPDATE, NoticeKind.CANCELLATION)


def letter_of_dates(matters: Sequence[Matter]) -> Letter:
    """Return the mail about one client's dates, in their order. The subject names practice and number only."""
    first = matters[0]
    with translation.override(first.language):
        slots = {"practice": first.practice_name, "count": len(matters)}
        subject = ngettext("%(practice)s: %(count)s appointment", "%(practice)s: %(count)s appointments", len(matters))
        return Letter(
            subject=subject % slots,
            lines=(_greeting(first), _sentence(matters) % slots),
            facts=tuple(_facts(matters)),
            closing=_closing(matters),
        )


def text_message_of_dates(matters: Sequence[Matter]) -> str:
    """Return the SMS about one client's dates: short dates, no service, no therapist, no link."""
    first = matters[0]
    with translation.override(first.language):
        parts = [
            f"{_label(kind)} {', '.join(_short(matter) for matter in found)}"
            for kind in KINDS
            if (found := [matter for matter in matters if matter.kind is kind])
        ]
        return f"{first.sender or first.practice_name}: {'. '.join(parts)}."


def _greeting(first: Matter) -> str:
    name = first.client.given_name
    return _("Hello %(name)s,") % {"name": name} if name else _("Hello,")


def _sentence(matters: Sequence[Matter]) -> str:
    kinds = {matter.kind for matter in matters}
    if kinds == {NoticeKind.INVITATION}:
        return _("you have %(count)s appointments at %(practice)s. You find them in the attached calendar file too.")
    if kinds == {NoticeKind.CANCELLATION}:
        return _("%(count)s appointments at %(practice)s are cancelled.")
    return _("%(count)s of your appointments at %(practice)s have changed. This is how they are now.")


def _facts(matters: Sequence[Matter]) -> list[tuple[str, str]]:
    first, staying = matters[0], [matter for matter in matters if matter.kind is not NoticeKind.CANCELLATION]
    facts = [
        (_label(kind), "\n".join(_line(matter) for matter in found))
        for kind in KINDS
        if (found := [matter for matter in matters if matter.kind is kind])
    ]
    places = list(dict.fromkeys(where_of(matter) for matter in staying))
    if places:
        facts.append((_("Where"), "\n".join(places)))
    if first.settings.names_clinician and staying:
        facts.append((_("With"), ", ".join(dict.fromkeys(matter.clinician_name for matter in staying))))
    services = dict.fromkeys(filter(None, map(service_of, staying)))
    if first.settings.names_service and services:
        facts.append((_("Service"), ", ".join(services)))
    return facts


def _closing(matters: Sequence[Matter]) -> tuple[str, ...]:
    if all(matter.kind is NoticeKind.CANCELLATION for matter in matters):
        return ()
    return (
        _("Each date in the calendar file has a link of its own to change or cancel it."),
        _("Tell %(practice)s if the time does not suit you.") % {"practice": matters[0].practice_name},
    )


def _label(kind: NoticeKind) -> str:
    return {
        NoticeKind.UPDATE: _("Changed"),
        NoticeKind.CANCELLATION: _("Cancelled"),
    }.get(kind, _("Appointments"))


def _line(matter: Matter) -> str:
    line = when_of(matter.facts, matter, matter.zone)
    before = matter.before
    if matter.kind is NoticeKind.UPDATE and before is not None and before.starts_at != matter.facts.starts_at:
        moved = {"date": date_of(before, matter), "time": time_of(before, matter)}
        line += " " + _("(before: %(date)s, %(time)s)") % moved
    return line


def _short(matter: Matter) -> str:
    day = format_skeleton("MMMd", local(matter.facts.starts_at, matter.zone), locale=locale_of(matter.language))
    return f"{day} {time_of(matter.facts, matter)}"
